using System.Diagnostics;
using System.Text.Json;
using Dms.Predictive.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit.Abstractions;

namespace Dms.Predictive.Training.Tests;

public sealed class BoostedTreesTrainerTests(ITestOutputHelper output)
{
    private static readonly BoostingRecipe Small = new() { Trees = 40, Leaves = 15, MinimumRowsPerLeaf = 20 };

    [Fact]
    public void Train_MissingAndExactThresholds_EqualsMlNetOnTenThousandRows()
    {
        TrainedForest trained = BoostedTreesTrainer.Train(SyntheticRows.Make(8_000, 12, 5), Small, 7);
        float[][] rows = ProbeRows.For(trained.Forest, 10_000, 11);

        float[] native = MlNetScores(trained, rows);

        for (int r = 0; r < rows.Length; r++)
        {
            double own = ProbeRows.Score(trained.Forest, rows[r]);
            double limit = 1e-6 * Math.Max(1, Math.Abs(own));
            Assert.True(Math.Abs(own - native[r]) <= limit, $"row {r}: {own:R} {native[r]:R}");
        }

        Assert.Contains(trained.Forest.Trees, t => t.DefaultLeft.Any(d => d));
        Assert.Contains(trained.Forest.Trees,
            t => Enumerable.Range(0, t.Count).Any(i => t.Feature[i] >= 0 && !t.DefaultLeft[i]));
    }

    [Fact]
    public void Train_ColumnWithoutMissingValues_MissingReadsAsZero()
    {
        TrainedForest trained = BoostedTreesTrainer.Train(SyntheticRows.Make(3_000, 4, 9, 0), Small, 7);
        float[][] rows = ProbeRows.For(trained.Forest, 2_000, 3);

        float[] native = MlNetScores(trained, rows);

        Assert.All(rows.Zip(native), p => Assert.Equal(p.Second, ProbeRows.Score(trained.Forest, p.First), 1e-5));
    }

    [Fact]
    public void Train_SameRowsAndSeedTwice_IdenticalForests()
    {
        TrainingRows rows = SyntheticRows.Make(20_000, 20, 5);
        BoostingRecipe recipe = Small with { FeatureFraction = 0.7, RowFraction = 0.8, L2 = 3 };

        string first = Json(BoostedTreesTrainer.Train(rows, recipe, 7).Forest);
        string second = Json(BoostedTreesTrainer.Train(rows, recipe, 7).Forest);
        string other = Json(BoostedTreesTrainer.Train(rows, recipe, 8).Forest);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Train_TwoThreadsAtOnce_SameForestAsAlone()
    {
        TrainingRows rows = SyntheticRows.Make(5_000, 10, 5);
        string alone = Json(BoostedTreesTrainer.Train(rows, Small, 7).Forest);
        string[] together = new string[2];

        Parallel.For(0, 2, i => together[i] = Json(BoostedTreesTrainer.Train(rows, Small, 7).Forest));

        Assert.All(together, t => Assert.Equal(alone, t));
    }

    [Fact]
    public void Train_ConstantTarget_PredictsTheConstant()
    {
        TrainingRows rows = new(["a"], Enumerable.Range(0, 500).Select(i => (float)i).ToArray(),
            Enumerable.Repeat(2.5f, 500).ToArray());

        Forest forest = BoostedTreesTrainer.Train(rows, Small, 1).Forest;

        Assert.Equal(2.5, forest.Score([3.0]), 1e-6);
        Assert.Equal(2.5, forest.Score([double.NaN]), 1e-6);
    }

    [Fact]
    public void Train_CancelledHalfway_Stops()
    {
        TrainingRows rows = SyntheticRows.Make(30_000, 30, 5);
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(700));
        long start = Stopwatch.GetTimestamp();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            BoostedTreesTrainer.Train(rows, Small with { Trees = 10_000, Leaves = 31 }, 7, source.Token));

        output.WriteLine($"stopped after {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s");
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Train_EvaluationSize_ReportsSeconds()
    {
        TrainingRows rows = SyntheticRows.Make(105_000, 60, 5);
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();

        Forest forest = BoostedTreesTrainer.Train(rows, new BoostingRecipe(), 7).Forest;

        process.Refresh();
        double cpuSeconds = (process.TotalProcessorTime - before).TotalSeconds;
        output.WriteLine($"105,000 x 60, 160 trees: {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s elapsed, "
            + $"{cpuSeconds:F2} s of processor (other tests included when they run at once)");
        Assert.Equal(160, forest.Trees.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    public void Train_LeavesOutsideRange_Throws(int leaves) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            BoostedTreesTrainer.Train(SyntheticRows.Make(100, 2, 1), Small with { Leaves = leaves }, 1));

    [Fact]
    public void TrainingRows_InfiniteFeature_Throws() =>
        Assert.Throws<ArgumentException>(() => new TrainingRows(["a"], new[] { float.PositiveInfinity }, new[] { 1f }));

    [Fact]
    public void NativeLightGbm_LibraryMissing_NamesThePackage()
    {
        DllNotFoundException inner = new("Unable to load shared library 'lib_lightgbm': libgomp.so.1: cannot open");
        TypeInitializationException outer = new("Some.Type", inner);

        Assert.Contains("apt-get install libgomp1", NativeLightGbm.Explain(outer)!.Message);
        Assert.Null(NativeLightGbm.Explain(new InvalidOperationException("lightgbm said no")));
    }

    private static float[] MlNetScores(TrainedForest trained, float[][] rows)
    {
        using MemoryStream zip = new();
        trained.SaveZip(zip);
        zip.Position = 0;
        MLContext context = new(1);
        ITransformer model = context.Model.Load(zip, out DataViewSchema schema);
        Assert.Equal("Features", schema[0].Name);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType =
            new VectorDataViewType(NumberDataViewType.Single, trained.Forest.FeatureNames.Count);
        IDataView view = context.Data.LoadFromEnumerable(rows.Select(r => new Row { Features = r }), definition);
        return [.. model.Transform(view).GetColumn<float>("Score")];
    }

    private static string Json(Forest forest)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            ForestJson.Write(writer, forest);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
