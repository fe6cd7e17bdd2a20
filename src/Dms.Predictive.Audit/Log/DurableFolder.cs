using System.Runtime.InteropServices;

namespace Dms.Predictive.Audit;

/// <summary>Files that are there whole after a power cut, or not at all.</summary>
internal static class DurableFolder
{
    private const int ReadOnlyFolder = 0x10000;

    /// <summary>Writes a file under a temporary name, flushes it, renames it and flushes the folder.</summary>
    public static void WriteWhole(string path, ReadOnlySpan<byte> bytes)
    {
        string unfinished = path + LogLayout.Unfinished;
        using (FileStream file = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: false);
        Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a folder durable. Does nothing where folders cannot be flushed.</summary>
    /// <exception cref="IOException">The folder could not be flushed.</exception>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int handle = OpenFile(folder, ReadOnlyFolder);
        if (handle < 0)
        {
            throw new IOException(
                $"Cannot open the folder {folder} to flush it (errno {Marshal.GetLastPInvokeError()}).");
        }

        int failed = FlushFile(handle);
        int errno = Marshal.GetLastPInvokeError();
        _ = CloseFile(handle);
        if (failed != 0)
        {
            throw new IOException($"Cannot flush the folder {folder} (errno {errno}).");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushFile(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseFile(int handle);
}
