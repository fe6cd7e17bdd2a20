namespace Dms.Predictive.Audit;

/// <summary>Reads heads and keys, which are small; a larger file cannot be one.</summary>
internal static class SmallFile
{
    private const int MaxBytes = 64 << 10;

    /// <exception cref="CanonicalFormatException">The file is larger than 64 KiB.</exception>
    public static byte[] Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[MaxBytes + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= MaxBytes
            ? bytes[..length]
            : throw new CanonicalFormatException($"The file is larger than {MaxBytes} bytes.");
    }
}
