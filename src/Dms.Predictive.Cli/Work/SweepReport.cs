using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>The frontier of a policy's settings, for machines and people.</summary>
internal static class SweepReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>All settings; null when there are none.</summary>
    public static byte[]? Json(IReadOnlyList<FrontierPoint> all) => all.Count == 0
        ? null
        : JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                schema = "dms-margin-sweep/1",
                settings = all.Select(p => new
                {
                    lookBackMinutes = p.LookBackMinutes,
                    cap = p.Cap,
                    confidence = p.Confidence,
                    noticeMinutes = p.NoticeMinutes,
                    averageRate = p.AverageRate,
                    coverage = p.Coverage,
                    shortfallPer10000 = p.Shortfall,
                    badDebtPer10000 = p.BadDebt,
                    callsPerAccountMonth = p.Calls,
                    unnecessaryCallsPerAccountMonth = p.UnnecessaryCalls,
                    efficient = p.IsEfficient,
                }),
            },
            Indented);

    /// <summary>Shortfall and unnecessary calls over average margin, a line per notice; null when there are none.</summary>
    public static byte[]? Picture(IReadOnlyList<FrontierPoint> all)
    {
        FrontierPoint[] best = [.. all.Where(p => p.IsEfficient)];
        return best.Length == 0
            ? null
            : Encoding.UTF8.GetBytes(SvgChart.Lines(
                "What margin buys", string.Create(CultureInfo.InvariantCulture, $"{best.Length} of {all.Count} settings are beaten by no other."),
                "average margin in force, % of notional",
                [Panel("shortfall, per 10,000 of notional", best, p => p.Shortfall), Panel("unnecessary calls, per account and month", best, p => p.UnnecessaryCalls)]));
    }

    /// <summary>Table of the settings that no other beats.</summary>
    public static void Table(IReadOnlyList<FrontierPoint> all)
    {
        if (all.Count == 0)
        {
            return;
        }

        Table table = new Table().Title("Settings that no other beats on average margin, shortfall and unnecessary calls")
            .AddColumns("look-back d", "cap", "confidence", "notice", "average %", "coverage %", "shortfall", "bad debt", "calls", "for nothing");
        foreach (FrontierPoint p in all.Where(p => p.IsEfficient).OrderBy(p => p.AverageRate))
        {
            table.AddRow(
                F(p.LookBackMinutes / 1440.0, "F0"), F(p.Cap, "F0"), F(p.Confidence, "F3"), F(p.NoticeMinutes, "F0"), F(100 * p.AverageRate, "F3"),
                F(100 * p.Coverage, "F2"), F(p.Shortfall, "F3"), F(p.BadDebt, "F3"), F(p.Calls, "F1"), F(p.UnnecessaryCalls, "F1"));
        }

        AnsiConsole.Write(table);
    }

    private static ChartPanel Panel(string title, FrontierPoint[] best, Func<FrontierPoint, double> value) => new(
        title,
        [.. best.GroupBy(p => p.NoticeMinutes).OrderBy(g => g.Key).Select(g =>
        {
            FrontierPoint[] rising = [.. g.OrderBy(p => p.AverageRate)];
            return new ChartLine($"notice {g.Key} min", [.. rising.Select(p => 100 * p.AverageRate)], [.. rising.Select(value)]);
        })])
    {
        HoldsZero = true,
    };

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
