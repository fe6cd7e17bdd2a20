using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public class EvaluationTests
{
    [Fact]
    public void AveragePrecision_TiesGrouped_FollowsTheDefinition()
    {
        bool[] labels = [true, false, true, false, false];
        Assert.Equal(1, ProbabilityScores.AveragePrecision(labels, [5, 1, 4, 0, 2]));
        double expected = (0.5 * 1.0) + (0.5 * 2 / 4.0);
        Assert.Equal(expected, ProbabilityScores.AveragePrecision(labels, [9, 3, 3, 3, 1]), 15);
        Assert.Equal(0.4, ProbabilityScores.AveragePrecision(labels, [1, 1, 1, 1, 1]), 15);
        Assert.True(double.IsNaN(ProbabilityScores.AveragePrecision([false], [1])));
        Assert.Throws<ArgumentException>(() => ProbabilityScores.AveragePrecision(labels, [1, 1, double.NaN, 1, 1]));
    }

    [Fact]
    public void Reliability_BaseRateForecast_HasNoSkillAndNoError()
    {
        bool[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 10 == 3)];
        ReliabilityResult result = ProbabilityScores.Reliability(labels, [.. Enumerable.Repeat(0.1, 100)]);
        Assert.Equal(0, result.BrierSkill, 1e-12);
        Assert.Equal(0, result.CalibrationError, 1e-12);
        Assert.Equal(0.1, result.BaseRate);
    }

    [Fact]
    public void Reliability_Oracle_HasSkillOne()
    {
        bool[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0)];
        ReliabilityResult result = ProbabilityScores.Reliability(labels, [.. labels.Select(l => l ? 1.0 : 0)]);
        Assert.Equal((0, 1, 0), (result.BrierScore, result.BrierSkill, result.CalibrationError));
        Assert.Throws<ArgumentException>(() => ProbabilityScores.Reliability([true], [1.1]));
    }

    [Fact]
    public void Quantile_BetweenOrderStatistics_IsLinear()
    {
        Assert.Equal(2.5, Quantile.Of([4, 1, 3, 2], 0.5));
        Assert.Equal(1, Quantile.Of([4, 1, 3, 2], 0));
        Assert.Equal(4, Quantile.Of([4, 1, 3, 2], 1));
        Assert.Equal(3.97, Quantile.Of([4, 1, 3, 2], 0.99), 12);
        Assert.Equal(7, Quantile.Of([7], 0.99));
        Assert.Throws<ArgumentException>(() => Quantile.Of([], 0.5));
    }

    [Theory]
    [InlineData(0, TrafficLightZone.Green)]
    [InlineData(4, TrafficLightZone.Green)]
    [InlineData(5, TrafficLightZone.Yellow)]
    [InlineData(9, TrafficLightZone.Yellow)]
    [InlineData(10, TrafficLightZone.Red)]
    public void TrafficLight_BaselTable_IsReproduced(int violations, TrafficLightZone zone) =>
        Assert.Equal(zone, TrafficLight.Of(violations, 250, 0.01));

    [Fact]
    public void DieboldMariano_SwappedLosses_FlipsTheSign()
    {
        SeededGenerator generator = new(3);
        double[] d = [.. Enumerable.Range(0, 300).Select(_ => 0.2 + Simulated.Normal(generator))];
        DieboldMarianoResult ab = DieboldMariano.Test(d, 2), ba = DieboldMariano.Test([.. d.Select(x => -x)], 2);
        Assert.Equal(-ab.StatisticHln, ba.StatisticHln, 1e-12);
        Assert.Equal(ab.PValue, ba.PValue, 1e-15);
        Assert.Equal(1, DieboldMariano.Test([.. Enumerable.Repeat(0.0, 50)], 2).PValue);
        Assert.Throws<ArgumentException>(() => DieboldMariano.Test([1, double.NaN], 1));
    }

    [Fact]
    public void MincerZarnowitz_WaldOnIndependentErrors_HasItsChiSquaredSize()
    {
        SeededGenerator generator = new(8);
        int rejected = 0;
        for (int run = 0; run < 400; run++)
        {
            double[] f = [.. Enumerable.Range(0, 400).Select(_ => Simulated.Normal(generator))];
            double[] y = [.. f.Select(x => x + Simulated.Normal(generator))];
            rejected += MincerZarnowitz.Regress(y, f, 0).PValue < 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected / 400.0, 0.02, 0.09);
    }

    [Fact]
    public void Coverage_ClusteredBreaches_RejectIndependence()
    {
        bool[] clustered = [.. Enumerable.Range(0, 1000).Select(i => i is >= 500 and < 510)];
        bool[] spread = [.. Enumerable.Range(0, 1000).Select(i => i % 100 == 50)];
        Assert.True(CoverageTests.Run(clustered, 0.01).IndependenceP < 1e-6);
        Assert.True(CoverageTests.Run(spread, 0.01).IndependenceP > 0.5);
        Assert.Equal(0, CoverageTests.Run(spread, 0.01).Unconditional, 1e-12);
        Assert.True(CoverageTests.Run(new bool[100], 0.01).Unconditional > 0);
    }

    [Fact]
    public void Fz0_TruePair_HasTheLowestMean()
    {
        SeededGenerator generator = new(5);
        double[] losses = [.. Enumerable.Range(0, 200_000).Select(_ => Simulated.Normal(generator))];
        double Mean(double v, double es) => losses.Average(l => TailScore.Fz0(l, v, es, 0.025));
        double truth = Mean(1.95996, 2.33780);
        Assert.True(truth < Mean(1.6, 2.33780) && truth < Mean(2.2, 2.33780));
        Assert.True(truth < Mean(1.95996, 2.0) && truth < Mean(1.95996, 2.8));
    }

    [Fact]
    public void Bootstrap_SameSeed_SameIntervalThatCovers()
    {
        SeededGenerator generator = new(6);
        int covered = 0;
        for (int run = 0; run < 100; run++)
        {
            double[] values = [.. Enumerable.Range(0, 300).Select(_ => Simulated.Normal(generator))];
            MeanInterval interval = StationaryBootstrap.OfMean(values, 6, 400, run);
            Assert.Equal(interval, StationaryBootstrap.OfMean(values, 6, 400, run));
            covered += interval.Lower <= 0 && interval.Upper >= 0 ? 1 : 0;
        }

        Assert.InRange(covered, 86, 100);
    }

    [Fact]
    public void Resample_LongDraw_HasTheMeanBlockAndUniformRows()
    {
        int[] rows = new int[200_000];
        StationaryBootstrap.Resample(new SeededGenerator(1), 20, rows);
        int breaks = Enumerable.Range(1, rows.Length - 1).Count(i => rows[i] != (rows[i - 1] + 1) % rows.Length);
        Assert.InRange(rows.Length / (double)breaks, 19, 21);
        Assert.InRange(rows.Average() / rows.Length, 0.47, 0.53);
    }

    [Fact]
    public void Generator_KnownSeed_GivesTheReferenceStream()
    {
        SeededGenerator generator = new(0);
        Assert.Equal(0x99EC5F36CB75F2B4UL, generator.NextBits());
        Assert.Equal(0xBF6E1F784956452AUL, generator.NextBits());
    }
}
