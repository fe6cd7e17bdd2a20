using CsCheck;

namespace Dms.Predictive.Core.Tests;

/// <summary>Subsampled variance, ranges and the realized kernel.</summary>
public sealed class SampledVarianceTests
{
    private static readonly Gen<double[]> GenReturns = Gen.Double[-5, 5].Array[40, 200];

    [Fact]
    public void Subsampled_AnyReturns_EqualsItsDefinition() => Gen.Select(GenReturns, Gen.Int[1, 20]).Sample((r, k) =>
    {
        double sum = 0;
        for (int offset = 0; offset < k; offset++)
        {
            double[] blocks = [.. Enumerable.Range(0, (r.Length - offset) / k)
                .Select(b => r.Skip(offset + (b * k)).Take(k).Sum())];
            sum += blocks.Sum(x => x * x) * r.Length / (k * blocks.Length);
        }

        Assert.Equal(sum / k, SubsampledVariance.Of(r, k).Value, 1e-10 * sum);
    });

    [Fact]
    public void Subsampled_OneBar_IsTheRealizedVariance() => GenReturns.Sample(r =>
        Assert.Equal(RealizedMeasures.Of(r).RealizedVariance, SubsampledVariance.Of(r, 1).Value, 1e-12 * r.Length * 25));

    [Fact]
    public void Subsampled_FewerReturnsThanEveryOffsetNeeds_IsUndefined()
    {
        Assert.True(double.IsNaN(SubsampledVariance.Of(SeededReturns.Normal(1, 8), 5).Value));
        Assert.True(SubsampledVariance.Of(SeededReturns.Normal(1, 9), 5).Value > 0);
    }

    [Fact]
    public void Streaming_EveryBar_HasTheBitsOfTheBatchAndItsZeroShare()
    {
        double[] returns = SeededReturns.Normal(7, 300, 1, 0.3);
        SubsampledVariance subsampled = new(5);
        RealizedKernel kernel = new(12);
        for (int t = 0; t < returns.Length; t++)
        {
            subsampled.Append(returns[t]);
            kernel.Append(returns[t]);
            ReadOnlySpan<double> past = returns.AsSpan(0, t + 1);
            Assert.Equal(SubsampledVariance.Of(past, 5), subsampled.Current);
            Assert.Equal(RealizedKernel.Of(past, 12), kernel.Current);
            Assert.Equal(RealizedMeasures.Of(past).ZeroReturnShare, kernel.Current.ZeroReturnShare);
        }

        subsampled.Clear();
        kernel.Clear();
        Array.ForEach(returns, subsampled.Append);
        Array.ForEach(returns, kernel.Append);
        Assert.Equal(SubsampledVariance.Of(returns, 5), subsampled.Current);
        Assert.Equal(RealizedKernel.Of(returns, 12), kernel.Current);
    }

    [Fact]
    public void Kernel_AnyReturns_EqualsItsDefinitionAndIsNeverNegative() =>
        Gen.Select(GenReturns, Gen.Int[0, 60]).Sample((r, bandwidth) =>
        {
            double Gamma(int h) => r.Skip(h).Zip(r, (x, y) => x * y).Sum();
            double Weight(double x) => x <= 0.5 ? 1 - (6 * x * x) + (6 * Math.Pow(x, 3)) : 2 * Math.Pow(1 - x, 3);
            double raw = Gamma(0)
                + (2 * Enumerable.Range(1, bandwidth).Sum(h => Weight(h / (bandwidth + 1.0)) * Gamma(h)));
            double kernel = RealizedKernel.Of(r, bandwidth).Value;
            Assert.Equal(Math.Max(0, raw), kernel, 1e-10 * Gamma(0));
            Assert.True(raw > -1e-10 * Gamma(0), "Parzen weights make the kernel non-negative.");
        });

    [Fact]
    public void Kernel_NoBandwidth_IsTheRealizedVariance() => GenReturns.Sample(r =>
        Assert.Equal(RealizedMeasures.Of(r).RealizedVariance, RealizedKernel.Of(r, 0).Value));

    /// <summary>Prices seen with independent noise: the realized variance counts the noise twice per bar, the kernel
    /// with its own bandwidth does not.</summary>
    [Fact]
    public void Kernel_NoisyPrices_SeesThroughTheNoise()
    {
        const int n = 23_400;
        double[] efficient = SeededReturns.Normal(21, n, 1 / Math.Sqrt(n)), noise = SeededReturns.Normal(22, n + 1, 0.01);
        double[] returns = [.. efficient.Select((r, t) => r + noise[t + 1] - noise[t])];
        int bandwidth = RealizedKernel.BandwidthOf(returns);
        Assert.InRange(RealizedMeasures.Of(returns).RealizedVariance, 5, 6.5);
        Assert.InRange(bandwidth, 20, 400);
        Assert.Equal(1, RealizedKernel.Of(returns).Value, 0.2);
    }

    [Fact]
    public void Bandwidth_GivenReturns_FollowsTheRule()
    {
        double[] r = SeededReturns.Normal(9, 1440, 0.05);
        double noise = r.Sum(x => x * x) / (2 * 1440), integrated = SubsampledVariance.Of(r, 20).Value;
        double expected = Math.Ceiling(3.5134 * Math.Pow(Math.Sqrt(noise / integrated), 0.8) * Math.Pow(1440, 0.6));
        Assert.Equal(expected, RealizedKernel.BandwidthOf(r));
        Assert.Equal(0, RealizedKernel.BandwidthOf(new double[100]));
        Assert.Throws<ArgumentException>(() => RealizedKernel.BandwidthOf(r.AsSpan(0, 38)));
        double[] pairs = [.. Enumerable.Range(0, 2).SelectMany(o =>
            Enumerable.Range(0, (1440 - o) / 2).Select(b => r[o + (2 * b)] + r[o + (2 * b) + 1]))];
        double slow = pairs[..720].Sum(x => x * x) / (4 * 720) + (pairs[720..].Sum(x => x * x) / (4 * 719));
        expected = Math.Ceiling(3.5134 * Math.Pow(slow / integrated, 0.4) * Math.Pow(1440, 0.6));
        Assert.Equal(expected, RealizedKernel.BandwidthOf(r, noiseBars: 2));
    }

    [Fact]
    public void Ranges_KnownBar_EqualTheFormulas()
    {
        RangeMeasures m = RangeMeasures.Of([new(default, 100, 110, 95, 105, 1)]);
        double hl = Math.Log(110.0 / 95), co = Math.Log(105.0 / 100);
        Assert.Equal(hl * hl / (4 * Math.Log(2)), m.Parkinson, 1e-15);
        Assert.Equal((0.5 * hl * hl) - (((2 * Math.Log(2)) - 1) * co * co), m.GarmanKlass, 1e-15);
        double rs = (Math.Log(110.0 / 105) * Math.Log(1.1)) + (Math.Log(95.0 / 105) * Math.Log(0.95));
        Assert.Equal(rs, m.RogersSatchell, 1e-15);
        Assert.Equal(0, m.ZeroReturnShare);
    }

    /// <summary>Bars of a random walk with a drift: Rogers-Satchell keeps the variance, the others count the drift as
    /// spread. 2,000 steps hide about 3 % of a squared range; four standard errors of Parkinson's are 6 %.</summary>
    [Fact]
    public void Ranges_RandomWalkWithDrift_EstimateItsVariance()
    {
        (RangeMeasures still, _) = Walk(31, 0);
        Assert.InRange(still.Parkinson / 2000, 0.91, 1.03);
        Assert.InRange(still.GarmanKlass / 2000, 0.91, 1.03);
        Assert.InRange(still.RogersSatchell / 2000, 0.91, 1.03);
        (RangeMeasures drifting, Bar[] bars) = Walk(31, 1);
        Assert.InRange(drifting.RogersSatchell / 2000, 0.91, 1.03);
        Assert.True(drifting.Parkinson / 2000 > 1.2);
        RangeAccumulator streaming = new();
        for (int t = 0; t < bars.Length; t++)
        {
            streaming.Append(bars[t]);
            Assert.Equal(RangeMeasures.Of(bars.AsSpan(0, t + 1)), streaming.Current);
        }
    }

    [Theory]
    [InlineData(100, 99, 95, 97)]
    [InlineData(100, 110, 101, 105)]
    [InlineData(100, double.PositiveInfinity, 95, 105)]
    [InlineData(100, 110, 0, 105)]
    [InlineData(double.NaN, 110, 95, 105)]
    public void Ranges_BarOutOfOrder_IsRefused(double open, double high, double low, double close) =>
        Assert.Throws<ArgumentException>(() => RangeMeasures.Of([new(default, open, high, low, close, 0)]));

    /// <summary>2,000 bars of variance 1e-4 (one per ten thousand, reported × 1e4) with 2,000 steps each.</summary>
    private static (RangeMeasures PerTenThousand, Bar[] Bars) Walk(int seed, double driftPerDeviation)
    {
        const int steps = 2000;
        Random random = new(seed);
        double price = 0;
        Bar[] bars = new Bar[2000];
        for (int t = 0; t < bars.Length; t++)
        {
            double open = price, high = price, low = price;
            for (int s = 0; s < steps; s++)
            {
                price += 0.01 * ((SeededReturns.Gaussian(random) / Math.Sqrt(steps)) + (driftPerDeviation / steps));
                (high, low) = (Math.Max(high, price), Math.Min(low, price));
            }

            bars[t] = new(default, Math.Exp(open), Math.Exp(high), Math.Exp(low), Math.Exp(price), 0);
        }

        RangeMeasures m = RangeMeasures.Of(bars);
        return (m with
        {
            Parkinson = m.Parkinson * 1e4,
            GarmanKlass = m.GarmanKlass * 1e4,
            RogersSatchell = m.RogersSatchell * 1e4,
        }, bars);
    }
}
