using System.Globalization;
using System.Text;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>Probabilities of losing margin against what happened, for machines and people.</summary>
internal static class RiskReport
{
    /// <summary>One row as a JSON object.</summary>
    public static object Row(RiskRow r) => new
    {
        accounts = r.Name,
        cases = r.Cases,
        said = r.Predicted,
        seen = r.Scores.BaseRate,
        calibrationError = r.Scores.CalibrationError,
        brier = r.Scores.BrierScore,
        brierSkill = double.IsFinite(r.Scores.BrierSkill) ? r.Scores.BrierSkill : (double?)null,
        bins = r.Bins.Select(b => new { said = b.Forecast, seen = b.Observed, cases = b.Count }),
    };

    /// <summary>The reliability picture; null when nothing was judged.</summary>
    public static byte[]? Picture(IReadOnlyList<RiskRow> rows) => rows.Count == 0
        ? null
        : Encoding.UTF8.GetBytes(SvgChart.Reliability(
            "Probability that an account loses its margin", Says(rows[0]),
            [("below maintenance", rows[0].Bins), ("below zero", rows[^1].Bins)], "accounts", "loss of margin"));

    /// <summary>Table of all rows.</summary>
    public static void Table(IReadOnlyList<RiskRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Table table = new Table().Title("Probability that equity falls within the horizon, said and seen")
            .AddColumns("accounts", "cases", "said %", "seen %", "calibration error %", "Brier skill");
        foreach (RiskRow r in rows)
        {
            table.AddRow(
                r.Name, r.Cases.ToString(CultureInfo.InvariantCulture), F(100 * r.Predicted, "F3"), F(100 * r.Scores.BaseRate, "F3"),
                F(100 * r.Scores.CalibrationError, "F3"), F(r.Scores.BrierSkill, "F3"));
        }

        AnsiConsole.Write(table);
    }

    private static string Says(RiskRow all) => string.Create(
        CultureInfo.InvariantCulture,
        $"Over {all.Cases} accounts the probability said and the share seen differ by {100 * all.Scores.CalibrationError:F2} points on average.");

    private static string F(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "n/a";
}
