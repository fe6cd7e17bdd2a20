using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Workbench;

/// <summary>Finds the project's own files, wherever below it a notebook was opened.</summary>
public static class BenchFolder
{
    /// <summary>A path below the nearest folder, at or above the current one, that holds <c>data/samples</c>.</summary>
    /// <param name="parts">Parts of the path, such as <c>"data", "samples", "SIM-BTC.csv.gz"</c>.</param>
    /// <exception cref="InputRefusedException"><c>project-missing</c>: no such folder.</exception>
    public static string Path(params string[] parts)
    {
        DirectoryInfo? at = new(Environment.CurrentDirectory);
        while (at is not null && !Directory.Exists(System.IO.Path.Combine(at.FullName, "data", "samples")))
        {
            at = at.Parent;
        }

        return at is not null
            ? System.IO.Path.Combine([at.FullName, .. parts])
            : throw new InputRefusedException(
                "project-missing", "No folder at or above this one holds data/samples. Start the notebook inside the project.",
                Environment.CurrentDirectory);
    }
}
