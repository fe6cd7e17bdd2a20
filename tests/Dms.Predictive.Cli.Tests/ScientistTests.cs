using Dms.Predictive.Cli.Work;
using Dms.Predictive.Cli.Workbench;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The data scientist's way on the shipped sample: look, train changed, compare with the champion,
/// register.</summary>
public sealed class ScientistTests : IClassFixture<ScientistTests.Challenger>
{
    private static readonly Timestamp HeldOut = Timestamp.FromDate(2026, 3, 1);

    private readonly Challenger _made;

    public ScientistTests(Challenger made) => _made = made;

    private static string Champion => Path.Combine(Challenger.Root, "models", "sim-btc", "1.0.0");

    [Fact]
    public void Compare_ChangedRecipeAndLabel_JudgesTheSameDecisionsAtBothHorizons()
    {
        IReadOnlyList<ModelComparison> found = _made.Bench.Compare(Champion, _made.Folder, HeldOut, _made.Bench.End);

        Assert.Equal([10, 60], found.Select(c => c.HorizonMinutes));
        Assert.All(found, c =>
        {
            Assert.InRange(c.Decisions, 200, 288);
            Assert.True(c.ChampionQlike > 0 && c.ChallengerQlike > 0 && c.ChallengerQlike != c.ChampionQlike);
            Assert.InRange(c.PValue, 0, 1);
            Assert.True(c.GainLow <= c.GainPercent && c.GainPercent <= c.GainHigh);
            Assert.Equal(100 * (1 - (c.ChallengerQlike / c.ChampionQlike)), c.GainPercent, 1e-9);
            Assert.Equal(c.GainPercent > 0, c.DieboldMariano < 0);
        });
    }

    [Fact]
    public void Compare_ChampionWithItself_ShowsNoDifference()
    {
        ModelComparison same = _made.Bench.Compare(Champion, Champion, HeldOut, _made.Bench.End)[0];

        Assert.Equal((0.0, 0.0, 1.0), (same.GainPercent, same.DieboldMariano, same.PValue));
        Assert.Equal("undecided", same.Verdict);
    }

    [Theory]
    [InlineData(5, 1, 9, 0.01, "better")]
    [InlineData(5, -1, 9, 0.01, "undecided")]
    [InlineData(5, 1, 9, 0.2, "undecided")]
    [InlineData(-5, -9, -1, 0.2, "worse")]
    [InlineData(-5, -9, 1, 0.01, "worse")]
    public void Verdict_TestAndInterval_BetterNeedsBothWorseEither(
        double gain, double low, double high, double p, string verdict) =>
        Assert.Equal(verdict, new ModelComparison
        {
            HorizonMinutes = 10,
            Decisions = 100,
            ChampionQlike = 1,
            ChallengerQlike = 1,
            GainPercent = gain,
            GainLow = low,
            GainHigh = high,
            DieboldMariano = 0,
            PValue = p,
        }.Verdict);

    [Fact]
    public void Compare_SpanSeenInTraining_Refused()
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(
            () => _made.Bench.Compare(Champion, _made.Folder, HeldOut - TimeSpan.FromDays(1), _made.Bench.End));

        Assert.Equal("seen-in-training", e.Code);
        Assert.Contains("2026-03-01", e.Message);
    }

    [Fact]
    public void ForecastReplay_FrozenRefit_GivesTheBitsOfTheWalkForwardRun()
    {
        BarSeries series = MarketData.BarFiles.Load([Challenger.Sample], default).Series;
        EvaluationProtocol protocol = new()
        {
            RehearsalRefits = 1,
            Members =
            [
                new MemberRecipe { Trees = new BoostingRecipe { Trees = 20 } },
                new MemberRecipe { Id = "corrector", Target = MemberTarget.HarResidual, Trees = new BoostingRecipe { Trees = 20 } },
            ],
            Online = new OnlineBlendOptions { Rate = 0.02, Share = 0.005, ScaleHalfLifeDays = 1 },
        };
        (Timestamp Start, Timestamp End) span = (HeldOut, _made.Bench.End);
        DecisionTable table = DecisionTableBuilder.Build(series, 5, span.End, default);
        WalkForwardRun run = WalkForwardRun.Run(table, protocol, span, null, default);
        ForecastModel model = WalkForwardModels.Of(run, protocol)[^1].Model;
        IReadOnlyList<IssuedForecast> replayed = ForecastReplay.Run(series, model, span, 5, default);

        int issued = Enumerable.Range(0, table.Count)
            .Count(d => table.Minutes[d] >= span.Start.Minutes && !double.IsNaN(run.Forecasts[0].LnBlend[d]));
        Assert.InRange(issued, 250, 288);
        Assert.Equal(2 * issued, replayed.Count);
        Assert.All(replayed, f => Assert.Equal(
            run.Forecasts[f.HorizonMinutes == 10 ? 0 : 1].LnBlend[table.IndexAt(f.AsOf.Minutes)], f.LnBlend));
    }

    [Fact]
    public void RegisterChallenger_TrainedBundle_StandsInItsOwnFolderOnly()
    {
        RegisteredModel registered = MarketBench.RegisterChallenger(_made.Folder, "ada", "fewer leaves, bipower label");

        Assert.Equal(("sim-btc", "1.1.0", ModelState.Challenger),
            (registered.Model, registered.Version, registered.State));
        Assert.True(File.Exists(Path.Combine(_made.Models, "registry.db")));
        Assert.False(File.Exists(Path.Combine(Challenger.Root, "models", "registry.db")));
    }

    [Fact]
    public void Train_SameVersionAgain_Refused() => Assert.Equal(
        "bundle-exists", Assert.Throws<InputRefusedException>(
            () => _made.Bench.Train(Challenger.Plan, _made.Models, "sim-btc", "1.1.0")).Code);

    [Fact]
    public void Train_OtherHorizon_BundleForecastsIt()
    {
        TrainingPlan plan = Challenger.Plan with { HorizonsMinutes = [30], Trees = new BoostingRecipe { Trees = 10 } };
        string folder = _made.Bench.Train(plan, _made.Models, "sim-btc-30", "1.0.0");

        Assert.Equal([30], BundleReader.Read(folder, BundleTrust.Self()).Manifest.Description.HorizonsMinutes);
        Assert.Equal("nothing-to-compare", Assert.Throws<InputRefusedException>(
            () => _made.Bench.Compare(Champion, folder, HeldOut, _made.Bench.End)).Code);
    }

    [Fact]
    public void Charts_OfEveryKind_AreWholePictures()
    {
        MarketBench bench = _made.Bench;
        IReadOnlyList<LearningPoint> curve = bench.LearningByTrees(Challenger.Plan, 10);
        BenchEvaluation evaluation = bench.Evaluate(
            Challenger.Plan with { RefitDays = 7 }, Timestamp.FromDate(2026, 2, 15), bench.End);
        string[] pictures =
        [
            BenchCharts.Market(bench.Bars(HeldOut, bench.End)), BenchCharts.Spikes(bench.Features(Challenger.Plan)),
            BenchCharts.Learning(curve), BenchCharts.Learning(bench.LearningByRows(Challenger.Plan, 10)),
            BenchCharts.Calibration(("plan", evaluation.Calibration)),
        ];

        Assert.All(pictures, svg =>
        {
            Assert.StartsWith("<svg", svg.TrimStart());
            Assert.Equal("svg", System.Xml.Linq.XDocument.Parse(svg).Root!.Name.LocalName);
            Assert.DoesNotContain("NaN", svg);
        });
        Assert.Equal(10, evaluation.Calibration.Count);
        Assert.True(evaluation.Losses().Frame.Rows.Count > 10);
    }

    [Fact]
    public async Task Commands_TrainCompareRegister_WorkAsThePageSays()
    {
        string models = Path.Combine(_made.Models, "cli"), features = Path.Combine(models, "features.parquet");
        CliRun train = await CliRun.Of(
            "train", "--data", Challenger.Sample, "--train-end", "2026-03-01", "--out", models, "--id", "sim-btc",
                "--model-version", "2.0.0",
            "--horizons", "10m", "--label", "bipower", "--features-out", features, "--register", "--actor", "ada",
                "--json");
        CliRun compare = await CliRun.Of(
            "models", "compare", "--champion", Champion, "--challenger", Path.Combine(models, "sim-btc", "2.0.0"),
            "--data", Challenger.Sample, "--test-start", "2026-03-01", "--json");

        CliRun table = await CliRun.Of(
            "models", "compare", "--champion", Champion, "--challenger", Champion, "--data", Challenger.Sample,
                "--test-start", "2026-03-01");

        Assert.Equal((0, 0, 0), (train.Exit, compare.Exit, table.Exit));
        Assert.Contains("undecided", table.Output);
        Assert.Equal("challenger", train.Json.GetProperty("registeredAs").GetString());
        Assert.Equal(10, compare.Json.GetProperty("comparisons")[0].GetProperty("horizonMinutes").GetInt32());
        FrameDocument frame = FrameFiles.Read(features);
        Assert.Equal(FeatureFrame.Kind, frame.Metadata[FrameDocument.Kind]);
        Assert.Contains(frame.Frame.Columns, c => c.Name == "target_10m");
    }

    [Theory]
    [InlineData("--label", "weird", "--label")]
    [InlineData("--spike-multiple", "0", "--spike-multiple")]
    [InlineData("--horizons", "7x", "--horizons")]
    public async Task Train_WrongOption_UsageAndNothingWritten(string option, string value, string where)
    {
        string models = Path.Combine(_made.Models, "none");
        CliRun run = await CliRun.Of(
            "train", "--data", Challenger.Sample, "--train-end", "2026-03-01", "--out", models, option, value);

        Assert.Equal(ExitCode.Usage, run.Exit);
        Assert.Contains(where, run.Error);
        Assert.False(Directory.Exists(models));
    }

    public sealed class Challenger : IDisposable
    {
        public Challenger()
        {
            Models = Directory.CreateTempSubdirectory("dms-scientist-").FullName;
            Bench = MarketBench.Open(Sample);
            Folder = Bench.Train(Plan, Models, "sim-btc", "1.1.0");
        }

        internal static string Root { get; } = RootOf(AppContext.BaseDirectory);

        internal static string Sample => Path.Combine(Root, "data", "samples", "SIM-BTC.csv.gz");

        internal static TrainingPlan Plan { get; } = new()
        {
            TrainEnd = HeldOut,
            Trees = new BoostingRecipe { Trees = 80, Leaves = 15 },
            Label = new LabelRecipe { Variance = VarianceLabel.Bipower },
        };

        internal MarketBench Bench { get; }

        internal string Models { get; }

        internal string Folder { get; }

        public void Dispose() => Directory.Delete(Models, recursive: true);

        private static string RootOf(string at) => File.Exists(Path.Combine(at, "Dms.Predictive.sln"))
            ? at : RootOf(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(at))!);
    }
}
