using System.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace Dms.Predictive.Relay;

/// <summary>Keccak-256 as chains use it: the padding from before the hash became SHA-3.</summary>
public static class Keccak256
{
    private const int Bits = 256;

    /// <summary>Length of a hash.</summary>
    public const int Size = Bits / 8;

    /// <summary>Hashes bytes.</summary>
    /// <param name="bytes">Any number of them.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        KeccakDigest digest = new(Bits);
        digest.BlockUpdate(bytes);
        byte[] hash = new byte[Size];
        digest.DoFinal(hash);
        return hash;
    }

    /// <summary>Hashes the UTF-8 bytes of a text, such as the name of a market.</summary>
    /// <param name="text">The text.</param>
    public static Word Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Word.Of(Of(Encoding.UTF8.GetBytes(text)));
    }
}
