using System.Security.Cryptography;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Signs tree heads with ECDSA P-256. The private key stays in memory and never enters a log.</summary>
public sealed class AuditSigner : IDisposable
{
    private readonly ECDsa _key;

    /// <summary>Takes a private key and owns it from now on.</summary>
    /// <param name="key">A P-256 key with its private part.</param>
    /// <param name="created">When the key was made.</param>
    /// <exception cref="ArgumentException">The key is not on P-256.</exception>
    public AuditSigner(ECDsa key, Timestamp created)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.KeySize != 256)
        {
            throw new ArgumentException($"Expected a P-256 key, found {key.KeySize} bits.", nameof(key));
        }

        _key = key;
        PublicKey = new AuditKey(key.ExportSubjectPublicKeyInfo(), created);
    }

    /// <summary>The public key that verifies.</summary>
    public AuditKey PublicKey { get; }

    /// <summary>Makes a key that lives as long as this object: proves integrity within a run, not origin.</summary>
    /// <param name="created">Time that enters the key file.</param>
    public static AuditSigner CreateThrowAway(Timestamp created) =>
        new(ECDsa.Create(ECCurve.NamedCurves.nistP256), created);

    /// <summary>Signature r‖s, 64 bytes; differs from call to call.</summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes) => _key.SignData(
        bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Writes the public key as a key file, to be kept outside the log.</summary>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public void ExportPublicKey(string path) => DurableFolder.WriteWhole(Path.GetFullPath(path), PublicKey.ToBytes());

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
