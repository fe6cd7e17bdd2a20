namespace Dms.Predictive.Learning.Tests;

public sealed class PlattMapTests
{
    [Fact]
    public void Fit_LogisticOutcomes_FindsSlopeAndOffset()
    {
        (double[] scores, bool[] outcomes) = Sample(200_000, slope: 1.7, offset: -3.0);

        PlattMap map = PlattMap.Fit(scores, outcomes);

        Assert.Equal(1.7, map.Slope, 0.06);
        Assert.Equal(-3.0, map.Offset, 0.06);
    }

    [Fact]
    public void Fit_AnySample_GradientIsZero()
    {
        (double[] scores, bool[] outcomes) = Sample(5_000, slope: 0.8, offset: -2.0);
        PlattMap map = PlattMap.Fit(scores, outcomes);
        int positives = outcomes.Count(o => o);
        (double high, double low) = ((positives + 1.0) / (positives + 2.0), 1.0 / (outcomes.Length - positives + 2.0));

        double[] errors = [.. scores.Select((s, i) => map.Apply(s) - (outcomes[i] ? high : low))];

        Assert.Equal(0.0, errors.Sum(), 1e-7);
        Assert.Equal(0.0, errors.Zip(scores, (e, s) => e * s).Sum(), 1e-7);
    }

    [Fact]
    public void Fit_SeparatedScores_StaysFinite()
    {
        PlattMap map = PlattMap.Fit([1, 2, 3, 4], [false, false, true, true]);

        Assert.True(double.IsFinite(map.Slope) && map.Slope > 0);
        Assert.InRange(map.Apply(1e9), 0.5, 1.0);
        Assert.InRange(map.Apply(-1e9), 0.0, 0.5);
    }

    [Fact]
    public void Fit_ScoresPointTheWrongWay_ConstantBaseRate()
    {
        PlattMap map = PlattMap.Fit([4, 3, 2, 1], [false, false, true, true]);

        Assert.Equal(0.0, map.Slope);
        Assert.Equal(0.5, map.Apply(100), 1e-12);
    }

    [Fact]
    public void Fit_EqualScores_ConstantBaseRate() =>
        Assert.Equal(0.0, PlattMap.Fit([2, 2, 2], [false, true, false]).Slope);

    [Fact]
    public void Fit_Twice_SameBits()
    {
        (double[] scores, bool[] outcomes) = Sample(3_000, slope: 1, offset: -1);

        Assert.Equal(PlattMap.Fit(scores, outcomes), PlattMap.Fit(scores, outcomes));
    }

    [Fact]
    public void Fit_OneKindOrNotFinite_Throws()
    {
        Assert.Throws<ArgumentException>(() => PlattMap.Fit([1, 2], [true, true]));
        Assert.Throws<ArgumentException>(() => PlattMap.Fit([1, double.NaN], [true, false]));
        Assert.Throws<ArgumentException>(() => PlattMap.Fit([1], [true, false]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlattMap(-1, 0));
    }

    [Fact]
    public void Apply_NaN_StaysNaN() => Assert.True(double.IsNaN(new PlattMap(1, 0).Apply(double.NaN)));

    private static (double[] Scores, bool[] Outcomes) Sample(int count, double slope, double offset)
    {
        Random random = new(11);
        double[] scores = [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.5) * 6)];
        bool[] outcomes = [.. scores.Select(s => random.NextDouble() < 1 / (1 + Math.Exp(-(slope * s) - offset)))];
        return (scores, outcomes);
    }
}
