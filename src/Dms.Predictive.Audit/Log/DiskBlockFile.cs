using Microsoft.Win32.SafeHandles;

namespace Dms.Predictive.Audit;

/// <summary>A file on the disk, written without a buffer of its own: nothing is written later than asked.</summary>
internal sealed class DiskBlockFile : IBlockFile
{
    private readonly SafeFileHandle _handle;

    private DiskBlockFile(SafeFileHandle handle) => _handle = handle;

    public static IBlockFile Open(string path, FileMode mode) =>
        new DiskBlockFile(File.OpenHandle(path, mode, FileAccess.Write, FileShare.Read));

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();
}
