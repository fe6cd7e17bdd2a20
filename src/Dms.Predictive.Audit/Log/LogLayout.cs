using System.Globalization;

namespace Dms.Predictive.Audit;

/// <summary>Names and limits of a log folder.</summary>
public static class LogLayout
{
    /// <summary>Folder of the segments.</summary>
    public const string Segments = "segments";

    /// <summary>Folder of the signed tree heads.</summary>
    public const string Heads = "heads";

    /// <summary>Folder of the public keys.</summary>
    public const string Keys = "keys";

    /// <summary>File that a live writer holds.</summary>
    public const string Lock = "lock";

    /// <summary>Ending of files that are still being written; readers ignore them.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>A segment never grows beyond this: 64 MiB.</summary>
    public const long MaxSegmentBytes = 64L << 20;

    private const string SegmentEnding = ".dmslog";
    private const string JsonEnding = ".json";

    /// <summary>The folders of a log.</summary>
    internal static string[] Folders(LogForm form) => form == LogForm.Journal ? [Segments] : [Segments, Heads, Keys];

    /// <summary>Relative path of a segment, with <c>/</c>.</summary>
    public static string SegmentPath(long firstSequence) => $"{Segments}/{Number(firstSequence)}{SegmentEnding}";

    /// <summary>Relative path of a tree head, with <c>/</c>.</summary>
    public static string HeadPath(long size) => $"{Heads}/{Number(size)}{JsonEnding}";

    /// <summary>Relative path of a key, with <c>/</c>.</summary>
    public static string KeyPath(string keyId) => $"{Keys}/{keyId}{JsonEnding}";

    /// <summary>First sequence in a segment's file name, or null when it is no such name.</summary>
    public static long? SegmentNumber(string fileName) => NumberOf(fileName, SegmentEnding);

    /// <summary>Size in a head's file name, or null when it is no such name.</summary>
    public static long? HeadNumber(string fileName) => NumberOf(fileName, JsonEnding);

    /// <summary>Key id in a key's file name, or null when it is no such name.</summary>
    public static string? KeyNumber(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.Length == 32 + JsonEnding.Length && fileName.EndsWith(JsonEnding, StringComparison.Ordinal)
               && CanonicalNumber.IsHex(fileName.AsSpan(0, 32))
            ? fileName[..32]
            : null;
    }

    /// <summary>Makes the folders of a log that are not there yet.</summary>
    internal static void MakeFolders(string directory, LogForm form)
    {
        foreach (string folder in Folders(form))
        {
            Directory.CreateDirectory(Path.Combine(directory, folder));
        }
    }

    private static string Number(long value) => value.ToString("D20", CultureInfo.InvariantCulture);

    private static long? NumberOf(string fileName, string ending)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return fileName.Length == 20 + ending.Length && fileName.EndsWith(ending, StringComparison.Ordinal)
               && long.TryParse(fileName.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
               && value > 0
            ? value
            : null;
    }
}
