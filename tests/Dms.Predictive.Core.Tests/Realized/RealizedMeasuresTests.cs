using CsCheck;

namespace Dms.Predictive.Core.Tests;

public sealed class RealizedMeasuresTests
{
    private static readonly Gen<double[]> GenReturns = Gen.Double[-5, 5].Array[3, 200];

    [Fact]
    public void Of_AnyReturns_EqualsTheFormulasTermByTerm() => GenReturns.Sample(r =>
    {
        RealizedMeasures m = RealizedMeasures.Of(r);
        double[] a = [.. r.Select(Math.Abs)];
        double n = r.Length;
        double mu = Math.Pow(2, 2.0 / 3) * 0.92771933363003920 / Math.Sqrt(Math.PI);
        Close(r.Sum(x => x * x), m.RealizedVariance);
        Close(Math.PI / 2 * n / (n - 1) * Pairs(a, (x, y) => x * y), m.BipowerVariation);
        Close(Math.PI / (Math.PI - 2) * n / (n - 1) * Pairs(a, (x, y) => Math.Pow(Math.Min(x, y), 2)),
            m.MinimumRealizedVariance);
        Close(Math.PI / (6 - (4 * Math.Sqrt(3)) + Math.PI) * n / (n - 2)
            * Triples(a, t => Math.Pow(t.Order().ElementAt(1), 2)), m.MedianRealizedVariance);
        Close(n * Math.Pow(mu, -3) * n / (n - 2) * Triples(a, t => Math.Pow(t[0] * t[1] * t[2], 4.0 / 3)),
            m.TripowerQuarticity);
        Close(n / 3 * r.Sum(x => Math.Pow(x, 4)), m.RealizedQuarticity);
        Close(r.Where(x => x > 0).Sum(x => x * x), m.UpsideSemivariance);
        Close(r.Where(x => x < 0).Sum(x => x * x), m.DownsideSemivariance);
        Assert.Equal(r.Count(x => x == 0) / n, m.ZeroReturnShare);
    });

    [Fact]
    public void Semivariances_AnyReturns_SumToTheVariance() => GenReturns.Sample(r =>
    {
        RealizedMeasures m = RealizedMeasures.Of(r), flipped = RealizedMeasures.Of([.. r.Select(x => -x)]);
        Close(m.RealizedVariance, m.UpsideSemivariance + m.DownsideSemivariance);
        Assert.Equal(m.SignedJumpVariation, -flipped.SignedJumpVariation);
        Assert.Equal(m.BipowerVariation, flipped.BipowerVariation);
    });

    [Fact]
    public void Measures_OfAllAndOfAnyScale_AreHomogeneous() => GenReturns.Sample(r =>
    {
        RealizedMeasures m = RealizedMeasures.Of(r), twice = RealizedMeasures.Of([.. r.Select(x => 2 * x)]);
        Assert.Equal(4 * m.RealizedVariance, twice.RealizedVariance);
        Assert.Equal(4 * m.MedianRealizedVariance, twice.MedianRealizedVariance);
        Assert.Equal(16 * m.RealizedQuarticity, twice.RealizedQuarticity);
        Close(16 * m.TripowerQuarticity, twice.TripowerQuarticity);
    });

    /// <summary>Under a constant variance every measure of variance estimates it; the tolerances are four standard
    /// errors of the least efficient (MinRV, 3.81·σ⁴/n).</summary>
    [Fact]
    public void Measures_ConstantVariance_AreUnbiased()
    {
        RealizedMeasures m = RealizedMeasures.Of(SeededReturns.Normal(11, 200_000, 0.1));
        double expected = 200_000 * 0.01, tolerance = 4 * expected * Math.Sqrt(3.81 / 200_000);
        Assert.Equal(expected, m.RealizedVariance, tolerance);
        Assert.Equal(expected, m.BipowerVariation, tolerance);
        Assert.Equal(expected, m.MedianRealizedVariance, tolerance);
        Assert.Equal(expected, m.MinimumRealizedVariance, tolerance);
        Assert.Equal(1, m.RealizedQuarticity / (expected * expected), 0.02);
        Assert.Equal(1, m.TripowerQuarticity / (expected * expected), 0.03);
    }

    [Fact]
    public void JumpRobustMeasures_OneLargeReturn_HardlyMove()
    {
        double[] returns = SeededReturns.Normal(12, 1440, 0.05);
        RealizedMeasures before = RealizedMeasures.Of(returns);
        returns[700] += 3;
        RealizedMeasures after = RealizedMeasures.Of(returns);
        Assert.True(after.RealizedVariance > 2 * before.RealizedVariance);
        Assert.Equal(1, after.MedianRealizedVariance / before.MedianRealizedVariance, 0.02);
        Assert.Equal(1, after.MinimumRealizedVariance / before.MinimumRealizedVariance, 0.02);
        Assert.True(after.BipowerVariation < 1.2 * before.BipowerVariation);
    }

    [Fact]
    public void Of_TooFewReturns_IsUndefinedAndNotZero()
    {
        RealizedMeasures none = RealizedMeasures.Of([]), one = RealizedMeasures.Of([1]), two = RealizedMeasures.Of([1, 2]);
        Assert.Equal(0, none.RealizedVariance);
        Assert.True(double.IsNaN(none.ZeroReturnShare));
        Assert.True(double.IsNaN(one.BipowerVariation) && double.IsNaN(one.MinimumRealizedVariance));
        Assert.Equal(Math.PI / 2 * 2 * 2, two.BipowerVariation, 1e-14);
        Assert.True(double.IsNaN(two.MedianRealizedVariance) && double.IsNaN(two.TripowerQuarticity));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AnyMeasure_ReturnThatIsNoNumber_IsRefused(double bad)
    {
        double[] returns = [.. SeededReturns.Normal(1, 50), bad];
        Assert.Throws<ArgumentOutOfRangeException>(() => RealizedMeasures.Of(returns));
        Assert.Throws<ArgumentOutOfRangeException>(() => SubsampledVariance.Of(returns, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => RealizedKernel.Of(returns, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => RealizedCovariance.Of(returns, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LeeMyklandDetector.Judge(returns, LeeMyklandLimits.Of(50)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RollingReturns(3).Append(bad));
    }

    [Fact]
    public void Accumulator_Cleared_StartsAfresh()
    {
        double[] returns = SeededReturns.Normal(3, 90, 1, 0.1);
        RealizedAccumulator accumulator = new();
        Array.ForEach(SeededReturns.Normal(4, 50), accumulator.Append);
        accumulator.Clear();
        Array.ForEach(returns, accumulator.Append);
        Assert.Equal(RealizedMeasures.Of(returns), accumulator.Current);
    }

    [Fact]
    public void RollingReturns_EveryBar_GiveTheBitsOfTheBatch()
    {
        double[] returns = SeededReturns.Normal(5, 700, 1, 0.2);
        RollingReturns window = new(60);
        for (int t = 0; t < returns.Length; t++)
        {
            window.Append(returns[t]);
            double[] expected = returns[Math.Max(0, t - 59)..(t + 1)];
            Assert.Equal(expected, window.Values.ToArray());
            Assert.Equal(RealizedMeasures.Of(expected), RealizedMeasures.Of(window.Values));
        }

        Assert.True(window.IsFull);
    }

    private static void Close(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-12 * Math.Max(1e-3, Math.Abs(expected)));

    private static double Pairs(double[] a, Func<double, double, double> f) => a.Zip(a.Skip(1), f).Sum();

    private static double Triples(double[] a, Func<double[], double> f) =>
        Enumerable.Range(0, a.Length - 2).Sum(i => f(a[i..(i + 3)]));
}
