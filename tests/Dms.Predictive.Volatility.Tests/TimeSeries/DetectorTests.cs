using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public class DetectorTests
{
    [Fact]
    public void Spike_InsideTheRangeOfACycle_IsFoundBySsaAndNotByTheIidDetector()
    {
        double[] series = SampleSignals.Sum(SampleSignals.Sinusoids(600, 0, (24, 1, 0)), SampleSignals.Noise(600, 6), 0.05);
        series[438] += 0.9; // at a trough of the cycle: no higher than its middle
        SpikeDetector ssa = SpikeDetector.BySsa(series.AsSpan(0, 240), new DetectSpikeBySsaOptions
        {
            Confidence = 99.9,
            PvalueHistoryLength = 60,
            TrainingWindowSize = 240,
            SeasonalityWindowSize = 48,
        });
        SpikeDetector iid = SpikeDetector.Iid(99.9, 60);
        List<int> bySsa = [], byIid = [];
        for (int t = 240; t < 600; t++)
        {
            (ssa.Append(series[t]).IsAlert ? bySsa : []).Add(t);
            (iid.Append(series[t]).IsAlert ? byIid : []).Add(t);
        }

        Assert.Equal([438], bySsa);
        Assert.Empty(byIid);
    }

    [Theory]
    [InlineData(AnomalySide.Positive, new[] { 100 })]
    [InlineData(AnomalySide.Negative, new[] { 150 })]
    [InlineData(AnomalySide.TwoSided, new[] { 100, 150 })]
    public void Spike_Side_ChoosesWhatCounts(AnomalySide side, int[] expected)
    {
        double[] series = SampleSignals.Noise(200, 3);
        (series[100], series[150]) = (12, -12);
        SpikeDetector detector = SpikeDetector.Iid(99.9, 40, side);
        Assert.Equal(expected, Enumerable.Range(0, 200).Where(t => detector.Append(series[t]).IsAlert));
    }

    [Theory]
    [InlineData(MartingaleType.Power)]
    [InlineData(MartingaleType.Mixture)]
    public void ChangePoint_ShiftOfLevel_AlertsWithinAFewObservationsAndStaysSilentForTheWindow(MartingaleType type)
    {
        double[] series = SampleSignals.Noise(400, 11);
        for (int t = 250; t < 400; t++)
        {
            series[t] += 6;
        }

        ChangePointDetector detector = ChangePointDetector.Iid(new ChangePointRule(80, 50, type));
        int[] alerts = [.. Enumerable.Range(0, 400).Where(t => detector.Append(series[t]).IsAlert)];

        // The first verdicts of all rest on p-values against a handful of scores.
        Assert.InRange(alerts.First(t => t >= 100), 250, 254);
        Assert.All(alerts.Zip(alerts.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 50, 400));
    }

    [Fact]
    public void ChangePoint_CycleThatChangesItsPeriod_IsFoundBySsa()
    {
        double[] clean = [.. SampleSignals.Sinusoids(500, 0, (12, 1, 0)), .. SampleSignals.Sinusoids(200, 0, (17, 1, 0))];
        double[] series = SampleSignals.Sum(clean, SampleSignals.Noise(700, 2), 0.05);
        ChangePointDetector detector = ChangePointDetector.BySsa(series.AsSpan(0, 240), new DetectChangePointBySsaOptions
        {
            Confidence = 80,
            ChangeHistoryLength = 50,
            TrainingWindowSize = 240,
            SeasonalityWindowSize = 24,
        });
        int[] alerts = [.. Enumerable.Range(240, 460).Where(t => detector.Append(series[t]).IsAlert)];
        Assert.InRange(alerts[0], 500, 512);
    }

    [Theory]
    [InlineData(ErrorFunction.SignedDifference, -0.5)]
    [InlineData(ErrorFunction.AbsoluteDifference, 0.5)]
    [InlineData(ErrorFunction.SignedProportion, -0.25)]
    [InlineData(ErrorFunction.AbsoluteProportion, 0.25)]
    [InlineData(ErrorFunction.SquaredDifference, 0.25)]
    public void Spike_ErrorFunction_IsTheRawScore(ErrorFunction function, double expected)
    {
        double[] constant = [.. Enumerable.Repeat(2.0, 40)];
        SpikeDetector detector = SpikeDetector.BySsa(constant, Options with { ErrorFunction = function });
        Assert.Equal(expected, detector.Append(1.5).RawScore, 1e-12);
        SpikeDetector zero = SpikeDetector.BySsa(new double[40], Options with { ErrorFunction = ErrorFunction.SignedProportion });
        Assert.Equal(0, zero.Append(1.5).RawScore);
    }

    [Fact]
    public void Detectors_CutAndContinued_EqualTheWholeBitForBit()
    {
        double[] series = SampleSignals.Noise(500, 14);
        (series[70], series[300]) = (double.NaN, 9);
        SpikeDetector spike = SpikeDetector.BySsa(series.AsSpan(0, 60), Options);
        ChangePointDetector change = ChangePointDetector.BySsa(series.AsSpan(0, 60), ChangeOptions);
        SpikeDetector spikes = SpikeDetector.Restore(spike.Save());
        ChangePointDetector changes = ChangePointDetector.Restore(change.Save());
        for (int t = 60; t < 500; t++)
        {
            Assert.Equal(spike.Append(series[t]), spikes.Append(series[t]));
            Assert.Equal(change.Append(series[t]), changes.Append(series[t]));
            spikes = SpikeDetector.Restore(spikes.Save());
            changes = ChangePointDetector.Restore(changes.Save());
        }

        Assert.Equal(spike.Save(), spikes.Save());
        Assert.Equal(change.Save(), changes.Save());
    }

    [Fact]
    public void Detectors_Allocation_IsZero()
    {
        double[] series = SampleSignals.Noise(400, 14);
        SpikeDetector spike = SpikeDetector.BySsa(series, Options);
        ChangePointDetector change = ChangePointDetector.BySsa(series, ChangeOptions);
        _ = (spike.Append(0), change.Append(0));
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (double value in series)
        {
            _ = spike.Append(value);
            _ = change.Append(value);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Detectors_ConstantSeries_StayCalmUntilItEnds()
    {
        SpikeDetector spike = SpikeDetector.Iid(99, 10);
        ChangePointDetector change = ChangePointDetector.Iid(new ChangePointRule(99, 10));
        for (int t = 0; t < 50; t++)
        {
            SpikeScore calm = spike.Append(7);
            Assert.Equal((false, 0.5), (calm.IsAlert, calm.PValue));
            Assert.False(change.Append(7).IsAlert);
        }

        Assert.Equal(new SpikeScore(true, 7.001, 1e-8), spike.Append(7.001));
    }

    [Fact]
    public void Detectors_OutlierOfAMillionDeviations_LeavesNothingBehindWhenItHasLeft()
    {
        double[] series = SampleSignals.Noise(300, 15);
        double[] spoiled = [.. series];
        spoiled[120] = 1e6;
        (SpikeDetector a, SpikeDetector b) = (SpikeDetector.Iid(99, 30), SpikeDetector.Iid(99, 30));
        (ChangePointDetector c, ChangePointDetector d) = (
            ChangePointDetector.Iid(new ChangePointRule(95, 30)), ChangePointDetector.Iid(new ChangePointRule(95, 30)));
        for (int t = 0; t < 300; t++)
        {
            (SpikeScore clean, SpikeScore met) = (a.Append(series[t]), b.Append(spoiled[t]));
            Assert.Equal(t == 120, met.IsAlert && !clean.IsAlert);
            ChangePointScore change = c.Append(series[t]), changed = d.Append(spoiled[t]);
            Assert.True(double.IsFinite(changed.MartingaleScore));
            if (t > 181)
            {
                Assert.Equal(clean, met);
                Assert.Equal(change.PValue, changed.PValue);
                Assert.Equal(change.MartingaleScore, changed.MartingaleScore, change.MartingaleScore * 1e-12);
            }
        }
    }

    [Fact]
    public void Detectors_MissingOrImpossibleNumbers_ChangeNothing()
    {
        SpikeDetector spike = SpikeDetector.Iid(95, 10);
        ChangePointDetector change = ChangePointDetector.Iid(new ChangePointRule(95, 10));
        _ = (spike.Append(1), change.Append(1));
        (byte[] spikes, byte[] changes) = (spike.Save(), change.Save());
        Assert.Equal(new SpikeScore(false, double.NaN, double.NaN), spike.Append(double.NaN));
        Assert.Equal([0, double.NaN, double.NaN, double.NaN], change.Append(double.NaN).ToVector());
        Assert.Throws<ArgumentOutOfRangeException>(() => spike.Append(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => change.Append(-1e80));
        Assert.Equal(spikes, spike.Save());
        Assert.Equal(changes, change.Save());
    }

    [Fact]
    public void Rules_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SpikeDetector.Iid(100.1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpikeDetector.Iid(double.NaN, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpikeDetector.Iid(95, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpikeDetector.Iid(95, 10, (AnomalySide)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChangePointDetector.Iid(new ChangePointRule(-1, 10)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChangePointDetector.Iid(new ChangePointRule(95, 10, MartingaleType.Power, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpikeDetector.BySsa(new double[50], Options with { SeasonalityWindowSize = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpikeDetector.BySsa(new double[50], Options with { ErrorFunction = (ErrorFunction)9 }));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(100, false)]
    public void Detectors_ConfidenceAtItsEnds_AlertAlwaysOrNever(double confidence, bool alerts)
    {
        SpikeDetector spike = SpikeDetector.Iid(confidence, 5);
        ChangePointDetector change = ChangePointDetector.Iid(new ChangePointRule(confidence, 5));
        double[] series = [.. SampleSignals.Noise(20, 1), 1e6];
        SpikeScore[] scores = [.. series.Select(spike.Append)];
        Assert.All(scores.Skip(4), s => Assert.Equal(alerts, s.IsAlert));
        Assert.Equal(alerts ? 4 : 0, series.Select(change.Append).Count(s => s.IsAlert));
    }

    [Fact]
    public void Detectors_DamagedOrForeignState_IsRefused()
    {
        byte[] spike = SpikeDetector.Iid(95, 10).Save();
        byte[] change = ChangePointDetector.Iid(new ChangePointRule(95, 10)).Save();
        Assert.Throws<InputRefusedException>(() => SpikeDetector.Restore(change));
        Assert.Throws<InputRefusedException>(() => ChangePointDetector.Restore(spike));
        for (int at = 0; at < change.Length; at++)
        {
            byte[] damaged = [.. change];
            damaged[at] ^= 1;
            Assert.Throws<InputRefusedException>(() => ChangePointDetector.Restore(damaged));
        }
    }

    private static readonly DetectSpikeBySsaOptions Options = new()
    {
        Confidence = 99,
        PvalueHistoryLength = 25,
        TrainingWindowSize = 40,
        SeasonalityWindowSize = 8,
    };

    private static readonly DetectChangePointBySsaOptions ChangeOptions = new()
    {
        Confidence = 95,
        ChangeHistoryLength = 25,
        TrainingWindowSize = 40,
        SeasonalityWindowSize = 8,
    };
}
