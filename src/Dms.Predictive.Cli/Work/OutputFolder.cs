using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work;

/// <summary>Output folders: tested before the work begins, filled with whole files at its end.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder and proves that a file can be written in it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, ".dms-write-test");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The output folder '{folder}' cannot be written ({e.Message}). Name another with --out.", e);
        }
    }

    /// <summary>Writes files, each whole or not at all.</summary>
    public static void Write(string folder, params (string Name, Action<Stream> Write)[] files)
    {
        foreach ((string name, Action<Stream> write) in files)
        {
            AtomicFile.Write(Path.Combine(folder, name), write);
        }
    }
}
