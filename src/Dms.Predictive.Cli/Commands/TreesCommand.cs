using System.CommandLine;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms trees</c>.</summary>
public static class TreesCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("trees", "Explain tree ensembles.") { CreateExplain() };

    private static Command CreateExplain()
    {
        Option<FileInfo> vector = new("--vector")
        {
            Description = "JSON file with model, background and rows; null in a row is a missing value.",
            Required = true,
        };
        Option<string> mode = new("--mode")
        {
            Description = "Value function: path (cover-weighted) or interventional (mean over the background).",
            Required = true,
        };
        mode.AcceptOnlyFromAmong("path", "interventional");
        Option<bool> interactions = new("--interactions") { Description = "Also the matrix of pair effects." };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Command explain = new("explain",
            "Split scores exactly among features. Example: dms trees explain --vector trees.json --mode path --json")
        {
            vector, mode, interactions, json,
        };
        explain.SetAction(parsed => TreesExplain.Run(new TreesExplainRequest(
            parsed.GetRequiredValue(vector),
            parsed.GetRequiredValue(mode),
            parsed.GetValue(interactions),
            parsed.GetValue(json))));
        return explain;
    }
}
