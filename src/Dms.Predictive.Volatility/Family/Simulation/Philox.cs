using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>Philox4x32-10: random bits as a function of (seed, path, block), so that a path does not depend on who draws
/// it.</summary>
/// <remarks>Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3.</remarks>
internal readonly struct Philox(ulong seed)
{
    private const uint First = 0xD2511F53, Second = 0xCD9E8D57, FirstKey = 0x9E3779B9, SecondKey = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The generator of a seed; every seed is allowed.</summary>
    public static Philox Seeded(long seed) => new(unchecked((ulong)seed));

    /// <summary>Two words of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (ulong Low, ulong High) Block(ulong path, ulong block)
    {
        unchecked
        {
            (uint a, uint b, uint c, uint d) = Words((uint)block, (uint)(block >> 32), (uint)path, (uint)(path >> 32));
            return (a | ((ulong)b << 32), c | ((ulong)d << 32));
        }
    }

    /// <summary>Ten rounds over a counter of four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (uint A, uint B, uint C, uint D) Words(uint a, uint b, uint c, uint d)
    {
        unchecked
        {
            uint low = (uint)seed, high = (uint)(seed >> 32);
            for (int i = 0; i < Rounds; i++)
            {
                ulong x = (ulong)First * a, y = (ulong)Second * c;
                (a, b, c, d) = ((uint)(y >> 32) ^ b ^ low, (uint)y, (uint)(x >> 32) ^ d ^ high, (uint)x);
                low += FirstKey;
                high += SecondKey;
            }

            return (a, b, c, d);
        }
    }
}
