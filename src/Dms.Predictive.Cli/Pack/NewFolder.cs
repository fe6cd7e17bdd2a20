using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Pack;

/// <summary>A folder of files that appears whole or not at all.</summary>
internal static class NewFolder
{
    /// <summary>Writes files into a folder beside the target and renames it.</summary>
    /// <exception cref="InputRefusedException">The folder holds something already (<c>output-exists</c>).</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        string target = Path.GetFullPath(Path.TrimEndingDirectorySeparator(folder));
        if (File.Exists(target)
            || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new InputRefusedException(
                "output-exists", "The folder is not empty; nothing is overwritten. Name a new one with --out.", folder);
        }

        string unfinished = target + ".tmp";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        foreach ((string name, byte[] bytes) in files)
        {
            string path = Path.Combine(unfinished, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        if (Directory.Exists(target))
        {
            Directory.Delete(target);
        }

        Directory.Move(unfinished, target);
    }
}
