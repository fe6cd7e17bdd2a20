using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Volatility;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>Margin economics for machines and people.</summary>
internal static class EconomicsReport
{
    /// <summary>One row as a JSON object; numbers that do not exist are null.</summary>
    public static object Row(MarginRow r) => Row(r, null);

    /// <summary>One row with its basis in other words.</summary>
    public static object Row(MarginRow r, string? basis) => new
    {
        margin = r.Name,
        basis = basis ?? (r.Matched ? "matched coverage, one multiplier in hindsight" : "adaptive conformal multiplier, known outcomes only"),
        outcomes = r.Outcomes,
        coverage = r.Coverage,
        averageRate = r.AverageRate,
        shortfallPer10000 = r.ShortfallPerTenThousand,
        pinball = r.Pinball,
        fz0 = Finite(r.Fz0),
        peakToMedian = Finite(r.PeakToMedian),
        largestHourStep = r.LargestHourStep,
        largestDayStep = r.LargestDayStep,
        kupiecPValue = Finite(r.Tests?.UnconditionalP),
        christoffersenPValue = Finite(r.Tests?.JointP),
        trafficLight = r.TrafficLight switch
        {
            TrafficLightZone.Green => "green",
            TrafficLightZone.Yellow => "yellow",
            TrafficLightZone.Red => "red",
            _ => null,
        },
        quarters = r.Quarters.Select(Part),
        regimes = r.Regimes.Select(Part),
    };

    /// <summary>Table of all rows.</summary>
    public static void Table(IReadOnlyList<MarginRow> rows)
    {
        Table table = new Table().Title("Margin economics: matched 99 % coverage, then with the conformal multiplier")
            .AddColumns("margin by", "average %", "coverage %", "by quarter", "shortfall per 10,000", "pinball %", "FZ0", "peak ÷ median", "light");
        foreach (MarginRow r in rows)
        {
            table.AddRow(
                r.Name, F(100 * r.AverageRate, "F3"), F(100 * r.Coverage, "F2"),
                string.Join(' ', r.Quarters.Select(q => F(100 * q.Coverage, "F2"))), F(r.ShortfallPerTenThousand, "F3"),
                F(100 * r.Pinball, "F5"), F(r.Fz0, "F4"), F(r.PeakToMedian, "F1"), $"{r.TrafficLight}");
        }

        AnsiConsole.Write(table);
    }

    private static object Part(CoverageSlice p) =>
        new { name = p.Name, outcomes = p.Outcomes, coverage = p.Coverage, averageRate = p.AverageRate };

    private static double? Finite(double? value) => value is double v && double.IsFinite(v) ? v : null;

    private static string F(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "n/a";
}
