using Dms.Predictive.Cli.Commands;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Tests;

/// <summary>What a training says and leaves behind: its card, its summary, and refusals before the work.</summary>
public sealed class ModelCardTests : IDisposable
{
    private readonly string _models = Directory.CreateTempSubdirectory("dms-card-").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    private static string Sample => ScientistTests.Challenger.Sample;

    [Fact]
    public async Task Train_WithNotes_CardNamesRecipeLabelLicenceOwnerExpiryAndMeasures()
    {
        CliRun run = await CliRun.Of(
            "train", "--data", Sample, "--train-end", "2026-03-01", "--out", _models, "--id", "m", "--label", "bipower", "--spike-multiple", "2",
            "--horizons", "10m", "--owner", "ada", "--data-licence", "SIM-BTC.csv.gz=MIT, simulated", "--card-days", "30");
        string card = await File.ReadAllTextAsync(Path.Combine(_models, "m", "1.0.0", "card.md"));
        BundleDescription about = BundleReader.Read(Path.Combine(_models, "m", "1.0.0"), BundleTrust.Self()).Manifest.Description;

        Assert.Equal(0, run.Exit);
        Assert.Contains("Trained m 1.0.0: ", run.Output);
        Assert.Contains("No margin uses it", run.Output);
        Assert.Contains("dms models register", run.Output);
        Assert.Equal(Timestamp.FromDate(2026, 3, 31), ModelLife.ExpiresAt(about));
        Assert.All(
            ["**Recipe.** default, hash `", "**Label.** bipower variance, a spike is above 2 times", "licence: MIT, simulated", "**Owner.** ada",
                "at 2026-03-31T00:00:00Z", "| 10 | all | ", "| 10 | top5 | ", "| 10 | 2026-02 | ", "## Calibration of the spike probability", "| 10 | `ln_har` | ", "New listings"],
            part => Assert.Contains(part, card));
    }

    [Fact]
    public async Task Train_VersionExists_RefusedBeforeTheWork()
    {
        string folder = Path.Combine(_models, "m", "1.0.0");
        Directory.CreateDirectory(folder);
        CliRun run = await CliRun.Of("train", "--data", Sample, "--train-end", "2026-03-01", "--out", _models, "--id", "m");

        Assert.Equal(ExitCode.InputRefused, run.Exit);
        Assert.Contains("bundle-exists", run.Error);
        Assert.DoesNotContain("Fitting", run.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("--data-licence", "other.csv=MIT")]
    [InlineData("--data-licence", "SIM-BTC.csv.gz=")]
    [InlineData("--card-days", "0")]
    public async Task Train_BadNote_Usage(string option, string value)
    {
        CliRun run = await CliRun.Of("train", "--data", Sample, "--train-end", "2026-03-01", "--out", _models, option, value);

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains(option, run.Error);
    }

    [Fact]
    public async Task Train_EvaluationThatIsNone_Refused()
    {
        await File.WriteAllTextAsync(Path.Combine(_models, "report.json"), "{\"schema\":\"other\"}");
        CliRun run = await CliRun.Of("train", "--data", Sample, "--train-end", "2026-03-01", "--out", _models, "--evaluation", _models);

        Assert.Equal(ExitCode.InputRefused, run.Exit);
        Assert.Contains("[evaluation]", run.Error);
    }

    [Theory]
    [InlineData(-0.04, 1, "0.0")]
    [InlineData(-0.0, 2, "0.00")]
    [InlineData(-0.05, 2, "-0.05")]
    [InlineData(3.14159, 1, "3.1")]
    public void Rounded_TinyNegative_IsNeverMinusZero(double value, int places, string text) =>
        Assert.Equal(text, ModelsCompare.Rounded(value, places));

    [Fact]
    public void Compare_HorizonsOfOneOnly_AreListedAndSpikesScored()
    {
        Workbench.MarketBench bench = Workbench.MarketBench.Open(Sample);
        string shorter = bench.Train(ScientistTests.Challenger.Plan with { HorizonsMinutes = [10] }, _models, "m", "2.0.0");
        BarSeries series = MarketData.BarFiles.Load([Sample], CancellationToken.None).Series;
        string champion = Path.Combine(ScientistTests.Challenger.Root, "models", "sim-btc", "1.0.0");
        ModelComparisons found = ModelComparisonWork.Run(
            series, champion, shorter, (Timestamp.FromDate(2026, 3, 1), bench.End), CancellationToken.None);

        Assert.Equal([60], found.OnlyChampion);
        Assert.Empty(found.OnlyChallenger);
        Assert.Equal([10], found.Compared.Select(c => c.HorizonMinutes));
        Assert.All(found.Compared.Select(c => c.Spike).OfType<Workbench.SpikeComparison>(), s => Assert.InRange(s.ChallengerPrAuc, s.BaseRate / 2, 1));
    }
}
