using System.Numerics;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math.EC;
using BouncyInteger = Org.BouncyCastle.Math.BigInteger;

namespace Dms.Predictive.Relay;

/// <summary>A secp256k1 signature with the bit that tells which public key it belongs to.</summary>
/// <param name="R">First half; in [1, n).</param>
/// <param name="S">Second half; in [1, n), and at most n/2 to be accepted.</param>
/// <param name="V">27 or 28.</param>
public sealed record RelaySignature(BigInteger R, BigInteger S, byte V)
{
    /// <summary>Bytes of a signature: r, s, v.</summary>
    public const int Size = 65;

    private const byte FirstV = 27;

    /// <summary>The curve.</summary>
    internal static X9ECParameters Curve { get; } = CustomNamedCurves.GetByName("secp256k1");

    /// <summary>Order of the curve.</summary>
    internal static BigInteger Order { get; } = FromBouncy(Curve.N);

    /// <summary>Whether s is in the lower half. The other half signs the same message with other bytes, so it is refused
    /// (EIP-2).</summary>
    public bool IsLow => S <= Order / 2;

    /// <summary>r, s and v as 65 bytes.</summary>
    public byte[] ToBytes() => [.. Word.Of(Wrapped(R)).Bytes, .. Word.Of(Wrapped(S)).Bytes, V];

    /// <summary>Reads 65 bytes.</summary>
    /// <exception cref="FormatException">There are not 65.</exception>
    public static RelaySignature FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new(
            new BigInteger(bytes[..Word.Size], isUnsigned: true, isBigEndian: true),
            new BigInteger(bytes[Word.Size..(2 * Word.Size)], isUnsigned: true, isBigEndian: true), bytes[^1])
        : throw new FormatException($"Found {bytes.Length} bytes; a signature has {Size}.");

    /// <summary>Whose signature it is.</summary>
    /// <param name="digest">What was signed.</param>
    /// <returns>The signer's address; null when r, s or v is out of range or no key fits.</returns>
    /// <remarks>Q = r⁻¹(sR − eG), SEC 1 section 4.1.6. Keys whose r passed the order of the curve are not looked for: v
    /// has no bit for them.</remarks>
    public Address? Signer(Word digest)
    {
        if (V is not (FirstV or FirstV + 1) || R <= 0 || R >= Order || S <= 0 || S >= Order)
        {
            return null;
        }

        ECPoint? point = PointOf(R, V - FirstV);
        if (point is null)
        {
            return null;
        }

        BouncyInteger n = Curve.N;
        BouncyInteger e = new(1, digest.Bytes.ToArray());
        BouncyInteger inverse = ToBouncy(R).ModInverse(n);
        ECPoint key = ECAlgorithms.SumOfTwoMultiplies(
            Curve.G, e.Negate().Mod(n).Multiply(inverse).Mod(n), point, ToBouncy(S).Multiply(inverse).Mod(n)).Normalize();
        return key.IsInfinity ? null : AddressOf(key);
    }

    /// <summary>Address of a public key.</summary>
    internal static Address AddressOf(ECPoint key) =>
        Address.Of(Keccak256.Of(key.Normalize().GetEncoded(false).AsSpan(1)).AsSpan(Word.Size - Address.Size));

    internal static BouncyInteger ToBouncy(BigInteger value) =>
        new(1, value.ToByteArray(isUnsigned: true, isBigEndian: true));

    internal static BigInteger FromBouncy(BouncyInteger value) =>
        new(value.ToByteArrayUnsigned(), isUnsigned: true, isBigEndian: true);

    // Words are signed numbers; r and s use all 256 bits.
    private static BigInteger Wrapped(BigInteger value) =>
        value < BigInteger.One << 255 ? value : value - (BigInteger.One << 256);

    private static ECPoint? PointOf(BigInteger x, int parity)
    {
        try
        {
            byte[] encoded = [(byte)(2 + parity), .. Word.Of(Wrapped(x)).Bytes];
            return Curve.Curve.DecodePoint(encoded);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
