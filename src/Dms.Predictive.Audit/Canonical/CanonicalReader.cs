namespace Dms.Predictive.Audit;

/// <summary>Reads canonical bytes and nothing else.</summary>
public static class CanonicalReader
{
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
        return parser.ReadToEnd();
    }

    /// <summary>Reads one object that fills all the bytes.</summary>
    /// <exception cref="CanonicalFormatException">The bytes are not the canonical form of an object.</exception>
    public static CanonicalObject ReadObject(ReadOnlySpan<byte> utf8) =>
        Read(utf8) as CanonicalObject ?? throw new CanonicalFormatException("Expected an object.", 0);
}
