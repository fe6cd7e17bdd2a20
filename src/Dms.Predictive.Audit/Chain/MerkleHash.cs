using System.Buffers;
using System.Security.Cryptography;

namespace Dms.Predictive.Audit;

/// <summary>Hashes of RFC 6962 §2.1: leaves and nodes cannot be taken for each other.</summary>
public static class MerkleHash
{
    /// <summary>Size of a hash in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>Root of the tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot() => SHA256.HashData([]);

    /// <summary>SHA-256(0x00 ‖ data).</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> data)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(data.Length + 1);
        Span<byte> prefixed = rented.AsSpan(0, data.Length + 1);
        prefixed[0] = 0;
        data.CopyTo(prefixed[1..]);
        byte[] hash = SHA256.HashData(prefixed);
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    /// <param name="left">32 bytes.</param>
    /// <param name="right">32 bytes.</param>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[1 + (2 * Size)];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + Size)..]);
        return SHA256.HashData(both);
    }
}
