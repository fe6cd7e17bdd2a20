using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>What <c>dms data inspect</c> shows to people.</summary>
internal static class DataInspectTable
{
    private const int ShownPerIssue = 3;

    /// <summary>Writes the tables.</summary>
    public static void Write(BarReading reading, TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Write(Summary(reading));
        console.Write(Verdicts(reading.Quality));
        foreach (QualityVerdict v in reading.Quality.First.GroupBy(v => v.Issue).SelectMany(g => g.Take(ShownPerIssue)))
        {
            console.WriteLine($"  line {v.Line}, {v.At}: {v.Issue}, {v.Action}: {v.Detail}");
        }
    }

    private static Table Summary(BarReading reading)
    {
        GapSummary gaps = reading.Quality.Gaps;
        string longest = gaps.LongestBefore is { } next ? $", longest {gaps.Longest} before {next}" : "";
        Table table = new Table().Title(Markup.Escape(reading.Path)).AddColumns("what", "value").HideHeaders();
        Add("format", reading.Format);
        Add("instrument", reading.Instrument);
        Add("step", reading.Step.ToString());
        Add("span", $"{reading.Bars[0].OpenTime} to {reading.Bars[^1].OpenTime}");
        Add("rows", $"{Text(reading.Quality.RowsRead)} read, {Text(reading.Bars.Count)} bars, "
            + $"{Text(reading.Quality.Quarantined)} quarantined");
        Add("gaps", $"{Text(gaps.Count)} with {Text(gaps.MissingBars)} absent bars{longest}");
        Add("volume", reading.Quality.VolumeAbsent ? "0 in every bar: not judged" : "present");
        Add("sha256", reading.Sha256);
        return table;

        void Add(string what, string value) => table.AddRow(what, Markup.Escape(value));
    }

    private static Table Verdicts(QualityReport quality)
    {
        Table table = new Table().AddColumns("verdict", "count");
        foreach ((QualityIssue issue, long count) in quality.Counts.Where(c => c.Value > 0).OrderBy(c => c.Key))
        {
            table.AddRow(issue.ToString(), Text(count));
        }

        return table.Rows.Count > 0 ? table : table.AddRow("none", "0");
    }

    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
