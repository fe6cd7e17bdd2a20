using System.Security.Cryptography;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>A public key that signs tree heads, as it stands in <c>keys/&lt;keyId&gt;.json</c>.</summary>
public sealed class AuditKey
{
    /// <summary>ECDSA on P-256 over SHA-256, signature r‖s of 64 bytes.</summary>
    public const string EcdsaP256 = "ecdsa-p256-sha256";

    private const int IdLength = 32;

    /// <summary>Takes a public key.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo in DER.</param>
    /// <param name="created">When the key was made.</param>
    /// <param name="status"><c>active</c>, <c>retired</c> or <c>revoked</c>.</param>
    /// <param name="algorithm">Name of the signature algorithm.</param>
    public AuditKey(byte[] publicKey, Timestamp created, string status = "active", string algorithm = EcdsaP256)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        (PublicKey, Created, Status, Algorithm) = (publicKey, created, status, algorithm);
        KeyId = Convert.ToHexStringLower(SHA256.HashData(publicKey))[..IdLength];
    }

    /// <summary>First 32 hex digits of the SHA-256 of <see cref="PublicKey"/>.</summary>
    public string KeyId { get; }

    /// <summary>Name of the signature algorithm.</summary>
    public string Algorithm { get; }

    /// <summary>When the key was made, UTC nanoseconds.</summary>
    public Timestamp Created { get; }

    /// <summary><c>active</c>, <c>retired</c> or <c>revoked</c>.</summary>
    public string Status { get; }

    /// <summary>SubjectPublicKeyInfo in DER.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The canonical bytes of the key file.</summary>
    public byte[] ToBytes() => new CanonicalObjectBuilder()
        .Add("algorithm", Algorithm)
        .Add("created", (Timestamp?)Created)
        .Add("keyId", KeyId)
        .Add("publicKey", Convert.ToBase64String(PublicKey.Span))
        .Add("status", Status)
        .Build()
        .ToBytes();

    /// <summary>Reads a key file.</summary>
    /// <exception cref="CanonicalFormatException">The bytes are not a canonical key, or its id is not its
    /// key's.</exception>
    public static AuditKey Read(ReadOnlySpan<byte> bytes)
    {
        CanonicalObject body = CanonicalReader.ReadObject(bytes);
        if (body.Integer("created") is not { } created
            || body.Text("status") is not ("active" or "retired" or "revoked")
            || body.Text("publicKey") is not { } base64
            || body.Text("algorithm") is not { } algorithm)
        {
            throw new CanonicalFormatException("A key has algorithm, created, keyId, publicKey and status.");
        }

        AuditKey key = new(FromBase64(base64), new Timestamp(created), body.Text("status")!, algorithm);
        return key.ToBytes().AsSpan().SequenceEqual(bytes) && key.IsUsable()
            ? key
            : throw new CanonicalFormatException("The key differs from its id, or is not of its algorithm.");
    }

    /// <summary>Whether the signature is this key's over the bytes; false for algorithms that are not
    /// supported.</summary>
    public bool Verifies(ReadOnlySpan<byte> signedBytes, ReadOnlySpan<byte> signature)
    {
        using ECDsa? key = Open();
        return key is not null && signature.Length == 64 && key.VerifyData(
            signedBytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Whether the other key is the same one; the status may have changed meanwhile.</summary>
    public bool IsSameAs(AuditKey other) =>
        other is not null && KeyId == other.KeyId && Algorithm == other.Algorithm && Created == other.Created
        && PublicKey.Span.SequenceEqual(other.PublicKey.Span);

    internal static byte[] FromBase64(string text)
    {
        byte[] bytes = new byte[((text.Length / 4) + 1) * 3];
        return Convert.TryFromBase64String(text, bytes, out int length)
               && Convert.ToBase64String(bytes, 0, length) == text
            ? bytes[..length]
            : throw new CanonicalFormatException("Expected base64 with padding and nothing else.");
    }

    private bool IsUsable()
    {
        using ECDsa? key = Open();
        return key is not null;
    }

    private ECDsa? Open()
    {
        if (Algorithm != EcdsaP256)
        {
            return null;
        }

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(PublicKey.Span, out int read);
            if (read == PublicKey.Length && key.KeySize == 256
                && key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return key;
            }
        }
        catch (CryptographicException)
        {
            // No key of this algorithm: the caller reports it.
        }

        key.Dispose();
        return null;
    }
}
