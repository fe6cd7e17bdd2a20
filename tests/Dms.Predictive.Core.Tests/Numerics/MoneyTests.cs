using System.Globalization;
using CsCheck;

namespace Dms.Predictive.Core.Tests.Numerics;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(3908.1525, "0.01", MoneyRounding.Up, "3908.16")]
    [InlineData(3908.1525, "0.01", MoneyRounding.Down, "3908.15")]
    [InlineData(-3908.1525, "0.01", MoneyRounding.Down, "-3908.16")]
    [InlineData(-3908.1525, "0.01", MoneyRounding.Up, "-3908.15")]
    [InlineData(0.125, "0.01", MoneyRounding.HalfEven, "0.12")]
    [InlineData(0.375, "0.01", MoneyRounding.HalfEven, "0.38")]
    [InlineData(-0.125, "0.01", MoneyRounding.HalfEven, "-0.12")]
    [InlineData(7, "2.5", MoneyRounding.Up, "7.5")]
    [InlineData(1e-20, "0.000001", MoneyRounding.Up, "0.000001")]
    [InlineData(0, "0.01", MoneyRounding.Up, "0.00")]
    public void FromDouble_Examples_RoundToTheQuantum(
        double value, string quantum, MoneyRounding rounding, string expected)
    {
        decimal money = Money.FromDouble(value, Parse(quantum), rounding);
        Assert.Equal(expected, money.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(1807.6500000000005)]
    [InlineData(1807.65)]
    [InlineData(1807.6499999999996)]
    public void FromDouble_NoiseBeyondFifteenDigits_DoesNotRaiseACent(double value) =>
        Assert.Equal(1807.65m, Money.FromDouble(value, 0.01m, MoneyRounding.Up));

    [Fact]
    public void FromDouble_TieAtTheSixteenthDigit_GoesToTheEvenOne()
    {
        Assert.Equal(100000000000000m, Money.FromDouble(100000000000000.5, 0.1m, MoneyRounding.HalfEven));
        Assert.Equal(100000000000002m, Money.FromDouble(100000000000001.5, 0.1m, MoneyRounding.HalfEven));
    }

    [Fact]
    public void FromDouble_AnyAmount_UpIsNotBelowAndDownNotAbove() =>
        Gen.Double[-1e9, 1e9].Sample(value =>
        {
            decimal up = Money.FromDouble(value, 0.01m, MoneyRounding.Up);
            decimal down = Money.FromDouble(value, 0.01m, MoneyRounding.Down);
            decimal fifteen = (decimal)value;
            return up >= fifteen - 1e-5m && down <= fifteen + 1e-5m && up - down is 0 or 0.01m;
        });

    [Fact]
    public void RoundTo_AnyDecimal_AgreesWithDecimalRounding() =>
        Gen.Decimal[-1e9m, 1e9m].Sample(v =>
            Money.RoundTo(v, 0.01m, MoneyRounding.Up) == decimal.Round(v, 2, MidpointRounding.ToPositiveInfinity)
            && Money.RoundTo(v, 0.01m, MoneyRounding.Down) == decimal.Round(v, 2, MidpointRounding.ToNegativeInfinity)
            && Money.RoundTo(v, 0.01m, MoneyRounding.HalfEven) == decimal.Round(v, 2, MidpointRounding.ToEven));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void FromDouble_NotFinite_IsRefused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.FromDouble(value, 0.01m, MoneyRounding.Up));

    [Fact]
    public void FromDouble_TooLargeForADecimal_Overflows() =>
        Assert.Throws<OverflowException>(() => Money.FromDouble(1e29, 0.01m, MoneyRounding.Up));

    [Fact]
    public void FromDouble_QuantumNotPositive_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.FromDouble(1, 0m, MoneyRounding.Up));

    private static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
