using System.Globalization;
using System.Security.Cryptography;

namespace Dms.Predictive.Audit;

/// <summary>What follows the last commit of the last segment and was never promised to anybody.</summary>
internal static class TornTail
{
    private const int Alignment = 8;
    private const int WindowBytes = 1 << 16;

    /// <summary>Whether no whole frame begins beyond a bad place; only then can it be a tail torn off by a power
    /// cut.</summary>
    public static bool NothingWholeBeyond(string path, long badPlace)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] window = new byte[WindowBytes + FrameHeader.Size];
        for (long at = badPlace + Alignment; at < file.Length; at += WindowBytes)
        {
            file.Position = at;
            int length = file.ReadAtLeast(window, window.Length, throwOnEndOfStream: false);
            for (int i = 0; i + FrameHeader.Size <= length && i < WindowBytes; i += Alignment)
            {
                if (FrameHeader.IsWhole(window.AsSpan(i, FrameHeader.Size)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Copies what follows <paramref name="keep"/> to a file beside the log folder, then cuts it
    /// off.</summary>
    /// <param name="directory">Folder of the log.</param>
    /// <param name="segment">File name of the segment.</param>
    /// <param name="keep">Bytes that stay; 0 removes the segment.</param>
    /// <param name="sequence">First sequence that is dropped.</param>
    public static LogRepair MoveOut(string directory, string segment, long keep, long sequence)
    {
        string path = Path.Combine(directory, LogLayout.Segments, segment);
        string backup = FreeName(directory, segment, sequence);
        (long length, string sha256) = Copy(path, keep, backup);
        if (keep == 0)
        {
            File.Delete(path);
        }
        else
        {
            Cut(path, keep);
        }

        DurableFolder.Flush(Path.GetDirectoryName(path)!);
        return new LogRepair($"{LogLayout.Segments}/{segment}", keep, length, sha256, sequence, backup);
    }

    /// <summary>Cuts a segment to a length and makes that durable.</summary>
    public static void Cut(string path, long length)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Length and SHA-256 of what follows an offset.</summary>
    public static (long Length, string Sha256) DigestFrom(string path, long from)
    {
        using FileStream source = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        source.Position = from;
        return (source.Length - from, Convert.ToHexStringLower(SHA256.HashData(source)));
    }

    private static (long Length, string Sha256) Copy(string path, long from, string backup)
    {
        using FileStream source = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] window = new byte[WindowBytes];
        source.Position = from;
        string unfinished = backup + LogLayout.Unfinished;
        using (FileStream target = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            for (int read = source.Read(window); read > 0; read = source.Read(window))
            {
                target.Write(window, 0, read);
                hash.AppendData(window, 0, read);
            }

            target.Flush(flushToDisk: true);
        }

        File.Move(unfinished, backup, overwrite: false);
        DurableFolder.Flush(Path.GetDirectoryName(backup)!);
        return (source.Length - from, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string FreeName(string directory, string segment, long sequence)
    {
        string full = Path.GetFullPath(Path.TrimEndingDirectorySeparator(directory));
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{Path.GetFileName(full)}-{segment}.torn-{sequence}");
        string folder = Path.GetDirectoryName(full)!;
        string path = Path.Combine(folder, name + ".bak");
        for (int i = 2; File.Exists(path); i++)
        {
            path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.{i}.bak"));
        }

        return path;
    }
}
