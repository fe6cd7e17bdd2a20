using Dms.Predictive.Core;
using Microsoft.Win32.SafeHandles;

namespace Dms.Predictive.Learning;

/// <summary>The files of a folder, each opened once without following links and read once into memory.</summary>
internal sealed class BundleFolder : IDisposable
{
    private const int MostEntries = 1_000;
    private readonly Dictionary<string, (SafeFileHandle Handle, long Length)> _open = new(StringComparer.Ordinal);

    private BundleFolder()
    {
    }

    /// <summary>Names of all plain files.</summary>
    public IEnumerable<string> Names => _open.Keys;

    /// <summary>Opens every file; refuses links, folders and files over the cap.</summary>
    public static BundleFolder Open(string folder)
    {
        DirectoryInfo directory = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (directory.LinkTarget is not null)
        {
            throw new InputRefusedException("link", "The bundle's folder is a symbolic link.", folder);
        }

        if (!directory.Exists)
        {
            throw new InputRefusedException("manifest-missing",
                $"There is no folder {directory.FullName}.", BundleFiles.Manifest);
        }

        BundleFolder result = new();
        try
        {
            string[] paths = [.. Directory.EnumerateFileSystemEntries(directory.FullName).Take(MostEntries + 1)];
            if (paths.Length > MostEntries)
            {
                throw new InputRefusedException("file-unlisted", $"More than {MostEntries} files.", folder);
            }

            Array.Sort(paths, StringComparer.Ordinal);
            Array.ForEach(paths, result.Add);

            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="name">A name of <see cref="Names"/>.</param>
    /// <param name="cap">Most bytes that may be read.</param>
    /// <exception cref="InputRefusedException"><c>size</c>; <c>hash-mismatch</c>: it changed its length.</exception>
    public byte[] Read(string name, long cap)
    {
        (SafeFileHandle handle, long length) = _open[name];
        if (length > cap)
        {
            throw new InputRefusedException("size", $"{name} has {length} bytes; at most {cap} are read.", name);
        }

        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < bytes.Length)
        {
            int read = RandomAccess.Read(handle, bytes.AsSpan(filled), filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled == bytes.Length && RandomAccess.Read(handle, new byte[1], filled) == 0
            ? bytes
            : throw new InputRefusedException("hash-mismatch", $"{name} changed while it was read.", name);
    }

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        foreach ((SafeFileHandle handle, _) in _open.Values)
        {
            handle.Dispose();
        }
    }

    private void Add(string path)
    {
        string name = Path.GetFileName(path);
        SafeFileHandle handle = NativeFile.Open(path)
            ?? throw new InputRefusedException("link", $"{name} is a symbolic link.", name);
        bool kept = false;
        try
        {
            (bool isFile, bool isFolder, long names, long length) = NativeFile.Describe(handle);
            if (isFolder)
            {
                throw new InputRefusedException("file-unlisted", $"{name} is a folder; a bundle is flat.", name);
            }

            if (!isFile || names != 1)
            {
                throw new InputRefusedException("link", $"{name} has {names} names or is not a plain file.", name);
            }

            _open.Add(name, (handle, length));
            kept = true;
        }
        finally
        {
            if (!kept)
            {
                handle.Dispose();
            }
        }
    }
}
