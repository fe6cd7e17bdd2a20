using System.Buffers;

namespace Dms.Predictive.Audit;

/// <summary>Reads canonical bytes and nothing else: it encodes again what it understood and compares.</summary>
public static class CanonicalReader
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _again;

    /// <summary>Reads one value that fills all the bytes.</summary>
    /// <param name="utf8">At most 1 MiB.</param>
    /// <exception cref="CanonicalFormatException">The bytes are not the canonical form of a value.</exception>
    public static CanonicalValue Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > CanonicalRules.MaxBytes)
        {
            throw new CanonicalFormatException($"{utf8.Length} bytes; at most {CanonicalRules.MaxBytes} are allowed.");
        }

        CanonicalParser parser = new(utf8);
        CanonicalValue value = parser.ReadToEnd();
        ArrayBufferWriter<byte> again = _again ??= new(4096);
        again.ResetWrittenCount();
        CanonicalEncoder.Encode(value, again);
        int same = again.WrittenSpan.CommonPrefixLength(utf8);
        return same == utf8.Length && again.WrittenCount == utf8.Length
            ? value
            : throw new CanonicalFormatException("The bytes differ from the canonical form of what they say.", same);
    }

    /// <summary>Reads one object that fills all the bytes.</summary>
    /// <exception cref="CanonicalFormatException">The bytes are not the canonical form of an object.</exception>
    public static CanonicalObject ReadObject(ReadOnlySpan<byte> utf8) =>
        Read(utf8) as CanonicalObject ?? throw new CanonicalFormatException("Expected an object.", 0);
}
