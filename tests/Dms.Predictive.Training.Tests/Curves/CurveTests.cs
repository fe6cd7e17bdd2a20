using Dms.Predictive.Core;

namespace Dms.Predictive.Training.Tests;

public sealed class CurveTests
{
    private static readonly Timestamp End = SyntheticBars.Start + TimeSpan.FromDays(26);
    private static readonly BarSeries Bars = SyntheticBars.Days(26);
    private static readonly EvaluationProtocol Protocol = new() { Trees = new BoostingRecipe { Trees = 40,
        LearningRate = 0.1 } };

    [Fact]
    public void ByTrees_MoreTrees_TrainingLossFallsAndStepsAreTheStatedOnes()
    {
        IReadOnlyList<LearningPoint> curve = LearningCurve.ByTrees(Table(Bars), Protocol, 10, End, default);

        Assert.Equal([1, 2, 4, 8, 16, 32, 40], curve.Select(p => p.Trees));
        Assert.All(curve.Zip(curve.Skip(1)), p => Assert.True(p.Second.TrainingLoss < p.First.TrainingLoss));
        Assert.All(curve, p =>
            Assert.True(p.ValidationLoss > 0 && p.ValidationQlike > 0 && double.IsFinite(p.ValidationQlike)));
        Assert.True(curve[^1].ValidationLoss < curve[0].ValidationLoss);
    }

    [Fact]
    public void ByRows_AllRows_EqualsTheLastPointByTrees()
    {
        IReadOnlyList<LearningPoint> rows = LearningCurve.ByRows(Table(Bars), Protocol, 10, End, default);
        LearningPoint last = LearningCurve.ByTrees(Table(Bars), Protocol, 10, End, default)[^1];

        Assert.Equal(last, rows[^1]);
        Assert.Equal(4, rows.Count);
        Assert.All(rows.Zip(rows.Skip(1)), p => Assert.True(p.Second.Rows > p.First.Rows));
    }

    [Fact]
    public void ByTrees_ValidationBlockChanged_TrainingLossKeepsItsBits()
    {
        // From the newest third on the market is another: what was learned before must not know.
        Timestamp cut = SyntheticBars.Start + TimeSpan.FromDays(7 + (19 * 2 / 3.0));
        IReadOnlyList<LearningPoint> a = LearningCurve.ByTrees(Table(Bars), Protocol, 10, End, default);
        IReadOnlyList<LearningPoint> b = LearningCurve.ByTrees(
            Table(SyntheticBars.ChangedFrom(Bars, cut)), Protocol, 10, End, default);

        Assert.Equal(a.Select(p => p.TrainingLoss), b.Select(p => p.TrainingLoss));
        Assert.NotEqual(a.Select(p => p.ValidationLoss), b.Select(p => p.ValidationLoss));
    }

    [Fact]
    public void ByTrees_ShortHistory_SaysHowManyDaysItFound()
    {
        BarSeries few = SyntheticBars.Days(9);

        InputRefusedException e = Assert.Throws<InputRefusedException>(
            () => LearningCurve.ByTrees(Table(few), Protocol, 10, End, default));
        Assert.Equal("history-too-short", e.Code);
    }

    [Fact]
    public void CalibrationCurve_HonestProbabilities_LieOnTheDiagonal()
    {
        double[] said = [.. Enumerable.Range(0, 1000).Select(i => i < 500 ? 0.2 : 0.8)];
        bool[] came = [.. Enumerable.Range(0, 1000).Select(i => i < 500 ? i % 5 == 0 : i % 5 != 0)];
        IReadOnlyList<CalibrationBin> bins = CalibrationCurve.Of(said, came, 2);

        Assert.Equal([500, 500], bins.Select(b => b.Count));
        Assert.All(bins, b => Assert.Equal(b.Forecast, b.Observed, 1e-12));
    }

    private static DecisionTable Table(BarSeries bars) =>
        DecisionTableBuilder.Build(bars, 5, End, CancellationToken.None);
}
