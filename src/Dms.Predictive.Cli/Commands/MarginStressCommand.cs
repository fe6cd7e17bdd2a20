using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms margin stress</c>: historical and hypothetical scenarios, a grid, and what would undo the account.</summary>
internal static class MarginStressCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly Option<FileInfo> Request = new("--request") { Description = "JSON file with one margin request, as for dms margin compute.", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document and nothing else." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("stress",
            "Put an account through windows of the past, hypothetical moves and a grid, and say what would undo it.\nExample: dms margin stress --request request.json --json")
        {
            Request, Json,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(Request), parsed.GetValue(Json)));
        return command;
    }

    private static int Run(FileInfo file, bool json)
    {
        StressAnswer answer = MarginStress.Compute(MarginRequestFile.Read(file.FullName, "--request"), StressCatalogue.All);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(Document(answer), Indented));
        }
        else
        {
            Print(answer);
        }

        return ExitCode.Done;
    }

    private static object Document(StressAnswer a) => new
    {
        schema = "dms-margin-stress/1",
        before = Of(a.Before),
        scenarios = a.Scenarios.Select(s => new { name = s.Scenario.Name, source = s.Scenario.Source, after = s.After is null ? null : Of(s.After), shortfall = s.Shortfall, why = s.Why }),
        grid = a.Grid.Select(g => new { move = g.Move, driverFactor = g.DriverFactor, after = Of(g.After) }),
        reverse = new
        {
            downToMaintenance = a.Reverse.DownToMaintenance,
            upToMaintenance = a.Reverse.UpToMaintenance,
            downToZero = a.Reverse.DownToZero,
            upToZero = a.Reverse.UpToZero,
        },
    };

    private static object Of(MarginRequirement r) => new { status = StatusOf(r), initial = r.Initial, maintenance = r.Maintenance, equity = r.Equity };

    private static string StatusOf(MarginRequirement r) => char.ToLowerInvariant(r.Status.ToString()[0]) + r.Status.ToString()[1..];

    private static void Print(StressAnswer a)
    {
        Table table = new Table().AddColumns("scenario", "status", "equity", "initial", "maintenance", "shortfall");
        table.AddRow("as it is", StatusOf(a.Before), M(a.Before.Equity), M(a.Before.Initial), M(a.Before.Maintenance), M(0));
        foreach (StressOutcome s in a.Scenarios)
        {
            string[] cells = s.After is { } r
                ? [s.Scenario.Name, StatusOf(r), M(r.Equity), M(r.Initial), M(r.Maintenance), M(s.Shortfall)]
                : [s.Scenario.Name, s.Why, "", "", "", ""];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine("Liquidatable when all prices move together by: "
            + $"{P(a.Reverse.DownToMaintenance)} or {P(a.Reverse.UpToMaintenance)}. Nothing left at: {P(a.Reverse.DownToZero)} or {P(a.Reverse.UpToZero)}.");
    }

    private static string M(decimal money) => money.ToString("N2", CultureInfo.InvariantCulture);

    private static string P(double? move) => move is double x ? string.Create(CultureInfo.InvariantCulture, $"{100 * x:F2} %") : "no move";
}
