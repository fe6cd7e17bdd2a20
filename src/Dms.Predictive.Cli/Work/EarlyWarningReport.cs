using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>Minute alerts for machines and people.</summary>
internal static class EarlyWarningReport
{
    private static readonly string[] Levels = ["cap", "raise", "watch", "reported only"];

    /// <summary>All budgets as a JSON object; null when nothing was judged.</summary>
    /// <param name="report">What was judged.</param>
    /// <param name="points">Decisions of the margin back-test for costs; empty = no costs.</param>
    /// <param name="stepMinutes">Spacing of decisions.</param>
    public static object? Json(AlertReport? report, IReadOnlyList<BacktestPoint> points, int stepMinutes) =>
        report is null ? null : new
        {
            rule = "score crosses a threshold from below after a calm hour, at most one alert in 30 min; a hit has a shock "
                + "within 60 min; thresholds chosen on the quarter before",
            shocks = report.Events,
            budgets = report.Budgets.Select((b, i) => Budget(b, LevelOf(i), report.Rule, points, stepMinutes)),
        };

    /// <summary>How a head ranked and calibrated, as a JSON object; null when it was not judged.</summary>
    public static object? Head(HeadOutcome? h) => h is null ? null : new
    {
        decisions = h.Decisions,
        baseRate = h.BaseRate,
        prAuc = h.PrAuc,
        prAucInterval = new[] { Finite(h.PrAucInterval.Lower), Finite(h.PrAucInterval.Upper) },
        lift = h.Lift,
        brierSkill = Finite(h.Reliability.BrierSkill),
        calibrationError = h.Reliability.CalibrationError,
    };

    /// <summary>Table of all budgets.</summary>
    public static void Table(AlertReport? report, IReadOnlyList<BacktestPoint> points, int stepMinutes)
    {
        if (report is null)
        {
            return;
        }

        Table table = new Table()
            .Title(string.Create(CultureInfo.InvariantCulture, $"Minute alerts against {report.Events} shocks"))
            .AddColumns("level", "budget a day", "false a day", "recall", "lead 10/50/90 min", "precision")
            .AddColumns("recall at the same rate", "cost of a false alarm");
        for (int i = 0; i < report.Budgets.Count; i++)
        {
            BudgetOutcome b = report.Budgets[i];
            AlertCost cost = AlertCost.Of(b.Outcome, points, report.Rule, stepMinutes);
            table.AddRow(
                LevelOf(i), F(b.Budget, "F1"), F(b.Outcome.FalseAlarmsPerDay, "F2"),
                $"{F(b.Outcome.Recall, "F3")} ({F(b.Intervals.Recall.Lower, "F2")}–{F(b.Intervals.Recall.Upper, "F2")})",
                $"{F(b.Outcome.Lead(0.1), "F0")}/{F(b.Outcome.Lead(0.5), "F0")}/{F(b.Outcome.Lead(0.9), "F0")}",
                F(b.Outcome.Precision, "F2"),
                string.Join(", ", b.Matched.Select(m => $"{m.Name} {F(m.Outcome.Recall, "F3")}")),
                $"{F(100 * cost.ExtraRate, "F3")} % for {report.Rule.WindowMinutes} min");
        }

        AnsiConsole.Write(table);
    }

    private static object Budget(
        BudgetOutcome b, string level, AlertRule rule, IReadOnlyList<BacktestPoint> points, int stepMinutes)
    {
        AlertCost cost = AlertCost.Of(b.Outcome, points, rule, stepMinutes);
        return new
        {
            level,
            budgetFalseAlarmsPerDay = b.Budget,
            outcome = Outcome(b.Outcome),
            recallInterval = new[] { b.Intervals.Recall.Lower, b.Intervals.Recall.Upper },
            falseAlarmsPerDayInterval =
                new[] { b.Intervals.FalseAlarmsPerDay.Lower, b.Intervals.FalseAlarmsPerDay.Upper },
            precisionInterval = new[] { b.Intervals.Precision.Lower, b.Intervals.Precision.Upper },
            thresholds = b.Thresholds.Select(t => new
            {
                from = Time(t.From),
                until = Time(t.Until),
                score = Finite(t.Score),
            }),
            atMatchedFalseAlarms = b.Matched.Select(m => new { score = m.Name, outcome = Outcome(m.Outcome) }),
            falseAlarmCost = cost.FalseAlarms == 0 ? null : new
            {
                falseAlarms = cost.FalseAlarms,
                extraRate = Finite(cost.ExtraRate),
                extraRateMinutes = Finite(cost.RateMinutes),
                extraPerMillionNotional = Finite(cost.ExtraPerMillion),
            },
        };
    }

    private static object Outcome(AlertOutcome o) => new
    {
        alerts = o.Alerts.Count,
        falseAlarms = o.FalseAlarms.Count,
        falseAlarmsPerDay = o.FalseAlarmsPerDay,
        met = o.LeadMinutes.Count,
        recall = Finite(o.Recall),
        precision = Finite(o.Precision),
        leadMinutes = new { p10 = Finite(o.Lead(0.1)), median = Finite(o.Lead(0.5)), p90 = Finite(o.Lead(0.9)) },
    };

    private static string LevelOf(int budget) => Levels[Math.Min(budget, Levels.Length - 1)];

    private static string Time(long minute) => Timestamp.FromMinutes(minute).ToString();

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string F(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "n/a";
}
