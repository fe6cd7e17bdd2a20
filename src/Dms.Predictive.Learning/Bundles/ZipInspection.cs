using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Proves that ML.NET's zip of a fit is what ML.NET writes for the product's own models and nothing more. The zip is
/// unpacked into memory only, within caps, and never handed to ML.NET.
/// </summary>
/// <remarks>Caps count unpacked bytes, never the declared ones: 256 MiB in total, and 200 times the packed length of an
/// entry once it exceeds 1 MiB.</remarks>
public static class ZipInspection
{
    /// <summary>Largest allowed ratio of unpacked to packed bytes after <see cref="FreeBytes"/>.</summary>
    public const int MostRatio = 200;

    /// <summary>Unpacked bytes of an entry before its ratio counts: 1 MiB.</summary>
    public const long FreeBytes = 1024 * 1024;

    private const int BlockLength = 64 * 1024;

    /// <summary>Refuses a zip that is not such.</summary>
    /// <param name="zip">The bytes of the file.</param>
    /// <exception cref="InputRefusedException"><c>zip-…</c>, <c>loader-assembly</c> or <c>loader-component</c>.</exception>
    public static void Refuse(byte[] zip)
    {
        ArgumentNullException.ThrowIfNull(zip);
        IReadOnlyList<ZipEntry> entries = ZipDirectory.Read(zip);
        long left = BundleFiles.CapBytes;
        foreach (ZipEntry entry in entries)
        {
            MlNetInspection.RefuseName(entry.Name);
            left -= RefuseLength(zip, entry, left);
        }

        // Only now, with true lengths, is anything kept.
        foreach (ZipEntry entry in entries)
        {
            byte[] content = new byte[entry.Declared];
            using Stream unpacked = Open(zip, entry);
            unpacked.ReadExactly(content);
            MlNetInspection.Refuse(entry.Name, content);
        }
    }

    private static long RefuseLength(byte[] zip, ZipEntry entry, long left)
    {
        using Stream unpacked = Open(zip, entry);
        long most = Math.Min(left, Math.Max(FreeBytes, (long)MostRatio * entry.Packed));
        long length = 0;
        byte[] block = new byte[BlockLength];
        try
        {
            for (int read = unpacked.Read(block); read > 0; read = unpacked.Read(block))
            {
                length += read;
                if (length > most)
                {
                    throw Refusal("zip-bomb", $"{entry.Name} unpacks to more than {most} bytes from {entry.Packed}.");
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new InputRefusedException("zip-malformed", $"{entry.Name} cannot be unpacked: {e.Message}", BundleFiles.Zip, e);
        }

        return length == entry.Declared
            ? length
            : throw Refusal("zip-length", $"{entry.Name} unpacks to {length} bytes; it declares {entry.Declared}.");
    }

    private static Stream Open(byte[] zip, ZipEntry entry)
    {
        MemoryStream packed = new(zip, entry.Content, entry.Packed, writable: false);
        return entry.IsDeflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }

    private static InputRefusedException Refusal(string code, string message) => new(code, message, BundleFiles.Zip);
}
