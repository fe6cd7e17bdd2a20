namespace Dms.Predictive.Learning.Tests;

public sealed class BetaMapTests
{
    [Fact]
    public void Fit_BentOdds_FindsThem()
    {
        (double[] scores, bool[] outcomes) = HeadOutcomes.Draw(200_000, s => new BetaMap(0.6, 1.4, -0.5).Apply(s));

        BetaMap map = BetaMap.Fit(scores, outcomes);

        Assert.Equal(0.6, map.Rise, 0.05);
        Assert.Equal(1.4, map.Fall, 0.05);
        Assert.Equal(-0.5, map.Offset, 0.05);
    }

    [Fact]
    public void Fit_ScoreAgainstTheEvent_NeverFalls()
    {
        (double[] scores, bool[] outcomes) = HeadOutcomes.Draw(5_000, s => new BetaMap(1, 1, 0).Apply(-s));

        BetaMap map = BetaMap.Fit(scores, outcomes);

        Assert.Equal(map.Apply(-3), map.Apply(3), 1e-12);
    }

    [Fact]
    public void Apply_RisingScores_ProbabilitiesRiseInsideZeroAndOne()
    {
        BetaMap map = new(0.4, 0.9, -1);
        double last = 0;
        for (double score = -60; score <= 60; score += 0.5)
        {
            double p = map.Apply(score);
            Assert.InRange(p, last, 1);
            last = p;
        }
    }

    [Fact]
    public void Apply_NaN_StaysNaN() => Assert.True(double.IsNaN(new BetaMap(1, 1, 0).Apply(double.NaN)));

    [Theory]
    [InlineData(-0.1, 1, 0)]
    [InlineData(1, -0.1, 0)]
    [InlineData(1, 1, double.NaN)]
    public void Constructor_FallingOrUnknown_Refused(double rise, double fall, double offset) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BetaMap(rise, fall, offset));
}
