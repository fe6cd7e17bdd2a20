using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Cli.Vectors;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms explain</c>.</summary>
public static class ExplainCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("explain", "Explain margins and models.") { CreateMargin(), ExplainModel.Create() };

    private static Command CreateMargin()
    {
        Option<FileInfo> before = new("--before") { Description = "Margin request at t0 (JSON).", Required = true };
        Option<FileInfo> after = new("--after") { Description = "Margin request at t1 (JSON).", Required = true };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Command margin = new("margin",
            "Split a change of initial margin among what changed, to the unit. "
            + "Example: dms explain margin --before monday.json --after tuesday.json --json")
        {
            before, after, json,
        };
        margin.SetAction(parsed => Run(
            parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), parsed.GetValue(json)));
        return margin;
    }

    private static int Run(FileInfo beforeFile, FileInfo afterFile, bool json)
    {
        (MarginRequest before, MarginRequest after) = (Read(beforeFile), Read(afterFile));
        MarginChange change = MarginExplain.Between(before, after);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(ToJson(before, after, change)));
            return ExitCode.Done;
        }

        TextTable table = new("player", ">booked", ">in order", ">in reverse");
        for (int i = 0; i < change.Order.Count; i++)
        {
            string player = change.Order[i];
            table.Add(
                player, AuditText.Signed(change.Booked.Parts[i]), Rounded(change.Sequential[player], change.Quantum),
                Rounded(change.ReverseSequential[player], change.Quantum));
        }

        table.Add("sum", AuditText.Signed(change.Booked.Parts.Sum()), "", "");
        table.WriteTo(Console.Out);
        Console.Out.WriteLine($"Initial margin moved by {AuditText.Signed(change.BookedDelta)}, residual "
            + $"{AuditText.Amount(change.BookedDelta - change.Booked.Parts.Sum())}. Where the two orders differ, the order matters.");
        return ExitCode.Done;
    }

    private static string Rounded(double part, decimal quantum) =>
        AuditText.Signed(Booking.RoundHalfEven(part, quantum));

    private static object ToJson(MarginRequest before, MarginRequest after, MarginChange change) => new
    {
        schema = "dms-margin-explain/1",
        before = before.Id,
        after = after.Id,
        delta = MarginChangeJson.Text(change.BookedDelta),
        quantum = MarginChangeJson.Text(change.Quantum),
        order = change.Players,
        coalitions = change.CoalitionMargins.ToDictionary(c => c.Key, c => c.Value),
        shapley = change.Shapley,
        sequential = change.Sequential,
        reverseSequential = change.ReverseSequential,
        booked = new
        {
            parts = change.Order.Zip(change.Booked.Parts).ToDictionary(p => p.First, p => MarginChangeJson.Text(p.Second)),
            residual = MarginChangeJson.Text(change.Booked.Residual),
            residualOn = change.Order[change.Booked.ResidualOn],
        },
        dropped = change.Order.Except(change.Players),
    };

    private static MarginRequest Read(FileInfo file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(file.FullName), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return MarginRequestReader.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("json", $"Not valid JSON: {e.Message}", $"{file.Name} line {e.LineNumber + 1}", e);
        }
    }
}
