using System.Globalization;
using System.Numerics;
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

    [Fact]
    public void FromDouble_AnySizeAndQuantum_IsTheExactValueRoundedTwice()
    {
        Random random = new(7);
        decimal[] quanta = [0.01m, 1m, 0.000001m, 2.5m, 0.05m, 1e-12m, 1000m, 123456789012.5m];
        int compared = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double size = Math.ScaleB(1 + random.NextDouble(), random.Next(-90, 50));
            double value = (random.Next(2) == 0 ? -1 : 1) * (i % 3 == 0 ? Math.Round(size, 3) : i % 3 == 1 ? (float)size : size);
            decimal quantum = quanta[random.Next(quanta.Length)];
            MoneyRounding rounding = (MoneyRounding)random.Next(3);
            if (value != 0)
            {
                decimal money = Money.FromDouble(value, quantum, rounding);
                Assert.Equal((ByFractions(value, quantum, rounding), PlacesOf(quantum)), (money, PlacesOf(money)));
                Assert.False(money == 0 && decimal.IsNegative(money));
                compared++;
            }
        }

        Assert.True(compared > 60_000);
    }

    // Fractions of whole numbers, the plain way: the exact binary value, to fifteen digits, to the quantum.
    private static decimal ByFractions(double value, decimal quantum, MoneyRounding rounding)
    {
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        int shift = (int)(bits >> 52) - 1075;
        BigInteger whole = (BigInteger)((bits & 0xFFFFFFFFFFFFF) | (1L << 52)) << Math.Max(0, shift);
        BigInteger part = BigInteger.One << Math.Max(0, -shift);
        int power = (int)Math.Floor(Math.Log10(Math.Abs(value))) - 17;
        BigInteger digits;
        do
        {
            power++;
            digits = Round(whole * Ten(-power), part * Ten(power), MoneyRounding.HalfEven);
        }
        while (digits >= Ten(15));

        int places = PlacesOf(quantum);
        BigInteger unit = (BigInteger)(quantum * (decimal)Ten(places));
        return (decimal)Round(Math.Sign(value) * digits * Ten(power + places), unit * Ten(-power - places), rounding) * quantum;
    }

    private static BigInteger Round(BigInteger whole, BigInteger part, MoneyRounding rounding)
    {
        BigInteger floor = (whole - (((whole % part) + part) % part)) / part;
        int side = (2 * (whole - (floor * part))).CompareTo(part);
        return rounding switch
        {
            MoneyRounding.Down => floor,
            MoneyRounding.Up => floor * part == whole ? floor : floor + 1,
            _ => side > 0 || (side == 0 && !floor.IsEven) ? floor + 1 : floor,
        };
    }

    private static int PlacesOf(decimal value) => (decimal.GetBits(value)[3] >> 16) & 0xFF;

    private static BigInteger Ten(int power) => BigInteger.Pow(10, Math.Max(0, power));

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
