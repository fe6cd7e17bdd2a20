using CsCheck;

namespace Dms.Predictive.Core.Tests.Numerics;

public sealed class PinnedMathTests
{
    [Fact]
    public void Exp_AgainstFiftyDigits_WithinOneUlp() =>
        Assert.InRange(ReferenceRow.LargestUlp("exp", r => PinnedMath.Exp(r.X)), 0, 1);

    [Fact]
    public void Log_AgainstFiftyDigits_WithinOneUlp() =>
        Assert.InRange(ReferenceRow.LargestUlp("log", r => PinnedMath.Log(r.X)), 0, 1);

    [Fact]
    public void Exp2_AgainstFiftyDigits_WithinOneUlp() =>
        Assert.InRange(ReferenceRow.LargestUlp("exp2", r => PinnedMath.Exp2(r.X)), 0, 1);

    [Fact]
    public void Exp_AnyArgument_WithinTwoUlpOfTheRuntime() =>
        Gen.Double[-700, 700].Sample(x => Ulps(PinnedMath.Exp(x), Math.Exp(x)) <= 2, iter: 100_000);

    [Fact]
    public void Log_AnyArgument_WithinTwoUlpOfTheRuntime() =>
        Gen.Double[1e-300, 1e300].Sample(x => Ulps(PinnedMath.Log(x), Math.Log(x)) <= 2, iter: 100_000);

    [Fact]
    public void Log_NearOne_WithinTwoUlpOfTheRuntime() =>
        Gen.Double[0.5, 2].Sample(x => Ulps(PinnedMath.Log(x), Math.Log(x)) <= 2, iter: 100_000);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(-746, 0)]
    [InlineData(710, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp_AtTheEdges_IsExact(double x, double expected) => Assert.Equal(expected, PinnedMath.Exp(x));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(-1, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void Log_AtTheEdges_IsExact(double x, double expected) => Assert.Equal(expected, PinnedMath.Log(x));

    [Fact]
    public void Exp_ResultIsSubnormal_MatchesTheRuntime()
    {
        Assert.Equal(Math.Exp(-740), PinnedMath.Exp(-740));
        Assert.Equal(Math.Log(double.Epsilon), PinnedMath.Log(double.Epsilon), 1e-12);
    }

    [Fact]
    public void Log1p_SmallArgument_KeepsItsDigits() =>
        Gen.Double[-18, -1].Sample(e =>
        {
            double y = Math.Pow(10, e);
            double series = y - (y * y / 2) + (y * y * y / 3);
            return Math.Abs(PinnedMath.Log1p(y) - series) <= (y * y * y * y) + (3e-16 * y);
        });

    [Fact]
    public void Exp2_WholeExponent_IsThePowerOfTwo()
    {
        for (int k = -1022; k <= 1023; k++)
        {
            Assert.Equal(Math.ScaleB(1, k), PinnedMath.Exp2(k));
        }
    }

    [Fact]
    public void Pow_ExponentZeroAndOne_AreExact() =>
        Gen.Double[1e-6, 1e6].Sample(x => PinnedMath.Pow(x, 0) == 1 && PinnedMath.Pow(x, 1) == x);

    [Fact]
    public void Pow_FractionalExponent_MatchesTheRuntimeClosely() =>
        Gen.Select(Gen.Double[0.1, 10], Gen.Double[-20, 20])
            .Sample((x, y) => Math.Abs((PinnedMath.Pow(x, y) / Math.Pow(x, y)) - 1) <= 1e-14);

    [Fact]
    public void Pow_BaseNotPositive_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PinnedMath.Pow(0, 0.5));

    private static long Ulps(double a, double b) =>
        Math.Abs(BitConverter.DoubleToInt64Bits(a) - BitConverter.DoubleToInt64Bits(b));
}
