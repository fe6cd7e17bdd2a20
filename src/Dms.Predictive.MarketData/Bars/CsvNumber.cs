using System.Globalization;

namespace Dms.Predictive.MarketData;

/// <summary>Numbers in CSV fields: digits, an optional minus, a dot with digits on both sides, an exponent.</summary>
/// <remarks>Plus signs, blanks, thousands separators, hexadecimal, NaN and infinities are not numbers here.</remarks>
internal static class CsvNumber
{
    private const ulong ExactMantissa = 1UL << 53;

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads the nearest double; false when the text is not a finite number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        ulong mantissa = 0;
        int decimals = 0;
        bool dot = false;
        int i = text.Length > 0 && text[0] == (byte)'-' ? 1 : 0;
        int first = i;
        for (; i < text.Length; i++)
        {
            uint digit = unchecked((uint)(text[i] - '0'));
            if (digit <= 9 && mantissa < ExactMantissa / 16)
            {
                mantissa = (mantissa * 10) + digit;
                decimals += dot ? 1 : 0;
            }
            else if (text[i] == (byte)'.' && !dot && i > first)
            {
                dot = true;
            }
            else
            {
                return TryParseLong(text, out value);
            }
        }

        if (i == first || text[^1] == (byte)'.' || decimals >= PowersOfTen.Length)
        {
            return TryParseLong(text, out value);
        }

        // Both operands are exact, so the quotient is the correctly rounded value of the text.
        value = mantissa / PowersOfTen[decimals];
        value = first == 1 ? -value : value;
        return true;
    }

    private static bool TryParseLong(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return FollowsGrammar(text)
               && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value)
               && double.IsFinite(value);
    }

    private static bool FollowsGrammar(ReadOnlySpan<byte> text)
    {
        int i = text.Length > 0 && text[0] == (byte)'-' ? 1 : 0;
        if (!Digits(text, ref i))
        {
            return false;
        }

        if (i < text.Length && text[i] == (byte)'.')
        {
            i++;
            if (!Digits(text, ref i))
            {
                return false;
            }
        }

        if (i < text.Length && (text[i] | 0x20) == 'e')
        {
            i++;
            i += i < text.Length && text[i] is (byte)'-' or (byte)'+' ? 1 : 0;
            if (!Digits(text, ref i))
            {
                return false;
            }
        }

        return i == text.Length;
    }

    private static bool Digits(ReadOnlySpan<byte> text, ref int i)
    {
        int from = i;
        while (i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9')
        {
            i++;
        }

        return i > from;
    }
}
