using System.Buffers.Binary;
using System.Numerics;

namespace Dms.Predictive.MarketData;

/// <summary>The shortest way through a decimal of eight places; everything else is <see cref="FixedText"/>'s.</summary>
internal static class EightDecimals
{
    private const ulong Zeros = 0x3030303030303030;
    private const ulong HighBits = 0x8080808080808080;

    /// <summary>
    /// Reads, at a position, one to seven digits, a point and exactly eight digits: how Binance writes. Accepts nothing
    /// that <see cref="FixedText"/> refuses, and leaves everything else to it.
    /// </summary>
    /// <param name="bytes">Text that goes on after the number.</param>
    /// <param name="at">Start of the number; moved behind it when it was read.</param>
    /// <param name="mantissa">The number times 10^8.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out long mantissa)
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
}
