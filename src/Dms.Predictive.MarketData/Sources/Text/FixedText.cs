using System.Buffers.Binary;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What a number in a field may look like beyond digits, one dot and a minus.</summary>
internal enum NumberRule
{
    /// <summary>Digits after the scale must be zeros.</summary>
    Exact = 0,

    /// <summary>Also <c>8e-05</c>, as programs print small doubles, when it is exact at the scale.</summary>
    Printed,

    /// <summary>Digits after the scale are rounded to nearest: the file carries the noise of doubles.</summary>
    Rounded,
}

/// <summary>
/// Decimal numbers as integers at a scale: <c>61837.63</c> at eight decimals is 6183763000000. A leading plus, blanks,
/// thousands separators, hexadecimal, Infinity and NaN are no numbers, nor is a negative zero.
/// </summary>
internal static class FixedText
{
    private const ulong Limit = long.MaxValue;

    private static readonly ulong[] Powers = MakePowers();

    /// <summary>Reads a number at the start of a text, up to a comma or the end.</summary>
    /// <param name="text">UTF-8 digits.</param>
    /// <param name="decimals">Decimals of the mantissa, 0 to 12.</param>
    /// <param name="rule">What else is allowed.</param>
    /// <param name="mantissa">The number times 10^decimals.</param>
    /// <param name="used">Bytes read; the byte there, if any, is a comma.</param>
    /// <returns>None, Malformed, or NotFinite when the number does not fit.</returns>
    public static QualityIssue Read(
        ReadOnlySpan<byte> text, int decimals, NumberRule rule, out long mantissa, out int used)
    {
        int i = text.Length > 0 && text[0] == (byte)'-' ? 1 : 0;
        int first = i;
        ulong value = 0;
        unchecked
        {
            // Eight digits in three multiplications, while neither the sum can overflow nor a separator is inside.
            while (value < 10_000_000_000UL && text.Length - i >= 8
                   && BinaryPrimitives.ReadUInt64LittleEndian(text[i..]) is var eight && AreDigits(eight))
            {
                value = (value * 100_000_000UL) + EightDigits(eight);
                i += 8;
            }

            for (uint digit; i < text.Length && (digit = (uint)(text[i] - '0')) <= 9 && value <= (Limit - 9) / 10; i++)
            {
                value = (value * 10) + digit;
            }

            int point = i;
            int fraction = 0;
            if (i > first && i + 1 < text.Length && text[i] == (byte)'.')
            {
                i++;
                for (uint digit; fraction < decimals && i < text.Length && (digit = (uint)(text[i] - '0')) <= 9
                     && value <= (Limit - 9) / 10; i++, fraction++)
                {
                    value = (value * 10) + digit;
                }
            }

            bool ended = i == text.Length || text[i] == (byte)',';
            bool dotted = point < i;
            if (i > first && ended && (!dotted || i > point + 1) && value <= Limit / Powers[decimals - fraction]
                && !(first == 1 && value == 0))
            {
                mantissa = (long)(value * Powers[decimals - fraction]);
                mantissa = first == 1 ? -mantissa : mantissa;
                used = i;
                return QualityIssue.None;
            }
        }

        int end = text.IndexOf((byte)',');
        used = end < 0 ? text.Length : end;
        return PlainFixedText.Read(text[..used], decimals, rule, out mantissa);
    }

    private static bool AreDigits(ulong eight) => unchecked(
        (((eight + 0x4646464646464646UL) | (eight - 0x3030303030303030UL)) & 0x8080808080808080UL) == 0);

    private static ulong EightDigits(ulong eight)
    {
        unchecked
        {
            eight -= 0x3030303030303030UL;
            eight = (eight * 10) + (eight >> 8);
            return (((eight & 0x000000FF000000FFUL) * 0x000F424000000064UL)
                + (((eight >> 16) & 0x000000FF000000FFUL) * 0x0000271000000001UL)) >> 32;
        }
    }

    private static ulong[] MakePowers()
    {
        ulong[] powers = new ulong[19];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = 10 * powers[i - 1];
        }

        return powers;
    }
}
