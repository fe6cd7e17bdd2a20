using System.Numerics;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using BouncyInteger = Org.BouncyCastle.Math.BigInteger;

namespace Dms.Predictive.Relay;

/// <summary>Signs updates with one private key. The same key and digest give the same bytes (RFC 6979).</summary>
public sealed class RelaySigner
{
    private readonly ECPrivateKeyParameters _key;

    /// <summary>Takes a private key.</summary>
    /// <param name="privateKey">32 bytes, most significant first; in [1, n).</param>
    /// <exception cref="ArgumentException">The key has another length or is out of range.</exception>
    public RelaySigner(ReadOnlySpan<byte> privateKey)
    {
        BouncyInteger secret = new(1, privateKey.ToArray());
        if (privateKey.Length != Word.Size || secret.SignValue == 0 || secret.CompareTo(RelaySignature.Curve.N) >= 0)
        {
            throw new ArgumentException("Expected 32 bytes of a number in [1, n) of secp256k1.", nameof(privateKey));
        }

        _key = new ECPrivateKeyParameters(secret, new ECDomainParameters(RelaySignature.Curve));
        Address = RelaySignature.AddressOf(RelaySignature.Curve.G.Multiply(secret));
    }

    /// <summary>Address of the key.</summary>
    public Address Address { get; }

    /// <summary>Signs a digest.</summary>
    /// <param name="digest">Such as <see cref="RiskParameterUpdate.DigestFor"/>.</param>
    /// <returns>A signature with s in the lower half.</returns>
    public RelaySignature Sign(Word digest)
    {
        ECDsaSigner signer = new(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(true, _key);
        BouncyInteger[] parts = signer.GenerateSignature(digest.Bytes.ToArray());
        BigInteger r = RelaySignature.FromBouncy(parts[0]);
        BigInteger s = RelaySignature.FromBouncy(parts[1]);
        s = BigInteger.Min(s, RelaySignature.Order - s);
        RelaySignature first = new(r, s, 27);
        return first.Signer(digest) == Address ? first : first with { V = 28 };
    }
}
