using System.CommandLine;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms margin whatif</c>: requirements under imagined positions, cash, prices and parameters.</summary>
public static class MarginWhatIfCommand
{
    private const string Description = """
        Compute margin before and after each of the request's changes, with the exact difference.
        Every change starts from the unchanged request.
        Example: dms margin whatif --request changes.json --json
        """;

    /// <summary>Builds the command.</summary>
    public static Command Create() => MarginRequestCommand.Create("whatif", Description, MarginQuestion.WhatIf);
}
