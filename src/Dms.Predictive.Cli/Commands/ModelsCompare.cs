using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Cli.Workbench;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms models compare</c>: challenger against champion on bars that neither was trained on.</summary>
internal static class ModelsCompare
{
    private static readonly Option<string> Champion = new(
        "--champion") { Description = "Folder of the champion's bundle.", Required = true };
    private static readonly Option<string> Challenger = new(
        "--challenger") { Description = "Folder of the challenger's bundle.", Required = true };
    private static readonly Option<string[]> Data = new("--data")
    {
        Description = "Bars files, or folders of them; may repeat.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> TestStart = new("--test-start")
    {
        Description = "First decision, UTC; not before either model's training ended.",
        Required = true,
    };

    private static readonly Option<string?> TestEnd = new(
        "--test-end") { Description = "End, UTC, exclusive; default: end of the data." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("compare",
            "Compare two bundles by QLIKE with a Diebold-Mariano test on the same decisions.\n"
            + "Example: dms models compare --champion models/sim-btc/1.0.0 --challenger out/models/sim-btc/1.1.0 "
            + "--data data/samples/SIM-BTC.csv.gz --test-start 2026-03-01")
        {
            Champion, Challenger, Data, TestStart, TestEnd, Json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        Timestamp start = Durations.Time(parsed.GetValue(TestStart), "--test-start")!.Value;
        Timestamp? end = Durations.Time(parsed.GetValue(TestEnd), "--test-end");
        BarSeries series = BarFiles.Load(parsed.GetValue(Data)!, cancellation).Series;
        IReadOnlyList<ModelComparison> found = ModelComparisonWork.Run(
            series, parsed.GetValue(Champion)!, parsed.GetValue(Challenger)!,
            (start, end ?? (series.Bars[^1].OpenTime + series.Length)), cancellation);
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { comparisons = found }, CamelCase));
            return ExitCode.Done;
        }

        Table table = new Table().Border(TableBorder.Rounded)
            .Title("Challenger against champion by QLIKE (lower is better)").AddColumns(
            "ahead", "rows", "champion", "challenger", "gain % (95 %)", "DM-HLN", "p", "verdict");
        foreach (ModelComparison c in found)
        {
            table.AddRow(
                $"{c.HorizonMinutes} min", $"{c.Decisions}", F($"{c.ChampionQlike:F4}"), F($"{c.ChallengerQlike:F4}"),
                Markup.Escape(F($"{c.GainPercent:F1} [{c.GainLow:F1}, {c.GainHigh:F1}]")), F($"{c.DieboldMariano:F2}"),
                    F($"{c.PValue:G2}"), c.Verdict);
        }

        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
