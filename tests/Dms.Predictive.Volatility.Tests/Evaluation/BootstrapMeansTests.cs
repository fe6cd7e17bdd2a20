namespace Dms.Predictive.Volatility.Tests;

public class BootstrapMeansTests
{
    [Fact]
    public void Draws_ByRunningTotals_EqualSumsOverTheListedRows()
    {
        double[] first = Simulated.Normals(1, 257), second = [.. first.Select((x, t) => (x * x) + t)];
        BootstrapMeans means = BootstrapMeans.Of([first, second], 9, 120, seed: 5);
        SeededGenerator generator = new(5);
        int[] rows = new int[first.Length];
        for (int draw = 0; draw < means.Draws; draw++)
        {
            StationaryBootstrap.Resample(generator, 9, rows);
            Assert.Equal(rows.Average(r => first[r]), means.Draw(draw)[0], 1e-12);
            Assert.Equal(rows.Average(r => second[r]), means.Draw(draw)[1], 1e-10);
        }
    }

    [Fact]
    public void IntervalOf_RatioOfProportionalSeries_HasNoWidth()
    {
        double[] values = [.. Simulated.Normals(2, 300).Select(x => 3 + x)];
        BootstrapMeans means = BootstrapMeans.Of([values, [.. values.Select(v => v * 4)]], 6);
        MeanInterval ratio = means.IntervalOf(m => m[1] / m[0]);
        Assert.Equal(4, ratio.Lower, 1e-12);
        Assert.Equal(4, ratio.Upper, 1e-12);
        Assert.True(means.Interval(0).Upper - means.Interval(0).Lower > 0.1);
    }

    [Fact]
    public void Interval_SerialCorrelation_IsWiderThanOneOfSingleRows()
    {
        double[] shocks = Simulated.Normals(3, 4000);
        double[] values = new double[shocks.Length];
        for (int t = 1; t < values.Length; t++)
        {
            values[t] = (0.8 * values[t - 1]) + shocks[t];
        }

        MeanInterval blocks = BootstrapMeans.Of([values], 40).Interval(0), rows = BootstrapMeans.Of([values], 1).Interval(0);
        Assert.InRange((blocks.Upper - blocks.Lower) / (rows.Upper - rows.Lower), 2, 4);
    }

    [Fact]
    public void Of_UnequalOrUnfitSeries_Refused()
    {
        Assert.Throws<ArgumentException>(() => BootstrapMeans.Of([[1, 2], [1, 2, 3]], 1));
        Assert.Throws<ArgumentException>(() => BootstrapMeans.Of([[1, double.NaN]], 1));
        Assert.Throws<ArgumentException>(() => BootstrapMeans.Of([], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BootstrapMeans.Of([[1, 2]], 0.5));
    }

    [Fact]
    public void Ranking_CountedByPlace_EqualsAveragePrecisionOfTheListedRows()
    {
        SeededGenerator dice = new(11);
        bool[] labels = [.. Enumerable.Range(0, 400).Select(_ => dice.NextUniform() < 0.1)];
        double[] scores = [.. labels.Select(l => Math.Round((10 * dice.NextUniform()) + (l ? 3 : 0)))];
        RankingInterval found = RankingInterval.Of(labels, scores, 7, 200, seed: 4);
        SeededGenerator generator = new(4);
        int[] rows = new int[labels.Length];
        double[] areas = new double[200];
        for (int draw = 0; draw < areas.Length; draw++)
        {
            StationaryBootstrap.Resample(generator, 7, rows);
            areas[draw] = ProbabilityScores.AveragePrecision(
                [.. rows.Select(r => labels[r])], [.. rows.Select(r => scores[r])]);
        }

        Assert.Equal(ProbabilityScores.AveragePrecision(labels, scores), found.AveragePrecision.Mean, 12);
        Assert.Equal(Quantile.Of(areas, 0.025), found.AveragePrecision.Lower, 12);
        Assert.Equal(Quantile.Of(areas, 0.975), found.AveragePrecision.Upper, 12);
        Assert.Equal(found.AveragePrecision.Mean * 400 / labels.Count(l => l), found.Lift.Mean, 12);
        Assert.InRange(found.Lift.Mean, found.Lift.Lower, found.Lift.Upper);
    }

    [Fact]
    public void Ranking_ByChance_LiftIntervalHoldsOne()
    {
        SeededGenerator dice = new(12);
        bool[] labels = [.. Enumerable.Range(0, 5000).Select(_ => dice.NextUniform() < 0.05)];
        double[] scores = [.. labels.Select(_ => dice.NextUniform())];
        RankingInterval found = RankingInterval.Of(labels, scores, 5, 400);
        Assert.InRange(1, found.Lift.Lower, found.Lift.Upper);
        Assert.Throws<ArgumentException>(() => RankingInterval.Of([false, false], [1, 2], 1));
    }
}
