using System.CommandLine;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms models</c>.</summary>
public static class ModelsCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("models", "Verify model bundles.");
}
