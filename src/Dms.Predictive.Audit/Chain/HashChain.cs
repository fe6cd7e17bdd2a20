using System.Security.Cryptography;

namespace Dms.Predictive.Audit;

/// <summary>hash_n = hex(SHA-256(ascii(hash_{n−1}) ‖ canonical_n)); hash_0 is 64 ASCII zeros.</summary>
public sealed class HashChain
{
    private const int HexLength = 64;
    private readonly byte[] _raw = new byte[SHA256.HashSizeInBytes];
    private byte[] _scratch = new byte[4096];

    /// <summary>Starts before the first record.</summary>
    public HashChain() => _scratch.AsSpan(0, HexLength).Fill((byte)'0');

    /// <summary>The current hash, 32 bytes; zeros before the first record.</summary>
    public ReadOnlySpan<byte> Raw => _raw;

    /// <summary>The current hash, 64 lower-case hex digits; zeros before the first record.</summary>
    public string Hex => Convert.ToHexStringLower(_raw);

    /// <summary>Goes on over one record.</summary>
    /// <param name="canonical">Canonical bytes of the record.</param>
    public void Advance(ReadOnlySpan<byte> canonical)
    {
        int length = HexLength + canonical.Length;
        if (_scratch.Length < length)
        {
            Array.Resize(ref _scratch, length * 2);
        }

        canonical.CopyTo(_scratch.AsSpan(HexLength));
        SHA256.HashData(_scratch.AsSpan(0, length), _raw);
        Convert.TryToHexStringLower(_raw, _scratch.AsSpan(0, HexLength), out _);
    }

    /// <summary>Goes on after a known hash.</summary>
    /// <param name="raw">Chain hash after the last record, 32 bytes.</param>
    internal void Resume(ReadOnlySpan<byte> raw)
    {
        raw.CopyTo(_raw);
        Convert.TryToHexStringLower(_raw, _scratch.AsSpan(0, HexLength), out _);
    }
}
