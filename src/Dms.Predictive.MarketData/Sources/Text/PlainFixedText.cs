using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>The plain twin of <see cref="FixedText"/>: one digit at a time, every rule; the fast path ends here when in doubt.</summary>
internal static class PlainFixedText
{
    private const int MostExponent = 30;

    /// <summary>Reads a whole field.</summary>
    public static QualityIssue Read(ReadOnlySpan<byte> text, int decimals, NumberRule rule, out long mantissa)
    {
        mantissa = 0;
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        ReadOnlySpan<byte> rest = negative ? text[1..] : text;
        int e = rule == NumberRule.Printed ? rest.IndexOfAny((byte)'e', (byte)'E') : -1;
        int exponent = 0;
        if (e >= 0 && !TryExponent(rest[(e + 1)..], out exponent))
        {
            return QualityIssue.Malformed;
        }

        ReadOnlySpan<byte> number = e >= 0 ? rest[..e] : rest;
        int dot = number.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = dot < 0 ? number : number[..dot];
        ReadOnlySpan<byte> fraction = dot < 0 ? [] : number[(dot + 1)..];
        if (!AreDigits(whole) || (dot >= 0 && !AreDigits(fraction)))
        {
            return QualityIssue.Malformed;
        }

        return Shift(whole, fraction, decimals - exponent, rule, ref mantissa) is var issue
               && issue == QualityIssue.None && negative
            ? Negate(ref mantissa)
            : issue;
    }

    // Takes as many digits of whole and fraction as the scale wants; those after it must be zeros, or round.
    private static QualityIssue Shift(
        ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int taken, NumberRule rule, ref long mantissa)
    {
        UInt128 value = 0;
        int last = whole.Length + taken;
        for (int k = 0; k < Math.Max(last, whole.Length + fraction.Length); k++)
        {
            int digit = k < whole.Length ? whole[k] - '0'
                : k - whole.Length < fraction.Length ? fraction[k - whole.Length] - '0'
                : 0;
            if (k < last)
            {
                value = (value * 10) + (uint)digit;
            }
            else if (rule == NumberRule.Rounded)
            {
                value += k == last && digit >= 5 ? 1u : 0u;
            }
            else if (digit != 0)
            {
                return QualityIssue.Malformed;
            }

            if (value > long.MaxValue)
            {
                return QualityIssue.NotFinite;
            }
        }

        mantissa = (long)value;
        return QualityIssue.None;
    }

    private static QualityIssue Negate(ref long mantissa)
    {
        mantissa = -mantissa;
        return mantissa == 0 ? QualityIssue.Malformed : QualityIssue.None;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.Length is < 2 or > 3 || text[0] != (byte)'-' || !AreDigits(text[1..]))
        {
            return false;
        }

        foreach (byte digit in text[1..])
        {
            exponent = (exponent * 10) - (digit - '0');
        }

        // 8e-05 takes five digits fewer than the scale has.
        exponent = -exponent;
        return exponent <= MostExponent;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
