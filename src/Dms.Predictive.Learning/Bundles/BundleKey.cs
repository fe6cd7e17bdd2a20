using System.Security.Cryptography;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>A public ECDSA P-256 key that signs bundles.</summary>
public sealed class BundleKey
{
    private readonly byte[] _publicKey;

    private BundleKey(byte[] publicKey) => _publicKey = publicKey;

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>First 32 hex digits of the SHA-256 of the public key.</summary>
    public string KeyId => Convert.ToHexStringLower(SHA256.HashData(_publicKey))[..32];

    /// <summary>The public part of a key.</summary>
    /// <exception cref="ArgumentException">The key is not on P-256.</exception>
    public static BundleKey From(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TryParse(key.ExportSubjectPublicKeyInfo())
            ?? throw new ArgumentException("Expected a key on the curve P-256.", nameof(key));
    }

    /// <summary>Reads a key file: PEM, or JSON with <c>publicKey</c> (base64 of SubjectPublicKeyInfo) and
    /// <c>keyId</c>, as the audit log keeps them.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="where">Its name, for messages.</param>
    /// <exception cref="InputRefusedException"><c>bad-key</c>: not such a key, or its id is not its own.</exception>
    public static BundleKey Parse(string text, string where)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (text.TrimStart().StartsWith('{') ? FromJson(text) : FromPem(text))
            ?? throw new InputRefusedException("bad-key",
                "Expected an ECDSA P-256 public key as PEM, or as JSON with publicKey and keyId.", where);
    }

    /// <summary>Whether a signature r‖s (64 bytes) over the bytes was made with this key.</summary>
    public bool Verifies(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_publicKey, out _);
        return key.VerifyData(bytes, signature, HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>The key, or null when the bytes are not exactly a P-256 SubjectPublicKeyInfo.</summary>
    internal static BundleKey? TryParse(ReadOnlySpan<byte> publicKey)
    {
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            bool p256 = key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value;
            byte[] own = key.ExportSubjectPublicKeyInfo();
            return p256 && publicKey.SequenceEqual(own) ? new BundleKey(own) : null;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private static BundleKey? FromPem(string text)
    {
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportFromPem(text);
            return TryParse(key.ExportSubjectPublicKeyInfo());
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private static BundleKey? FromJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            string encoded = document.RootElement.GetProperty("publicKey").GetString() ?? "";
            BundleKey? key = TryParse(Convert.FromBase64String(encoded));
            return key?.KeyId == document.RootElement.GetProperty("keyId").GetString() ? key : null;
        }
        catch (Exception e) when (
            e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
