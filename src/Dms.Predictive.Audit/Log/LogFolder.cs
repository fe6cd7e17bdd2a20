using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>The files of a log folder by name, listed once before anything is read.</summary>
internal sealed class LogFolder
{
    private LogFolder(string directory) => Path = directory;

    public string Path { get; }

    /// <summary>What the payloads are.</summary>
    public LogForm Form { get; private init; }

    /// <summary>Whether a lock file is there.</summary>
    public bool HasLock { get; private init; }

    /// <summary>Whether somebody holds the lock.</summary>
    public bool IsLockHeld { get; private init; }

    /// <summary>File names of segments, ascending.</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    /// <summary>Sizes of heads by file name, ascending.</summary>
    public required long[] HeadSizes { get; init; }

    /// <summary>Key ids by file name, ascending.</summary>
    public required IReadOnlyList<string> KeyIds { get; init; }

    /// <summary>Relative paths of what does not belong, by folder: segments, heads, keys, the log folder
    /// itself.</summary>
    public required ILookup<string, string> Unknown { get; init; }

    /// <exception cref="InputRefusedException">The folder is no log (<c>no-log</c>).</exception>
    public static LogFolder Open(string directory, LogForm? expected = null)
    {
        if (!Directory.Exists(System.IO.Path.Combine(directory, LogLayout.Segments)))
        {
            throw new InputRefusedException(
                "no-log", $"This is no log: a log folder holds a folder '{LogLayout.Segments}'.", directory);
        }

        List<(string Folder, string Path)> unknown = [];
        string lockPath = System.IO.Path.Combine(directory, LogLayout.Lock);
        bool hasLock = File.Exists(lockPath);
        List<string> segments =
            Names(directory, LogLayout.Segments, n => LogLayout.SegmentNumber(n) is not null, unknown);
        LogForm form = expected ?? LogFormMagic.Of(directory, segments.FirstOrDefault());
        List<string> heads = Names(directory, LogLayout.Heads, n => LogLayout.HeadNumber(n) is not null, unknown);
        LogFolder folder = new(directory)
        {
            Form = form,
            HasLock = hasLock,
            IsLockHeld = hasLock && IsHeld(lockPath),
            Segments = segments,
            HeadSizes = [.. heads.Select(n => LogLayout.HeadNumber(n)!.Value)],
            KeyIds = [.. Names(directory, LogLayout.Keys, n => LogLayout.KeyNumber(n) is not null, unknown)
                .Select(n => LogLayout.KeyNumber(n)!)],
            Unknown = UnknownAtTop(directory, form, unknown),
        };
        return folder.Segments.Count > 0 || folder.HeadSizes.Length > 0 || hasLock
            ? folder
            : throw new InputRefusedException("no-log", "The folder holds neither segments nor heads.", directory);
    }

    private static ILookup<string, string> UnknownAtTop(
        string directory, LogForm form, List<(string Folder, string Path)> unknown)
    {
        string[] expected = LogLayout.Folders(form);
        foreach (FileSystemInfo entry in Entries(directory))
        {
            bool known = entry is DirectoryInfo ? expected.Contains(entry.Name) : entry.Name == LogLayout.Lock;
            if (!known)
            {
                unknown.Add(("", entry.Name));
            }
        }

        return unknown.ToLookup(u => u.Folder, u => u.Path, StringComparer.Ordinal);
    }

    private static List<string> Names(
        string directory, string folder, Predicate<string> isKnown, List<(string Folder, string Path)> unknown)
    {
        List<string> known = [];
        foreach (FileSystemInfo entry in Entries(System.IO.Path.Combine(directory, folder)))
        {
            if (entry is FileInfo && isKnown(entry.Name))
            {
                known.Add(entry.Name);
            }
            else
            {
                unknown.Add((folder, $"{folder}/{entry.Name}"));
            }
        }

        return known;
    }

    private static IEnumerable<FileSystemInfo> Entries(string directory) => !Directory.Exists(directory)
        ? []
        : new DirectoryInfo(directory).EnumerateFileSystemInfos()
            .Where(e => !(e is FileInfo && e.Name.EndsWith(LogLayout.Unfinished, StringComparison.Ordinal)))
            .OrderBy(e => e.Name, StringComparer.Ordinal);

    private static bool IsHeld(string lockPath)
    {
        try
        {
            using FileStream free = new(lockPath, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException e) when (e is not FileNotFoundException)
        {
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
