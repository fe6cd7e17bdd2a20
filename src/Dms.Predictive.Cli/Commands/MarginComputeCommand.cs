using System.CommandLine;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms margin compute</c>: requirements for one request or an array of them.</summary>
public static class MarginComputeCommand
{
    private const string Description = """
        Compute initial and maintenance margin with components, liquidation prices and hashes.
        Example: dms margin compute --request account.json --json
        """;

    /// <summary>Builds the command.</summary>
    public static Command Create() => MarginRequestCommand.Create("compute", Description, MarginQuestion.Requirement);
}
