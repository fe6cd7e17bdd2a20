using System.Buffers.Binary;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Reads the central directory of a zip in memory and refuses every trick that makes two readers see two different
/// archives: entries over each other, names twice, lengths that do not fit, links, paths that leave the folder.
/// </summary>
/// <remarks>Only what ML.NET writes is read: one disk, stored or deflated, no encryption, no zip64, no comment.</remarks>
internal static class ZipDirectory
{
    /// <summary>Most entries.</summary>
    public const int MostEntries = 1_024;

    private const int EndLength = 22;
    private const int CentralLength = 46;
    private const int LocalLength = 30;
    private const uint EndMark = 0x06054B50;
    private const uint CentralMark = 0x02014B50;
    private const uint LocalMark = 0x04034B50;
    private const int LengthsFollow = 0x0008;
    private const int IsUtf8 = 0x0800;
    private const uint UnixKind = 0xF000_0000;
    private const uint UnixLink = 0xA000_0000;

    /// <summary>Reads and checks the directory.</summary>
    /// <exception cref="InputRefusedException"><c>zip-malformed</c>, <c>zip-entries</c>, <c>zip-path</c>,
    /// <c>zip-duplicate</c>, <c>zip-link</c>, <c>zip-length</c> or <c>zip-overlap</c>.</exception>
    public static IReadOnlyList<ZipEntry> Read(ReadOnlySpan<byte> zip)
    {
        int end = zip.Length - EndLength;
        if (end < 0 || U32(zip, end) != EndMark || U16(zip, end + 20) != 0 || U32(zip, end + 4) != 0)
        {
            throw Refusal("zip-malformed", "It does not end like a zip of one disk without a comment.");
        }

        int count = U16(zip, end + 10);
        if (count > MostEntries || U16(zip, end + 8) > MostEntries)
        {
            throw Refusal("zip-entries", $"It names {count} entries; at most {MostEntries} are read.");
        }

        (long length, long start) = (U32(zip, end + 12), U32(zip, end + 16));
        if (start + length != end || U16(zip, end + 8) != count)
        {
            throw Refusal("zip-malformed", "The central directory does not lie where the end says.");
        }

        List<ZipEntry> entries = ReadCentral(zip, (int)start, end);
        if (entries.Count != count)
        {
            throw Refusal("zip-malformed", $"The directory holds {entries.Count} entries; its end says {count}.");
        }

        RefuseTogether(entries, (int)start);
        return entries;
    }

    private static List<ZipEntry> ReadCentral(ReadOnlySpan<byte> zip, int start, int end)
    {
        List<ZipEntry> entries = [];
        int at = start;
        while (at < end)
        {
            if (entries.Count == MostEntries)
            {
                throw Refusal("zip-entries", $"It holds more than {MostEntries} entries.");
            }

            if (end - at < CentralLength || U32(zip, at) != CentralMark)
            {
                throw Refusal("zip-malformed", $"Entry {entries.Count} of the directory is cut off.");
            }

            long next = (long)at + CentralLength + U16(zip, at + 28) + U16(zip, at + 30) + U16(zip, at + 32);
            if (next > end)
            {
                throw Refusal("zip-malformed", $"Entry {entries.Count} of the directory is cut off.");
            }

            entries.Add(ReadEntry(zip, at, start));
            at = (int)next;
        }

        return entries;
    }

    private static ZipEntry ReadEntry(ReadOnlySpan<byte> zip, int at, int directory)
    {
        int flags = U16(zip, at + 8);
        int method = U16(zip, at + 10);
        (long packed, long declared, long header) = (U32(zip, at + 20), U32(zip, at + 24), U32(zip, at + 42));
        ReadOnlySpan<byte> rawName = zip.Slice(at + CentralLength, U16(zip, at + 28));
        string name = Name(rawName);
        RefuseName(name);
        if ((U32(zip, at + 38) & UnixKind) == UnixLink)
        {
            throw Refusal("zip-link", $"{name} is a symbolic link.");
        }

        if ((flags & ~(LengthsFollow | IsUtf8 | 0x0006)) != 0 || method is not (0 or 8) || U16(zip, at + 34) != 0)
        {
            throw Refusal("zip-malformed", $"{name} is encrypted, packed by method {method}, or on another disk.");
        }

        if (header + LocalLength > directory || U32(zip, (int)header) != LocalMark)
        {
            throw Refusal("zip-malformed", $"{name} has no header at offset {header}.");
        }

        int local = (int)header;
        int nameLength = U16(zip, local + 26);
        long content = header + LocalLength + nameLength + U16(zip, local + 28);
        if (content > directory || !zip.Slice(local + LocalLength, nameLength).SequenceEqual(rawName)
            || U16(zip, local + 6) != flags || U16(zip, local + 8) != method)
        {
            throw Refusal("zip-malformed", $"{name} is another entry in its own header than in the directory.");
        }

        bool later = (flags & LengthsFollow) != 0;
        bool agrees = later || (U32(zip, local + 18) == packed && U32(zip, local + 22) == declared);
        if (!agrees || packed > directory - content || (method == 0 && packed != declared))
        {
            throw Refusal("zip-length", $"{name} declares lengths that cannot be true.");
        }

        return new ZipEntry(name, local, (int)content, (int)packed, declared, method == 8);
    }

    private static string Name(ReadOnlySpan<byte> raw)
    {
        foreach (byte b in raw)
        {
            if (b is < 0x20 or > 0x7E)
            {
                throw Refusal("zip-path", "A name holds NUL, a control character, or one outside ASCII.");
            }
        }

        return Encoding.ASCII.GetString(raw);
    }

    private static void RefuseName(string name)
    {
        bool leaves = name.Length == 0 || name[0] == '/' || name.Contains('\\') || name.Contains(':')
            || name.Split('/').Any(part => part is "" or "." or "..");
        if (leaves)
        {
            throw Refusal("zip-path", $"'{name}' is no plain path below the zip's own root.");
        }
    }

    private static void RefuseTogether(List<ZipEntry> entries, int directory)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        if (entries.FirstOrDefault(e => !names.Add(e.Name)) is { } twice)
        {
            throw Refusal("zip-duplicate", $"{twice.Name} is there twice.");
        }

        int free = 0;
        foreach (ZipEntry entry in entries.OrderBy(e => e.Header))
        {
            if (entry.Header < free || entry.End > directory)
            {
                throw Refusal("zip-overlap", $"{entry.Name} lies over the entry before it.");
            }

            free = entry.End;
        }
    }

    private static int U16(ReadOnlySpan<byte> zip, int at) => BinaryPrimitives.ReadUInt16LittleEndian(zip[at..]);

    private static uint U32(ReadOnlySpan<byte> zip, int at) => BinaryPrimitives.ReadUInt32LittleEndian(zip[at..]);

    private static InputRefusedException Refusal(string code, string message) => new(code, message, BundleFiles.Zip);
}
