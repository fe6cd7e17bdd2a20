using System.CommandLine;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms margin liquidation</c>: how far an account is from liquidation, and what to close then.</summary>
public static class MarginLiquidationCommand
{
    private const string Description = """
        Compute liquidation prices, the joint move that liquidates and the smallest close that cures.
        Example: dms margin liquidation --request account.json --json
        """;

    /// <summary>Builds the command.</summary>
    public static Command Create() =>
        MarginRequestCommand.Create("liquidation", Description, MarginQuestion.Liquidation);
}
