using System.Text;

namespace Dms.Predictive.Audit;

/// <summary>Keys seen before on this thread: records repeat the same few, so most need no new text and no
/// check.</summary>
internal sealed class KeyCache
{
    private const int Slots = 512;

    [ThreadStatic]
    private static KeyCache? _ofThread;

    private readonly string?[] _keys = new string?[Slots];

    public static KeyCache OfThread => _ofThread ??= new KeyCache();

    /// <summary>The key that these ASCII bytes spell, when it was remembered.</summary>
    public string? Find(ReadOnlySpan<byte> ascii) =>
        _keys[SlotOf(ascii)] is { } key && Ascii.Equals(ascii, key) ? key : null;

    /// <summary>Remembers a key that was found good.</summary>
    public void Remember(ReadOnlySpan<byte> ascii, string key) => _keys[SlotOf(ascii)] = key;

    private static int SlotOf(ReadOnlySpan<byte> ascii) => ascii.IsEmpty
        ? 0
        : ((ascii.Length * 31) + (ascii[0] * 7) + (ascii[^1] * 17) + (ascii[ascii.Length / 2] * 131)) % Slots;
}
