namespace Dms.Predictive.MarketData;

/// <summary>Files that appear whole or not at all.</summary>
public static class AtomicFile
{
    private static int _sequence;

    /// <summary>Writes a temporary file beside the target, flushes it to disk and renames it over the target.</summary>
    /// <param name="path">Target; replaced when it exists. Missing folders are made.</param>
    /// <param name="write">Writes the content; when it throws, the target stays as it was.</param>
    /// <exception cref="IOException">The file system refuses; nothing was left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new IOException($"'{path}' names no file.");
        Directory.CreateDirectory(folder);
        int number = Interlocked.Increment(ref _sequence);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Environment.ProcessId}-{number}.tmp");
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
