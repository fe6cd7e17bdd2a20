using System.Numerics;

namespace Dms.Predictive.Core;

/// <summary>Which way money is rounded to the quantum.</summary>
public enum MoneyRounding
{
    /// <summary>To the nearest quantum, ties to the even one: components.</summary>
    HalfEven = 0,

    /// <summary>Toward +∞: requirements.</summary>
    Up,

    /// <summary>Toward −∞: equity.</summary>
    Down,
}

/// <summary>The only crossing from statistics (double) to money (decimal).</summary>
public static class Money
{
    private const int SignificantDigits = 15;
    private const int MostPowers = 22;
    private const int MostShift = 126;
    private static readonly BigInteger Largest = BigInteger.Pow(2, 96) - 1;
    private static readonly UInt128[] PowersOfTen = [.. Enumerable.Range(0, MostPowers + 1).Select(i => (UInt128)BigInteger.Pow(10, i))];

    /// <summary>Keeps 15 significant digits (half-even, on the exact binary value), then rounds once to the
    /// quantum.</summary>
    /// <param name="value">Amount in the quote currency; finite.</param>
    /// <param name="quantum">Smallest unit; &gt; 0.</param>
    /// <param name="rounding">Direction.</param>
    /// <returns>A whole multiple of <paramref name="quantum"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or the quantum not &gt; 0.</exception>
    /// <exception cref="OverflowException">The amount does not fit a decimal.</exception>
    public static decimal FromDouble(double value, decimal quantum, MoneyRounding rounding)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite amount in quote currency.");
        }

        return TryFromDouble(value, quantum, rounding, out decimal money) ? money : FromAnyDouble(value, quantum, rounding);
    }

    private static decimal FromAnyDouble(double value, decimal quantum, MoneyRounding rounding)
    {
        (BigInteger unit, int scale) = Parts(quantum);
        if (value == 0)
        {
            return 0 * quantum;                                      // keeps the quantum's digits: 0.00
        }

        (BigInteger digits, int power) = FifteenDigits(Math.Abs(value));
        int exponent = power + scale;
        BigInteger numerator = exponent > 0 ? digits * BigInteger.Pow(10, exponent) : digits;
        BigInteger denominator = exponent < 0 ? unit * BigInteger.Pow(10, -exponent) : unit;
        BigInteger count = Divide(value < 0 ? -numerator : numerator, denominator, rounding);
        return Compose(count * unit, scale);
    }

    /// <summary>Rounds an exact amount to the quantum.</summary>
    /// <param name="value">Amount in the quote currency.</param>
    /// <param name="quantum">Smallest unit; &gt; 0.</param>
    /// <param name="rounding">Direction.</param>
    /// <returns>A whole multiple of <paramref name="quantum"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quantum is not &gt; 0.</exception>
    /// <exception cref="OverflowException">The amount does not fit a decimal.</exception>
    public static decimal RoundTo(decimal value, decimal quantum, MoneyRounding rounding)
    {
        (BigInteger unit, int scale) = Parts(quantum);
        (BigInteger digits, int valueScale) = Split(value);
        BigInteger numerator = digits * BigInteger.Pow(10, Math.Max(0, scale - valueScale));
        BigInteger denominator = unit * BigInteger.Pow(10, Math.Max(0, valueScale - scale));
        return Compose(Divide(numerator, denominator, rounding) * unit, scale);
    }

    // In 128 bits, where every step fits: amounts from about 10⁻⁸ to 10¹⁵, which is nearly all of them.
    private static bool TryFromDouble(double value, decimal quantum, MoneyRounding rounding, out decimal money)
    {
        money = 0;
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        int binary = (int)(bits >> 52) - 1075;
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(quantum, parts);
        (uint unit, int scale) = (unchecked((uint)parts[0]), (parts[3] >> 16) & 0x7F);
        if (binary is < -MostShift or > 0 || quantum <= 0 || parts[1] != 0 || parts[2] != 0)
        {
            return false;
        }

        UInt128 mantissa = (UInt128)((ulong)(bits & 0x000FFFFFFFFFFFFF) | (1UL << 52));
        int power = (int)Math.Floor((binary + 52) * 0.30103) - SignificantDigits - 1;
        UInt128 digits;
        do
        {
            power++;
            if (power is < -MostPowers or > 0)
            {
                return false;
            }

            digits = ShiftHalfEven(mantissa * PowersOfTen[-power], -binary);
        }
        while (digits >= PowersOfTen[SignificantDigits]);

        int exponent = power + scale;
        if (exponent is < -MostPowers or > MostPowers)
        {
            return false;
        }

        UInt128 denominator = unit * PowersOfTen[Math.Max(0, -exponent)];
        (UInt128 count, UInt128 rest) = UInt128.DivRem(digits * PowersOfTen[Math.Max(0, exponent)], denominator);
        bool away = rounding switch
        {
            MoneyRounding.Up => value > 0 && rest > 0,
            MoneyRounding.Down => value < 0 && rest > 0,
            _ => rest > denominator - rest || (rest == denominator - rest && UInt128.IsOddInteger(count)),
        };
        count += away ? UInt128.One : UInt128.Zero;
        if (count >> 96 != 0 || (count * unit) >> 96 != 0)
        {
            return false;
        }

        UInt128 amount = count * unit;
        money = unchecked(new decimal((int)(uint)amount, (int)(uint)(amount >> 32), (int)(uint)(amount >> 64), value < 0 && amount != 0, (byte)scale));
        return true;
    }

    private static UInt128 ShiftHalfEven(UInt128 number, int shift)
    {
        UInt128 floor = number >> shift;
        UInt128 rest = number - (floor << shift);
        UInt128 half = shift == 0 ? UInt128.MaxValue : UInt128.One << (shift - 1);
        return rest > half || (rest == half && UInt128.IsOddInteger(floor)) ? floor + 1 : floor;
    }

    // The exact value m·2ᵉ, rounded half-even to digits·10^power with 15 digits.
    private static (BigInteger Digits, int Power) FifteenDigits(double magnitude)
    {
        long bits = BitConverter.DoubleToInt64Bits(magnitude);
        int binary = Math.Max((int)(bits >> 52), 1) - 1075;
        BigInteger mantissa = (bits & 0x000FFFFFFFFFFFFF) | (bits >> 52 == 0 ? 0 : 1L << 52);
        int power = (int)Math.Floor((binary + 52) * 0.30103) - SignificantDigits;
        BigInteger floor = BigInteger.Pow(10, SignificantDigits);
        while (true)
        {
            BigInteger numerator = mantissa * Power(2, binary) * Power(10, -power);
            BigInteger denominator = Power(2, -binary) * Power(10, power);
            BigInteger digits = Divide(numerator, denominator, MoneyRounding.HalfEven);
            if (digits < floor)
            {
                return (digits, power);
            }

            power++;
        }
    }

    private static BigInteger Power(int radix, int exponent) =>
        exponent > 0 ? BigInteger.Pow(radix, exponent) : BigInteger.One;

    private static BigInteger Divide(BigInteger numerator, BigInteger denominator, MoneyRounding rounding)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        if (rest.Sign < 0)
        {
            (quotient, rest) = (quotient - 1, rest + denominator);
        }

        bool up = rounding switch
        {
            MoneyRounding.Up => rest.Sign > 0,
            MoneyRounding.Down => false,
            _ => (2 * rest).CompareTo(denominator) is var side && (side > 0 || (side == 0 && !quotient.IsEven)),
        };
        return up ? quotient + 1 : quotient;
    }

    private static (BigInteger Unit, int Scale) Parts(decimal quantum) => quantum > 0
        ? Split(quantum)
        : throw new ArgumentOutOfRangeException(nameof(quantum), quantum, "Expected a quantum > 0 in quote currency.");

    private static (BigInteger Digits, int Scale) Split(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger digits = new BigInteger(unchecked((uint)bits[2])) << 64
            | new BigInteger(unchecked((uint)bits[1])) << 32
            | new BigInteger(unchecked((uint)bits[0]));
        return (bits[3] < 0 ? -digits : digits, (bits[3] >> 16) & 0x7F);
    }

    private static decimal Compose(BigInteger digits, int scale)
    {
        BigInteger magnitude = BigInteger.Abs(digits);
        if (magnitude > Largest)
        {
            throw new OverflowException($"The amount {digits}e-{scale} does not fit a decimal.");
        }

        int low = unchecked((int)(uint)(magnitude & uint.MaxValue));
        int middle = unchecked((int)(uint)((magnitude >> 32) & uint.MaxValue));
        int high = unchecked((int)(uint)(magnitude >> 64));
        return new decimal(low, middle, high, digits.Sign < 0, (byte)scale);
    }
}
