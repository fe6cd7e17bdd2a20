using System.CommandLine;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms trees</c>.</summary>
public static class TreesCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("trees", "Explain tree ensembles.");
}
