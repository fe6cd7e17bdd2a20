using System.Numerics;

namespace Dms.Predictive.Relay;

/// <summary>A word of 32 bytes: <c>bytes32</c>, or a number as chains store it, big-endian. Default is not valid.</summary>
public readonly struct Word : IEquatable<Word>
{
    /// <summary>Bytes in a word.</summary>
    public const int Size = 32;

    private readonly byte[]? _bytes;

    private Word(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes, most significant first; length 32.</summary>
    /// <exception cref="InvalidOperationException">The word was never set.</exception>
    public ReadOnlySpan<byte> Bytes => _bytes ?? throw new InvalidOperationException("The word was never set.");

    /// <summary>A word of 32 bytes.</summary>
    /// <param name="bytes">Most significant first.</param>
    /// <exception cref="ArgumentException">There are not 32.</exception>
    public static Word Of(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new(bytes.ToArray())
        : throw new ArgumentException($"Found {bytes.Length} bytes; a word has {Size}.", nameof(bytes));

    /// <summary>A number as <c>int256</c>: two's complement.</summary>
    /// <param name="value">In [−2²⁵⁵, 2²⁵⁵).</param>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public static Word Of(BigInteger value)
    {
        byte[] bytes = new byte[Size];
        bytes.AsSpan().Fill(value.Sign < 0 ? (byte)0xff : (byte)0);
        int length = value.GetByteCount(isUnsigned: false);
        if (length > Size)
        {
            throw new OverflowException($"{value} does not fit int256.");
        }

        value.TryWriteBytes(bytes.AsSpan(Size - length), out _, isUnsigned: false, isBigEndian: true);
        return new(bytes);
    }

    /// <summary>A number as <c>uint64</c> in a word.</summary>
    /// <param name="value">Any.</param>
    public static Word Of(ulong value) => Of(new BigInteger(value));

    /// <summary>A word written as 0x and 64 hexadecimal digits.</summary>
    /// <param name="text">Either case.</param>
    /// <exception cref="FormatException">It is not written so.</exception>
    public static Word Parse(string text) => Of(Hex.Read(text, Size));

    /// <inheritdoc/>
    public bool Equals(Word other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Word other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Bytes);

    /// <summary>0x and 64 lower-case digits.</summary>
    public override string ToString() => "0x" + Convert.ToHexStringLower(Bytes);

    /// <summary>Whether two words hold the same bytes.</summary>
    public static bool operator ==(Word left, Word right) => left.Equals(right);

    /// <summary>Whether two words differ.</summary>
    public static bool operator !=(Word left, Word right) => !left.Equals(right);
}
