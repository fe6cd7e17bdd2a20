namespace Dms.Predictive.Audit;

/// <summary>A value has no canonical form, or bytes are not the canonical form of any value.</summary>
/// <param name="message">What was found and what is allowed.</param>
/// <param name="offset">Byte offset of the finding; −1 when the value was never bytes.</param>
public sealed class CanonicalFormatException(string message, int offset = -1) : FormatException(message)
{
    /// <summary>Byte offset of the finding; −1 when the value was never bytes.</summary>
    public int Offset { get; } = offset;
}
