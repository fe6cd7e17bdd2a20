using System.Security.Cryptography;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training.Tests;

namespace Dms.Predictive.Cli.Tests;

/// <summary>A perceptron and a GRU from raw weights go through recipe, training, bundle and live decision.</summary>
public sealed class NetworkMemberTests : IClassFixture<NetworkMemberTests.Trained>
{
    private static readonly string[] Flat = ["ln_rv_10", "ln_rv_60", "ln_rv_1440", "ln_har"];
    private static readonly string[] Windows = ["ln_rv_4320", "ln_rv_1440", "ln_rv_360", "ln_rv_60", "ln_rv_30", "ln_rv_10"];
    private readonly Trained _made;

    public NetworkMemberTests(Trained made) => _made = made;

    [Fact]
    public void Train_RecipeWithNetworks_GivesABundleThatVerifies()
    {
        Assert.Equal(0, _made.Train.Exit);
        Assert.Equal(["gbdt", "mlp", "gru"], _made.Model.Horizons[0].Learned.Select(l => l.Id));
    }

    [Fact]
    public async Task Verify_Bundle_IsAccepted() =>
        Assert.Equal(ExitCode.Done, (await CliRun.Of("models", "verify", "--bundle", _made.Bundle)).Exit);

    [Fact]
    public void Decide_WithTheBundle_NetworksAnswerAsTheirMathematics()
    {
        List<IssuedForecast> issued = _made.Decide();

        Assert.True(issued.Count > 50);
        foreach (IssuedForecast f in issued)
        {
            AssertScore(_made.Perceptron, [.. Flat.Select(n => (f.Row[n] - 0.5) * 0.25)], f.RawScores[1]);
            AssertScore(_made.Gru, [.. Windows.Select(n => double.IsNaN(f.Row[n]) ? -4 : f.Row[n])], f.RawScores[2]);
            Assert.Equal(["har", "garch", "gbdt", "mlp", "gru"], f.Members);
            Assert.All(f.LnMembers, ln => Assert.True(double.IsFinite(ln)));
        }
    }

    [Fact]
    public void Groups_OfTheNetworks_AreTheShapleyValuesOfTheirMathematics()
    {
        HorizonModel horizon = _made.Model.For(60);
        LearnedMember mlp = horizon.Learned.Single(l => l.Id == "mlp");
        NetworkGroupAttributor groups = MemberAttributors.GroupsOf(mlp)!;
        IReadOnlyList<string> names = ((NetworkModel)mlp.Model).FeatureNames;
        int[] read = [.. Flat.Select(f => names.ToList().IndexOf(f))];
        Assert.Equal(["variance", "baselines"], groups.Groups.Select(g => g.Name));
        Assert.Equal((NetworkGroupAttributor.BackgroundRows, true), (groups.Background, groups.IsExact));

        // The same rows as the attributor takes: all are answered or not by their inputs alone.
        double[][] answered = [.. mlp.Background!.Where(r => read.All(j => double.IsFinite(r[j])))];
        double[][] background = [.. Enumerable.Range(0, 32).Select(i => answered[i * answered.Length / 32])];
        double[] row = answered[^1];
        GroupAttribution found = groups.Attribute(row)!;

        double Worth(bool variance, bool har) => background.Average(b => _made.Perceptron(
            [.. read.Select((j, i) => ((i < 3 ? variance : har) ? row[j] : b[j]) - 0.5).Select(v => v * 0.25)]));
        double both = Worth(true, true), none = Worth(false, false), first = Worth(true, false), second = Worth(false, true);
        Assert.Equal(none, found.ExpectedValue, 1e-6);
        Assert.Equal(((first - none) + (both - second)) / 2, found.Parts[0].Contribution, 1e-6);
        Assert.Equal(((second - none) + (both - first)) / 2, found.Parts[1].Contribution, 1e-6);
        Assert.Equal(mlp.Model.Score(row), found.Score);
        Assert.Equal(found.Score, found.ExpectedValue + found.Parts.Sum(p => p.Contribution), 1e-12);
    }

    [Fact]
    public void ForecastChange_BetweenTwoDecisions_NamesTheGroupsOfTheNetworks()
    {
        List<IssuedForecast> issued = [.. _made.Decide().Where(f => f.HorizonMinutes == 60)];
        HorizonModel horizon = _made.Model.For(60);

        IReadOnlyList<FeatureAttribution> parts = ForecastChange.Between(
            horizon, ForecastParts.Of(issued[0]), horizon, ForecastParts.Of(issued[^1]));

        Assert.Equal(issued[^1].LnBlend - issued[0].LnBlend, parts.Sum(p => p.Contribution), 1e-9);
        Assert.Contains(parts, p => p.Name == "mlp:variance" && p.Contribution != 0);
        Assert.Contains(parts, p => p.Name == "gru:variance" && p.Contribution != 0);

        // What the groups do not say is what rounding HAR's inputs to float32 leaves.
        Assert.All(parts.Where(p => p.Name is "member:mlp" or "member:gru"), p => Assert.InRange(Math.Abs(p.Contribution), 0, 1e-5));
    }

    [Fact]
    public async Task Explain_BundleWithNetworks_ReportHoldsTheirGroups()
    {
        string report = Path.Combine(_made.Folder, "report");
        CliRun run = await CliRun.Of("explain", "model", "--bundle", _made.Bundle, "--data", Trained.Sample, "--rows", "100", "--out", report, "--json");

        Assert.True(run.Exit == ExitCode.Done, run.Error);
        JsonElement tables = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(report, "report.json"))).RootElement
            .GetProperty("sections").GetProperty("global").GetProperty("tables");
        Assert.Equal(20, tables.GetProperty("networkGroupsMlp").GetProperty("rows").GetArrayLength());
        Assert.Equal(20, tables.GetProperty("networkGroupsGru").GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task Verify_AnyByteOfTheNetworkChanged_IsRefused()
    {
        string copy = Path.Combine(_made.Folder, "flipped");
        byte[] trees = await File.ReadAllBytesAsync(Path.Combine(_made.Bundle, "trees.json"));
        int network = System.Text.Encoding.UTF8.GetString(trees).LastIndexOf("\"onnx\":\"", StringComparison.Ordinal) + 8;
        foreach (int at in new[] { network, network + 100, network + 401 })
        {
            Directory.CreateDirectory(copy);
            foreach (string file in Directory.GetFiles(_made.Bundle))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
            }

            byte[] changed = [.. trees];
            changed[at] = changed[at] == (byte)'A' ? (byte)'B' : (byte)'A';
            await File.WriteAllBytesAsync(Path.Combine(copy, "trees.json"), changed);

            Assert.NotEqual(ExitCode.Done, (await CliRun.Of("models", "verify", "--bundle", copy)).Exit);
        }
    }

    // The second one ends before the first refit, but inside the third that the first fit holds out to weigh members by.
    [Theory]
    [InlineData("2026-02-10T00:00:00Z")]
    [InlineData("2026-01-22T00:00:00Z")]
    public async Task Evaluate_SpanThatTheNetworkHasSeen_IsRefused(string trainedUntil)
    {
        CliRun run = await CliRun.Of(
            "evaluate", "--data", Trained.Sample, "--test-start", "2026-02-15", "--refit", "7d", "--recipe", _made.Write("seen" + trainedUntil[..10], trainedUntil), "--out", Path.Combine(_made.Folder, "seen-out"));

        Assert.Equal(ExitCode.InputRefused, run.Exit);
        Assert.Contains("network-saw-span", run.Error, StringComparison.Ordinal);
        Assert.Contains(trainedUntil, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sha256\":\"", "\"sha256\":\"0000", "recipe")]
    [InlineData("ln_rv_60", "ln_rv_61", "network-input")]
    [InlineData("mlp.onnx", "nowhere.onnx", "network-file")]
    [InlineData("\"steps\":6", "\"steps\":5", "recipe")]
    [InlineData("2025-12-31T00:00:00Z", "yesterday", "recipe")]
    public async Task Train_WrongContract_IsRefusedByName(string before, string after, string code)
    {
        string recipe = _made.Write("wrong" + code + after.Length, "2025-12-31T00:00:00Z");
        string text = await File.ReadAllTextAsync(recipe);
        Assert.Contains(before, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(recipe, text.Replace(before, after, StringComparison.Ordinal));

        CliRun run = await CliRun.Of(
            "train", "--data", Trained.Sample, "--train-end", "2026-03-01", "--recipe", recipe, "--out", Path.Combine(_made.Folder, "wrong-out"));

        Assert.Equal(ExitCode.InputRefused, run.Exit);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_made.Folder, "wrong-out", "sim-btc")));
    }

    private static void AssertScore(Func<double[], double> truth, double[] inputs, double found)
    {
        double expected = truth(inputs);
        Assert.Equal(expected, found, 1e-6 * Math.Max(1, Math.Abs(expected)));
    }

    /// <summary>One training on the shipped sample.</summary>
    public sealed class Trained : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-network-");

        internal static string Sample => Path.Combine(Docs.Repository.Root(), "data", "samples", "SIM-BTC.csv.gz");

        internal string Folder => _folder.FullName;

        internal CliRun Train { get; private set; } = null!;

        internal string Bundle => Path.Combine(Folder, "models", "sim-btc", "1.0.0");

        internal ForecastModel Model { get; private set; } = null!;

        internal Func<double[], double> Perceptron { get; private set; } = null!;

        internal Func<double[], double> Gru { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            string recipe = Write("recipe", "2025-12-31T00:00:00Z");
            Train = await CliRun.Of("train", "--data", Sample, "--train-end", "2026-03-01", "--recipe", recipe, "--id", "sim-btc", "--out", Path.Combine(Folder, "models"));
            Assert.True(Train.Exit == 0, Train.Error);
            Model = BundleExport.Read(BundleReader.Read(Bundle, BundleTrust.Self()));
        }

        public Task DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return Task.CompletedTask;
        }

        /// <summary>A recipe of trees and two networks, in a folder of its own with its files.</summary>
        internal string Write(string name, string trainedUntil)
        {
            string folder = Path.Combine(Folder, name);
            Directory.CreateDirectory(folder);
            (byte[] mlp, Perceptron) = RawNetworks.Perceptron(Flat.Length, 3);
            (byte[] gru, Gru) = RawNetworks.Gru(Windows.Length, 1, 4, flat: false);
            File.WriteAllBytes(Path.Combine(folder, "mlp.onnx"), mlp);
            File.WriteAllBytes(Path.Combine(folder, "gru.onnx"), gru);
            object[] members =
            [
                new { id = "gbdt", trees = new { trees = 40, leaves = 15 } },
                new { id = "mlp", learner = "network", target = "harResidual", networks = Both("mlp.onnx", mlp, Perceptron, 1, [.. Flat.Select(f => new { feature = f, offset = 0.5, scale = 0.25 })]) },
                new { id = "gru", learner = "network", target = "harResidual", networks = Both("gru.onnx", gru, Gru, Windows.Length, [.. Windows.Select(f => new { feature = f, missing = -4 })]) },
            ];
            string file = Path.Combine(folder, "recipe.json");
            File.WriteAllText(file, JsonSerializer.Serialize(new { schema = "dms-recipe/1", name = "with-networks", members }));
            return file;

            object[] Both(string onnx, byte[] bytes, Func<double[], double> truth, int steps, object[] inputs)
            {
                double[][] golden = [.. Enumerable.Range(0, 8).Select(r => Enumerable.Range(0, inputs.Length).Select(c => Math.Sin((r * 7) + c)).ToArray())];
                return
                [
                    .. new[] { 10, 60 }.Select(h => new
                    {
                        horizonMinutes = h, file = onnx, sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), trainedUntil, inputs, steps,
                        goldenRows = golden, goldenScores = golden.Select(truth),
                    }),
                ];
            }
        }

        /// <summary>Decisions of half a day with the bundle in service.</summary>
        internal List<IssuedForecast> Decide()
        {
            BarHistory history = BarFiles.Load([Sample], CancellationToken.None);
            MarginPipeline pipeline = MarginSession.Open(
                history.Series, new PipelinePolicy(), history.Files.Select(f => f.Sha256), new AuditTrail(new DiscardingRecordSink()), history.Series.Bars[0].OpenTime);
            Timestamp start = Timestamp.FromDate(2026, 3, 1);
            List<IssuedForecast> issued = [];
            _ = BacktestRun.Run(
                pipeline, history.Series, new BacktestPlan(MarginSession.Account(history.Series.Instrument), [(start, Model)], start, start + TimeSpan.FromHours(12), 5),
                d => issued.AddRange(d.Forecast is { } f ? [f] : []), CancellationToken.None);
            return issued;
        }
    }
}
