using System.CommandLine;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms garch</c>.</summary>
public static class GarchCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("garch", "Fit volatility models and forecast with them.") { GarchFitCommand.Create(), GarchForecastCommand.Create() };
}
