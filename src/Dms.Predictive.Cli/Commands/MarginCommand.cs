using System.CommandLine;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms margin</c>.</summary>
public static class MarginCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("margin", "Compute margin requirements.")
    {
        MarginComputeCommand.Create(),
        MarginWhatIfCommand.Create(),
        MarginLiquidationCommand.Create(),
        MarginStressCommand.Create(),
        MarginCompareCommand.Create(),
    };
}
