using CsCheck;

namespace Dms.Predictive.Core.Tests.Numerics;

public sealed class PinnedNormalTests
{
    [Fact]
    public void Cumulative_AgainstFiftyDigits_WithinTwoUlp() =>
        Assert.InRange(ReferenceRow.LargestUlp("cdf", r => PinnedNormal.Cumulative(r.X)), 0, 2);

    [Fact]
    public void Density_AgainstFiftyDigits_WithinTwoUlp() =>
        Assert.InRange(ReferenceRow.LargestUlp("pdf", r => PinnedNormal.Density(r.X)), 0, 2);

    [Fact]
    public void Erfc_AgainstFiftyDigits_WithinThreeUlp() =>
        Assert.InRange(ReferenceRow.LargestUlp("erfc", r => PinnedNormal.Erfc(r.X)), 0, 3);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NaN, double.NaN)]
    public void Cumulative_AtTheEdges_IsExact(double x, double expected) =>
        Assert.Equal(expected, PinnedNormal.Cumulative(x));

    [Fact]
    public void Cumulative_BothSides_AddUpToOne() =>
        Gen.Double[-9, 9].Sample(x =>
            Math.Abs(PinnedNormal.Cumulative(x) + PinnedNormal.Cumulative(-x) - 1) <= 2.3e-16);

    [Fact]
    public void Quantile_OfCumulative_ReturnsTheArgument() =>
        Gen.Double[-37, 5].Sample(x =>
        {
            double error = Math.Abs(PinnedNormal.Quantile(PinnedNormal.Cumulative(x)) - x);
            double flatness = x > 0 ? 1.2e-16 / PinnedNormal.Density(x) : 0;     // what rounding near 1 takes away
            return error <= (4 * 2.3e-16 * Math.Max(Math.Abs(x), 1)) + flatness;
        });

    [Theory]
    [InlineData(0.99, 2.3263478740408411)]
    [InlineData(0.975, 1.9599639845400542)]
    [InlineData(0.5, 0)]
    public void Quantile_KnownLevels_MatchTables(double p, double expected) =>
        Assert.Equal(expected, PinnedNormal.Quantile(p), 1e-15);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Quantile_NotAProbability_IsRefused(double p) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PinnedNormal.Quantile(p));
}
