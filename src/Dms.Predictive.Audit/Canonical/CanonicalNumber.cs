using System.Buffers;
using System.Globalization;

namespace Dms.Predictive.Audit;

/// <summary>Numbers as texts that lose nothing: bits of doubles, decimals with fixed places.</summary>
public static class CanonicalNumber
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The text of every NaN; a reason must stand beside it.</summary>
    public const string NotANumber = "nan";

    /// <summary>16 lower-case hex digits of the IEEE-754 bits, most significant first; <c>nan</c> for any
    /// NaN.</summary>
    public static string Bits(double value) => double.IsNaN(value)
        ? NotANumber
        : BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>8 lower-case hex digits of the IEEE-754 bits of a single; <c>nan</c> for any NaN.</summary>
    public static string Bits(float value) => float.IsNaN(value)
        ? NotANumber
        : BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Bits(double)"/> or <see cref="Bits(float)"/> wrote.</summary>
    /// <exception cref="FormatException">The text is neither 16 nor 8 lower-case hex digits nor <c>nan</c>.</exception>
    public static double FromBits(string text) => text switch
    {
        NotANumber => double.NaN,
        { Length: 16 } when IsHex(text) => BitConverter.UInt64BitsToDouble(
            ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        { Length: 8 } when IsHex(text) => BitConverter.UInt32BitsToSingle(
            uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        _ => throw new FormatException($"'{text}' is not 16 or 8 lower-case hex digits."),
    };

    /// <summary>An amount with exactly <paramref name="places"/> decimal places and never <c>-0</c>.</summary>
    /// <param name="value">The amount, already rounded to the places.</param>
    /// <param name="places">Places of the currency, 0 to 18.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount has more places, or the places are out of
    /// range.</exception>
    public static string Money(decimal value, int places)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(places);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(places, 18);
        if (decimal.Round(value, places) != value)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value,
                $"Expected an amount rounded to {places} places; rounding is not this step's job.");
        }

        return (value == 0 ? 0m : value).ToString("F" + places, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads an amount that <see cref="Money"/> wrote, with its number of places.</summary>
    /// <returns>False when the text is not such an amount: sign, digits without leading zeros, point, places.</returns>
    public static bool TryMoney(string text, out decimal value, out int places)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        int point = digits.IndexOf('.');
        places = point < 0 ? 0 : digits.Length - point - 1;
        ReadOnlySpan<char> whole = point < 0 ? digits : digits[..point];
        value = 0;
        return places <= 18 && (point < 0 || places > 0)
            && whole.Length > 0 && (whole.Length == 1 || whole[0] != '0')
            && !whole.ContainsAnyExceptInRange('0', '9') && !digits[(point + 1)..].ContainsAnyExceptInRange('0', '9')
            && TryAmount(text, digits, places, out value)
            && (value != 0 || digits.Length == text.Length);
    }

    // Up to 18 digits fit a long; more are left to the library, and refused where they exceed its 28.
    private static bool TryAmount(string text, ReadOnlySpan<char> digits, int places, out decimal value)
    {
        const int LongDigits = 18;
        if (digits.Length > LongDigits)
        {
            return decimal.TryParse(
                    text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
                && Money(value, places) == text;
        }

        long units = 0;
        foreach (char c in digits)
        {
            units = c == '.' ? units : (10 * units) + (c - '0');
        }

        value = unchecked(new decimal((int)units, (int)(units >> 32), 0, digits.Length < text.Length, (byte)places));
        return true;
    }

    /// <summary>Whether the text is lower-case hex digits only.</summary>
    public static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);

    /// <summary>Whether the text is a SHA-256 in lower-case hex: 64 digits.</summary>
    public static bool IsSha256(string? text) => text is { Length: 64 } && IsHex(text);
}
