namespace Dms.Predictive.Relay;

/// <summary>Bytes written as 0x and two digits each.</summary>
internal static class Hex
{
    public static byte[] Read(string text, int bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 2 + (2 * bytes) && text.StartsWith("0x", StringComparison.Ordinal)
            ? Convert.FromHexString(text.AsSpan(2))
            : throw new FormatException($"Found '{text}'; expected 0x and {2 * bytes} hexadecimal digits.");
    }
}
