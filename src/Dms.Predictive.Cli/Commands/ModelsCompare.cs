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
        "--champion")
    { Description = "Folder of the champion's bundle.", Required = true };
    private static readonly Option<string> Challenger = new(
        "--challenger")
    { Description = "Folder of the challenger's bundle.", Required = true };
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
        "--test-end")
    { Description = "End, UTC, exclusive; default: end of the data." };
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
        ModelComparisons found = ModelComparisonWork.Run(
            series, parsed.GetValue(Champion)!, parsed.GetValue(Challenger)!,
            (start, end ?? (series.Bars[^1].OpenTime + series.Length)), cancellation);
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new { comparisons = found.Compared, onlyChampionMinutes = found.OnlyChampion, onlyChallengerMinutes = found.OnlyChallenger }, CamelCase));
            return ExitCode.Done;
        }

        AnsiConsole.Write(Losses(found));
        if (found.Compared.Any(c => c.Spike is not null))
        {
            AnsiConsole.Write(Spikes(found));
        }

        foreach ((string who, IReadOnlyList<int> minutes) in new[] { ("champion", found.OnlyChampion), ("challenger", found.OnlyChallenger) })
        {
            if (minutes.Count > 0)
            {
                AnsiConsole.WriteLine($"Not compared: {string.Join(", ", minutes)} min, which only the {who} forecasts.");
            }
        }

        return ExitCode.Done;
    }

    private static Table Losses(ModelComparisons found)
    {
        Table table = new Table().Border(TableBorder.Rounded)
            .Title("Challenger against champion by QLIKE (lower is better)").AddColumns(
            "ahead", "rows", "champion", "challenger", "gain % (95 %)", "DM-HLN", "p", "verdict");
        foreach (ModelComparison c in found.Compared)
        {
            table.AddRow(
                $"{c.HorizonMinutes} min", $"{c.Decisions}", Rounded(c.ChampionQlike, 4), Rounded(c.ChallengerQlike, 4),
                Markup.Escape($"{Rounded(c.GainPercent, 1)} [{Rounded(c.GainLow, 1)}, {Rounded(c.GainHigh, 1)}]"), Rounded(c.DieboldMariano, 2),
                c.PValue.ToString("G2", CultureInfo.InvariantCulture), c.Verdict);
        }

        return table;
    }

    private static Table Spikes(ModelComparisons found)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title("Spike probabilities (higher is better)").AddColumns(
            "ahead", "rows", "base rate", "PR-AUC champion", "PR-AUC challenger", "Brier skill champion", "Brier skill challenger");
        foreach (ModelComparison c in found.Compared.Where(c => c.Spike is not null))
        {
            SpikeComparison s = c.Spike!;
            table.AddRow(
                $"{c.HorizonMinutes} min", $"{s.Decisions}", Rounded(s.BaseRate, 4), Rounded(s.ChampionPrAuc, 3), Rounded(s.ChallengerPrAuc, 3),
                Rounded(s.ChampionBrierSkill, 3), Rounded(s.ChallengerBrierSkill, 3));
        }

        return table;
    }

    /// <summary>A number of fixed places that is never minus zero.</summary>
    internal static string Rounded(double value, int places)
    {
        string text = value.ToString("F" + places, CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.All(c => c is '-' or '0' or '.') ? text[1..] : text;
    }
}
