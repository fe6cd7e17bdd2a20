using System.Buffers.Binary;
using System.Numerics;

namespace Dms.Predictive.MarketData;

/// <summary>Why a decimal number was not accepted.</summary>
internal enum NumberFault
{
    /// <summary>It was.</summary>
    None = 0,

    /// <summary>Not a plain decimal number, or finer than the scale.</summary>
    Malformed,

    /// <summary>Its mantissa does not fit 64 bits.</summary>
    TooLarge,
}

/// <summary>
/// Reads plain decimals (<c>61837.63</c>) as integers of a fixed number of decimals. Signs other than a minus, exponents,
/// separators, blanks, words and digits finer than the scale are refused; zeros finer than the scale change nothing.
/// </summary>
internal static class FixedPoint
{
    private const ulong Zeros = 0x3030303030303030;
    private const ulong HighBits = 0x8080808080808080;

    /// <summary>Reads the whole text.</summary>
    /// <param name="text">The number and nothing else.</param>
    /// <param name="decimals">Decimals of the mantissa, 0 to 12.</param>
    /// <param name="mantissa">The number times 10^decimals; 0 when refused.</param>
    public static NumberFault Parse(ReadOnlySpan<byte> text, int decimals, out long mantissa)
    {
        mantissa = 0;
        bool negative = text is [(byte)'-', ..];
        ReadOnlySpan<byte> digits = negative ? text[1..] : text;
        int dot = digits.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = dot < 0 ? digits : digits[..dot];
        ReadOnlySpan<byte> part = dot < 0 ? [] : digits[(dot + 1)..];
        if (whole.IsEmpty || (dot >= 0 && part.IsEmpty))
        {
            return NumberFault.Malformed;
        }

        ReadOnlySpan<byte> kept = part.TrimEnd((byte)'0');
        if (kept.Length > decimals || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || part.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return NumberFault.Malformed;
        }

        if (!Append(whole.TrimStart((byte)'0'), ref mantissa) || !Append(kept, ref mantissa)
            || !Shift(decimals - kept.Length, ref mantissa))
        {
            mantissa = 0;
            return NumberFault.TooLarge;
        }

        if (negative && mantissa == 0)
        {
            return NumberFault.Malformed;                            // a signed zero is somebody's rounding, not a number
        }

        mantissa = negative ? -mantissa : mantissa;
        return NumberFault.None;
    }

    /// <summary>
    /// Reads, at a position, one to seven digits, a point and exactly eight digits: how Binance writes. Accepts nothing
    /// that <see cref="Parse"/> refuses, and leaves everything else to it.
    /// </summary>
    /// <param name="bytes">Text that goes on after the number.</param>
    /// <param name="at">Start of the number; moved behind it when it was read.</param>
    /// <param name="mantissa">The number times 10^8.</param>
    public static bool TryEightDecimals(ReadOnlySpan<byte> bytes, ref int at, out long mantissa)
    {
        mantissa = 0;
        if (at + 10 > bytes.Length)
        {
            return false;
        }

        ulong head = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) ^ Zeros;
        int digits = BitOperations.TrailingZeroCount(NotDigits(head)) >> 3;
        if (digits is 0 or > 7 || at + digits + 9 > bytes.Length || bytes[at + digits] != '.')
        {
            return false;
        }

        ulong tail = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(at + digits + 1)..]) ^ Zeros;
        if (NotDigits(tail) != 0)
        {
            return false;
        }

        mantissa = unchecked((long)((EightDigits(head << (64 - (8 * digits))) * 100_000_000) + EightDigits(tail)));
        at += digits + 9;
        return true;
    }

    // The lowest marked byte is the first that is no digit; a carry can only mark bytes above one that is marked.
    private static ulong NotDigits(ulong values) => unchecked((values + 0x7676767676767676) | values) & HighBits;

    // Pairs, then fours, then eight: three multiplications instead of eight.
    private static ulong EightDigits(ulong values) => unchecked(
        ((((((values * 2561) >> 8) & 0x00FF00FF00FF00FF) * 6553601 >> 16) & 0x0000FFFF0000FFFF) * 42949672960001) >> 32);

    private static bool Append(ReadOnlySpan<byte> digits, ref long mantissa)
    {
        foreach (byte digit in digits)
        {
            if (mantissa > (long.MaxValue - 9) / 10)
            {
                return false;
            }

            mantissa = (mantissa * 10) + (digit - '0');
        }

        return true;
    }

    private static bool Shift(int places, ref long mantissa)
    {
        for (; places > 0; places--)
        {
            if (mantissa > long.MaxValue / 10)
            {
                return false;
            }

            mantissa *= 10;
        }

        return true;
    }
}
