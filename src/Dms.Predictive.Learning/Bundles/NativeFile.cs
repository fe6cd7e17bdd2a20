using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dms.Predictive.Learning;

/// <summary>Opens a file on Linux x64 without following a link, and says what was opened.</summary>
internal static class NativeFile
{
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int NoFollow = 0x20000;
    private const int CloseOnExec = 0x80000;
    private const int TooManyLinks = 40;
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>Opens for reading.</summary>
    /// <returns>The handle, or null when the last part of the path is a symbolic link.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafeFileHandle? Open(string path)
    {
        int descriptor = OpenFile(path, ReadOnly | NonBlocking | NoFollow | CloseOnExec);
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        int error = Marshal.GetLastPInvokeError();
        return error == TooManyLinks
            ? null
            : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>Kind, names and length of what is open.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public static (bool IsFile, bool IsFolder, long Names, long Length) Describe(SafeFileHandle handle)
    {
        byte[] status = new byte[256];
        if (StatusOf(handle, status) != 0)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        }

        int kind = BinaryPrimitives.ReadInt32LittleEndian(status.AsSpan(24)) & KindMask;
        long names = BinaryPrimitives.ReadInt64LittleEndian(status.AsSpan(16));
        long length = BinaryPrimitives.ReadInt64LittleEndian(status.AsSpan(48));
        return (kind == RegularFile, kind == Folder, names, length);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fstat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatusOf(SafeFileHandle handle, byte[] status);
}
