using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms margin compare</c>: accounts under their policies, calm, raised and after a move.</summary>
internal static class MarginCompareCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly Option<string[]> Requests = new("--request") { Description = "Files with one margin request each, as for dms margin compute, without a forecast.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder for compare.json and compare.svg." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document and nothing else." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("compare",
            "Set accounts side by side: calm, raised by a forecast, after a move.\nExample: dms margin compare --request data/samples/books/static.json data/samples/books/span.json --out out/compare")
        {
            Requests, Out, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string? folder = parsed.GetValue(Out);
        if (folder is not null)
        {
            OutputFolder.Prepare(folder);
        }

        IReadOnlyList<ComparedPolicy> rows = PolicyComparison.Of([.. parsed.GetRequiredValue(Requests).Select(f => MarginRequestFile.Read(f, "--request"))]);
        string json = JsonSerializer.Serialize(Document(rows), Indented);
        if (folder is not null)
        {
            OutputFolder.Write(folder,
                ("compare.json", s => s.Write(System.Text.Encoding.UTF8.GetBytes(json))),
                ("compare.svg", s => s.Write(PolicyComparison.Picture(rows))));
        }

        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(json);
        }
        else
        {
            AnsiConsole.Write(Table(rows));
        }

        return ExitCode.Done;
    }

    private static object Document(IReadOnlyList<ComparedPolicy> rows) => new
    {
        schema = "dms-margin-compare/1",
        multipliers = PolicyComparison.Multipliers,
        moves = PolicyComparison.Moves,
        rows = rows.Select(r => new
        {
            id = r.Name,
            policy = r.Kind,
            notional = r.Notional,
            calm = Figures(r.Calm),
            raised = r.Raised.Select(Figures),
            moved = r.Fallen.Select(Figures),
        }),
    };

    private static object Figures(MarginRequirement r) => new { initial = r.Initial, maintenance = r.Maintenance, equity = r.Equity };

    private static Table Table(IReadOnlyList<ComparedPolicy> rows)
    {
        Table table = new Table().Title("Initial margin, % of notional: calm, at multiples of the policy's own driver, after a move of the price").AddColumns(
        [
            "account", "calm", "maint.",
            .. PolicyComparison.Multipliers.Skip(1).Select(m => string.Create(CultureInfo.InvariantCulture, $"×{m}")),
            .. PolicyComparison.Moves.Select(m => string.Create(CultureInfo.InvariantCulture, $"{100 * m:+0;−0} %")),
        ]);
        foreach (ComparedPolicy r in rows)
        {
            table.AddRow([.. new[] { r.Name, F(r.Rate(r.Calm)), F(100 * (double)r.Calm.Maintenance / r.Notional) }
                .Concat(r.Raised.Skip(1).Concat(r.Fallen).Select(x => F(r.Rate(x)))).Select(Markup.Escape)]);
        }

        return table;
    }

    private static string F(double percent) => percent.ToString("F2", CultureInfo.InvariantCulture);
}
