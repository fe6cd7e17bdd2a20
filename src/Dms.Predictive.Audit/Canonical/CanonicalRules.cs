using System.Buffers;

namespace Dms.Predictive.Audit;

/// <summary>The limits of the canonical form: a subset of RFC 8785 that needs no number formatting.</summary>
public static class CanonicalRules
{
    /// <summary>Largest magnitude of an integer that is no time: 2^53 − 1.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    /// <summary>Deepest nesting of objects and arrays; the outermost object is level 1.</summary>
    public const int MaxDepth = 16;

    /// <summary>Largest size of a record in bytes: 1 MiB.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Longest object key in characters.</summary>
    public const int MaxKeyLength = 128;

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/-");

    /// <summary>Whether the text may be an object key: 1 to 128 characters of A–Z a–z 0–9 _ . : / -.</summary>
    public static bool IsKey(ReadOnlySpan<char> key) =>
        key.Length is >= 1 and <= MaxKeyLength && !key.ContainsAnyExcept(KeyCharacters);

    /// <summary>
    /// Whether integers under this key are nanosecond times and may fill 64 bits: <c>at</c>, <c>time</c>,
    /// <c>created</c>, <c>until</c> and every key that ends in <c>At</c> or <c>Time</c>, with all they contain.
    /// </summary>
    public static bool IsTimeKey(ReadOnlySpan<char> key) =>
        key is "at" or "time" or "created" or "until"
        || key.EndsWith("At", StringComparison.Ordinal) || key.EndsWith("Time", StringComparison.Ordinal);
}
