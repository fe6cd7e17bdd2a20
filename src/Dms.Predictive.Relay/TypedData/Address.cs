namespace Dms.Predictive.Relay;

/// <summary>An account of a chain: the last 20 bytes of the hash of a public key. Default is not valid.</summary>
public readonly struct Address : IEquatable<Address>
{
    /// <summary>Bytes in an address.</summary>
    public const int Size = 20;

    private readonly byte[]? _bytes;

    private Address(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes; length 20.</summary>
    /// <exception cref="InvalidOperationException">The address was never set.</exception>
    public ReadOnlySpan<byte> Bytes => _bytes ?? throw new InvalidOperationException("The address was never set.");

    /// <summary>The address as a word, zeros before it.</summary>
    public Word Padded
    {
        get
        {
            Span<byte> word = stackalloc byte[Word.Size];
            word.Clear();
            Bytes.CopyTo(word[(Word.Size - Size)..]);
            return Word.Of(word);
        }
    }

    /// <summary>An address of 20 bytes.</summary>
    /// <exception cref="ArgumentException">There are not 20.</exception>
    public static Address Of(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new(bytes.ToArray())
        : throw new ArgumentException($"Found {bytes.Length} bytes; an address has {Size}.", nameof(bytes));

    /// <summary>An address written as 0x and 40 hexadecimal digits, in any case: mixed case is not taken for a
    /// check sum.</summary>
    /// <exception cref="FormatException">It is not written so.</exception>
    public static Address Parse(string text) => new(Hex.Read(text, Size));

    /// <inheritdoc/>
    public bool Equals(Address other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Bytes);

    /// <summary>0x and 40 lower-case digits.</summary>
    public override string ToString() => "0x" + Convert.ToHexStringLower(Bytes);

    /// <summary>Whether two addresses are the same.</summary>
    public static bool operator ==(Address left, Address right) => left.Equals(right);

    /// <summary>Whether two addresses differ.</summary>
    public static bool operator !=(Address left, Address right) => !left.Equals(right);
}
