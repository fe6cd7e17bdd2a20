using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>The lock of a live writer. The operating system frees it when the process dies, however it dies; the file
/// that is left behind blocks nobody.</summary>
internal sealed class WriterLock : IDisposable
{
    private const int Attempts = 120;
    private const int MillisecondsBetween = 25;

    private readonly string _path;
    private readonly FileStream _file;

    private readonly bool _wasThere;

    private WriterLock(string path, FileStream file, bool wasThere) => (_path, _file, _wasThere) = (path, file, wasThere);

    /// <summary>Takes the lock of a folder.</summary>
    /// <exception cref="InputRefusedException">Another writer holds it (<c>log-in-use</c>).</exception>
    public static WriterLock Take(string directory)
    {
        string path = Path.Combine(directory, LogLayout.Lock);
        while (true)
        {
            bool wasThere = File.Exists(path);
            FileStream file = Open(directory, path);
            if (!WasDeleted(file))
            {
                return new WriterLock(path, file, wasThere);
            }

            file.Dispose();
        }
    }

    /// <summary>Removes the lock file and gives the folder free.</summary>
    public void Release()
    {
        // Deleted while held, so that nobody can hold a file that is about to go.
        File.Delete(_path);
        _file.Dispose();
    }

    /// <summary>Gives the folder free and leaves everything as it was found.</summary>
    public void Abandon()
    {
        if (!_wasThere)
        {
            File.Delete(_path);
        }

        _file.Dispose();
    }

    /// <summary>Gives the folder free and leaves the file.</summary>
    public void Dispose() => _file.Dispose();

    // A process that is being forked from a writer shares its lock until it becomes another program: a moment, as a rule.
    private static FileStream Open(string directory, string path)
    {
        using ManualResetEventSlim never = new(initialState: false);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && attempt < Attempts)
            {
                never.Wait(MillisecondsBetween);
            }
            catch (IOException e) when (File.Exists(path))
            {
                throw new InputRefusedException(
                    "log-in-use",
                    "Another writer holds this log; a log has one writer at a time. Stop it, or name another folder.",
                    directory,
                    e);
            }
        }
    }

    // A writer that closes may delete the file between our opening and our locking it.
    private static bool WasDeleted(FileStream file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        string link = string.Create(
            CultureInfo.InvariantCulture, $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}");
        return new FileInfo(link).LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) == true;
    }
}
