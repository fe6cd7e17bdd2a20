using System.Security.Cryptography;
using System.Text;

namespace Dms.Predictive.Notebooks.Protocol;

/// <summary>Signs and checks the four parts of a message: HMAC-SHA256 in lower-case hexadecimal.</summary>
/// <param name="key">Shared key; empty = nothing is signed or checked.</param>
public sealed class MessageSigner(string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The signature of these bytes; empty when there is no key.</summary>
    /// <param name="parts">Header, parent header, metadata and content, as they travel.</param>
    public byte[] Sign(params IReadOnlyList<byte[]> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (_key.Length == 0)
        {
            return [];
        }

        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (byte[] part in parts)
        {
            hash.AppendData(part);
        }

        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>True when the signature belongs to these bytes; takes as long for any wrong one.</summary>
    /// <param name="signature">As received.</param>
    /// <param name="parts">Header, parent header, metadata and content, as received.</param>
    public bool Verify(byte[] signature, params IReadOnlyList<byte[]> parts) =>
        _key.Length == 0 || CryptographicOperations.FixedTimeEquals(signature, Sign(parts));
}
