using Dms.Predictive.Core;
using MathNet.Numerics;
using Xunit.Abstractions;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>How often detectors cry wolf, against what their rule says.</summary>
public class FalseAlarmTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(90, AnomalySide.Positive, 1)]
    [InlineData(90, AnomalySide.TwoSided, 2)]
    [InlineData(95, AnomalySide.Negative, 1)]
    public void Spike_NormalScoresAndALongHistory_RateIsThatOfTheWiderKernel(double confidence, AnomalySide side, int sides)
    {
        const int History = 500, Judged = 25_000;
        int alerts = Alerts(SpikeDetector.Iid(confidence, History, side), SampleSignals.Noise(Judged + History, 31), History);
        double tail = 1 - (confidence / 100);
        double expected = sides * PinnedNormal.Cumulative(Math.Sqrt(2) * PinnedNormal.Quantile(tail));
        double spread = Math.Sqrt(expected * (1 - expected) / Judged);
        output.WriteLine($"{confidence} {side}: {alerts / (double)Judged:P3}, expected {expected:P3} ± {1.96 * spread:P3}");
        Assert.InRange(alerts / (double)Judged, expected - (3.3 * spread), expected + (3.3 * spread));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(95)]
    [InlineData(99)]
    public void Spike_ManySeriesWithoutHeavyTails_RateStaysBelowTheStatedOne(double confidence)
    {
        foreach ((string shape, Func<double, double> draw) in Shapes)
        {
            int alerts = 0;
            const int Series = 200, History = 30, Judged = 200;
            for (int seed = 0; seed < Series; seed++)
            {
                double[] values = [.. SampleSignals.Noise(History + Judged, seed).Select(draw)];
                alerts += Alerts(SpikeDetector.Iid(confidence, History, AnomalySide.Positive), values, History);
            }

            double rate = alerts / (double)(Series * Judged);
            double stated = 1 - (confidence / 100);
            output.WriteLine($"{confidence} {shape}: {rate:P3} of {stated:P1} stated");
            Assert.InRange(rate, 0, stated + (3.3 * Math.Sqrt(stated * (1 - stated) / (Series * Judged))));
        }
    }

    [Theory]
    [InlineData(80, 8)]
    [InlineData(90, 20)]
    public void Martingale_UniformPValues_RateIsThatOfTheirGeometricMean(double confidence, int window)
    {
        // −Σ ln(2p) over W uniform p on (0, ½] is Gamma(W, 1); the power bet alerts where the geometric mean is at most q.
        const int Windows = 20_000;
        double q = 1 - (confidence / 100);
        SeededGenerator generator = new(5);
        int reached = 0;
        for (int i = 0; i < Windows; i++)
        {
            WindowedMartingale martingale = new(window, MartingaleType.Power, 0.1);
            double logs = 0;
            for (int t = 0; t < window; t++)
            {
                double p = (generator.NextUniform() + 1e-17) / 2;
                logs += Math.Log(p);
                martingale.Append(p);
            }

            bool alert = martingale.LogProduct >= martingale.LogProductAt(q);
            Assert.Equal(logs / window <= Math.Log(q), alert);
            reached += alert ? 1 : 0;
        }

        double expected = SpecialFunctions.GammaUpperRegularized(window, -window * Math.Log(2 * q));
        double spread = Math.Sqrt(expected * (1 - expected) / Windows);
        output.WriteLine($"{confidence} {window}: {reached / (double)Windows:P3}, expected {expected:P3}");
        Assert.InRange(reached / (double)Windows, expected - (3.3 * spread), expected + (3.3 * spread));
    }

    [Theory]
    [InlineData(80, 8)]
    [InlineData(90, 10)]
    [InlineData(95, 20)]
    public void ChangePoint_ManySeriesWithoutChange_RateStaysBelowTheLawOfUniformPValues(double confidence, int window)
    {
        foreach ((string shape, Func<double, double> draw) in Shapes)
        {
            int reached = 0, judged = 0;
            for (int seed = 0; seed < 60; seed++)
            {
                ChangePointDetector detector = ChangePointDetector.Iid(new ChangePointRule(confidence, window));
                double[] values = [.. SampleSignals.Noise(60 * window, seed).Select(draw)];
                for (int t = 0; t < values.Length; t++)
                {
                    _ = detector.Append(values[t]);
                    if (t >= 2 * window && (t + 1) % window == 0)
                    {
                        judged++;
                        reached += detector.LogMartingale >= detector.LogThreshold ? 1 : 0;
                    }
                }
            }

            double law = SpecialFunctions.GammaUpperRegularized(window, -window * Math.Log(2 * (1 - (confidence / 100))));
            output.WriteLine($"{confidence} W={window} {shape}: {reached / (double)judged:P3} of {law:P3}");
            Assert.InRange(reached / (double)judged, 0, law + (3.3 * Math.Sqrt(law * (1 - law) / judged)) + 1e-4);
        }
    }

    private static readonly (string Name, Func<double, double> Draw)[] Shapes =
    [
        ("normal", z => z),
        ("uniform", PinnedNormal.Cumulative),
    ];

    [Fact]
    public void Detectors_ScoresWithHeavyTails_AlertMoreOftenThanTheRuleSays()
    {
        // One extreme score among calm ones is the smallest p-value there is, and a product of bets does not outlive it.
        int spikes = 0, changes = 0, judged = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            double[] values = [.. SampleSignals.Noise(230, seed).Select(z => z * z * z)];
            spikes += Alerts(SpikeDetector.Iid(99, 30, AnomalySide.Positive), values, 30);
            ChangePointDetector detector = ChangePointDetector.Iid(new ChangePointRule(90, 10));
            changes += values.Count(v => detector.Append(v).IsAlert);
            judged += 200;
        }

        output.WriteLine($"spikes {spikes / (double)judged:P2} of 1 % stated, change points {1000.0 * changes / judged:F1} in 1,000");
        Assert.InRange(spikes / (double)judged, 0.012, 0.025);
        Assert.InRange(1000.0 * changes / judged, 20, 60);
    }

    [Fact]
    public void ChangePoint_ConfidenceEightyOverFifty_FindsThreeDeviationsAndIsSilentWithoutChange()
    {
        const int Window = 50, Series = 200;
        int found = 0, early = 0, delay = 0;
        for (int seed = 0; seed < Series; seed++)
        {
            ChangePointDetector detector = ChangePointDetector.Iid(new ChangePointRule(80, Window));
            double[] noise = SampleSignals.Noise(6 * Window, seed);
            int first = -1;
            for (int t = 0; t < noise.Length; t++)
            {
                bool alert = detector.Append(noise[t] + (t >= 5 * Window ? 3 : 0)).IsAlert;
                early += alert && t >= 2 * Window && t < 5 * Window ? 1 : 0;
                first = alert && t >= 5 * Window && first < 0 ? t - (5 * Window) : first;
            }

            (found, delay) = first < 0 ? (found, delay) : (found + 1, delay + first);
        }

        output.WriteLine($"found {found} of {Series} after {delay / (double)found:F1} observations; false {1000.0 * early / (Series * 3 * Window):F2} in 1,000");
        Assert.InRange(found, 195, Series);
        Assert.InRange(delay / (double)found, 0, 10);
        Assert.InRange(1000.0 * early / (Series * 3 * Window), 0, 0.5);
    }

    private static int Alerts(SpikeDetector detector, double[] values, int warmUp)
    {
        int alerts = 0;
        for (int t = 0; t < values.Length; t++)
        {
            alerts += detector.Append(values[t]).IsAlert && t >= warmUp ? 1 : 0;
        }

        return alerts;
    }
}
