using System.Diagnostics;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Xunit.Abstractions;

namespace Dms.Predictive.Training.Tests;

public sealed class NativeTreesTests(ITestOutputHelper output)
{
    private static readonly MemberRecipe Squared = new()
    {
        Learner = Learner.NativeLightGbm,
        Trees = new BoostingRecipe { Trees = 60, Leaves = 15, MinimumRowsPerLeaf = 20, FeatureFraction = 0.8, RowFraction = 0.7 },
    };

    private static readonly MemberRecipe Qlike = Squared with { Loss = MemberLoss.Qlike };

    public static TheoryData<bool, double> Kinds => new() { { false, 0.05 }, { true, 0.05 }, { false, 0 }, { true, 0 } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fit_ProbesOnThresholds_EqualsLightGbmItself(bool qlike, double missingShare)
    {
        TrainingRows rows = SyntheticRows.Make(8_000, 12, 5, missingShare);
        FittedMember member = MemberTrainer.Fit(rows, qlike ? Qlike : Squared, 7);
        float[][] probes = ProbeRows.For(member.Forest!, 10_000, 11);

        double[] native = LightGbmTextScorer.Score(member.NativeText!, [.. probes.SelectMany(p => p)], 12);

        double worst = probes.Zip(native).Max(p => Math.Abs(ProbeRows.Score(member.Forest!, p.First) - p.Second));
        output.WriteLine($"largest difference: {worst:E2}");
        Assert.True(worst <= 1e-12, $"{worst:E2}");
        Assert.Equal(60, member.Forest!.Trees.Count);
    }

    [Fact]
    public void Fit_Qlike_BeatsSquaredErrorOnQlike()
    {
        TrainingRows rows = SyntheticRows.Make(20_000, 8, 5);
        TrainingRows fresh = SyntheticRows.Make(5_000, 8, 6);

        double own = MeanQlike(MemberTrainer.Fit(rows, Qlike, 7), fresh);
        double squared = MeanQlike(MemberTrainer.Fit(rows, Squared, 7), fresh);

        Assert.True(own < squared, $"{own} {squared}");
    }

    [Fact]
    public void Fit_QlikeWithoutSplits_IsLnOfTheMean()
    {
        float[] x = new float[100];
        float[] lnY = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 0f : MathF.Log(3f))];

        IRowModel model = MemberTrainer.Fit(new TrainingRows(["x"], x, lnY), Qlike, 1).Model;

        Assert.Equal(Math.Log(2), model.Score([0]), 1e-6);
    }

    [Fact]
    public void Fit_QlikeGrossOutlier_StaysFinite()
    {
        TrainingRows rows = SyntheticRows.Make(2_000, 3, 5);
        float[] target = rows.Target.ToArray();
        target[5] = 200f;

        FittedMember member = MemberTrainer.Fit(new TrainingRows(rows.FeatureNames, rows.RowMajor, target), Qlike, 7);

        Assert.True(double.IsFinite(member.Model.Score([0, 0, 0])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_AnyThreadsAndNeighbours_SameBytes(bool qlike)
    {
        TrainingRows rows = SyntheticRows.Make(20_000, 20, 5);
        MemberRecipe recipe = qlike ? Qlike : Squared;
        FittedMember alone = MemberTrainer.Fit(rows, recipe, 7);
        (string Json, string Text)[] beside = new (string, string)[2];

        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            FittedMember member = MemberTrainer.Fit(rows, recipe, 7);
            beside[i] = (Json(member), member.NativeText!);
        });
        (Forest Forest, string Text) twoThreads = NativeTreesTrainer.Train(
            rows, recipe.Trees, qlike ? NativeObjective.Qlike : NativeObjective.Squared, new NativeFit(7) { Threads = 2 }, default);

        Assert.All(beside, b => Assert.Equal((Json(alone), alone.NativeText!), b));
        Assert.Equal((Json(alone), alone.NativeText!), (Json(twoThreads.Forest), twoThreads.Text));
        Assert.NotEqual(Json(alone), Json(MemberTrainer.Fit(rows, recipe, 8)));
    }

    // Columns that are mostly zero, as the first two here, are kept sparse, with one buffer per thread: another fit's number of threads must not
    // meet them. Without the gate this ends the process.
    [Fact]
    public void Train_OneThreadBesideTwo_EachAsAlone()
    {
        TrainingRows dense = SyntheticRows.Make(8_000, 60, 5);
        float[] values = dense.RowMajor.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i % 60 < 2 && i / 60 % 13 != 0 ? 0 : values[i];
        }

        TrainingRows rows = new(dense.FeatureNames, values, dense.Target);
        BoostingRecipe recipe = new() { Trees = 1 };
        string One() => Json(BoostedTreesTrainer.Train(rows, recipe, 7).Forest);
        string Two() => Json(NativeTreesTrainer.Train(rows, recipe, NativeObjective.Squared, new NativeFit(7) { Threads = 2 }, default).Forest);
        (string one, string two) = (One(), Two());

        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Assert.Equal(i % 2 == 0 ? one : two, i % 2 == 0 ? One() : Two()));
    }

    [Fact]
    public void Fit_IncreasingColumn_NeverLowersTheScore()
    {
        TrainingRows rows = SyntheticRows.Make(10_000, 6, 5);
        MemberRecipe rising = Squared with { Increasing = ["f0", "f1*"] };
        IRowModel free = MemberTrainer.Fit(rows, Squared, 7).Model;
        IRowModel bound = MemberTrainer.Fit(rows, rising, 7).Model;
        Random random = new(3);

        (int freeFalls, int boundFalls) = (0, 0);
        for (int i = 0; i < 2_000; i++)
        {
            double[] low = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble() * 4 - 2)];
            double[] high = [low[0] + random.NextDouble(), low[1] + random.NextDouble(), .. low[2..]];
            freeFalls += free.Score(high) < free.Score(low) ? 1 : 0;
            boundFalls += bound.Score(high) < bound.Score(low) - 1e-12 ? 1 : 0;
        }

        Assert.True(freeFalls > 100);
        Assert.Equal(0, boundFalls);
    }

    [Fact]
    public void Fit_IncreasingMeetsNothing_Refused() => Assert.Equal("recipe", Assert.Throws<InputRefusedException>(() =>
        MemberTrainer.Fit(SyntheticRows.Make(500, 2, 1), Squared with { Increasing = ["g*"] }, 1)).Code);

    [Fact]
    public void Fit_Cancelled_Stops()
    {
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(300));
        MemberRecipe endless = Squared with { Trees = new BoostingRecipe { Trees = 10_000 } };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            MemberTrainer.Fit(SyntheticRows.Make(30_000, 30, 5), endless, 7, source.Token));
    }

    [Fact]
    public void Fit_TwoAtOnce_ReportsSpeedUp()
    {
        TrainingRows rows = SyntheticRows.Make(60_000, 40, 5);
        long start = Stopwatch.GetTimestamp();
        _ = MemberTrainer.Fit(rows, Squared, 7);
        _ = MemberTrainer.Fit(rows, Squared, 8);
        double inTurn = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        int fits = 0;
        Parallel.For(7, 9, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            _ = MemberTrainer.Fit(rows, Squared, seed);
            Interlocked.Increment(ref fits);
        });
        double atOnce = Stopwatch.GetElapsedTime(start).TotalSeconds;

        output.WriteLine($"two fits of 60,000 x 40 in turn {inTurn:F2} s, at once {atOnce:F2} s: {inTurn / atOnce:F2} times");
        Assert.Equal(2, fits);
    }

    private static double MeanQlike(FittedMember member, TrainingRows rows)
    {
        double sum = 0;
        for (int r = 0; r < rows.Rows; r++)
        {
            double[] row = [.. rows.RowMajor.Slice(r * rows.Columns, rows.Columns).ToArray().Select(x => (double)x)];
            double ln = rows.Target.Span[r] - member.Model.Score(row);
            sum += Math.Exp(ln) - ln - 1;
        }

        return sum / rows.Rows;
    }

    private static string Json(FittedMember member) => Json(member.Forest!);

    private static string Json(Forest forest)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            ForestJson.Write(writer, forest);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
