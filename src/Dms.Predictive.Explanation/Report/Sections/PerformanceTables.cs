namespace Dms.Predictive.Explanation.Report;

/// <summary>Forecast performance as tables.</summary>
internal static class PerformanceTables
{
    /// <summary>Name of a horizon inside ids: <c>60min</c>.</summary>
    internal static string Key(HorizonPerformance horizon) => Numerals.Fixed(horizon.Horizon.TotalMinutes, 0)
        .Replace(",", "", StringComparison.Ordinal) + "min";

    internal static Table Losses(HorizonPerformance horizon) => new(
        "loss", $"QLIKE on the same {Numerals.Count(horizon.Rows)} rows; gains are the share of the baseline's loss saved " +
            "(negative: more loss). DM is the Diebold–Mariano statistic; negative favours the model of the row.",
        [
            Column.Words("Model"), new("QLIKE"), new("Gain over HAR", "%"), new("DM", "HAR"), new("p"),
            new("Gain over GARCH", "%"), new("DM", "GARCH"), new("p"), new("MCS p"),
        ],
        [.. horizon.Models.Select(m => (IReadOnlyList<Cell>)
        [
            Cell.Words(m.Model), Cell.Number(m.Qlike, 4), Cell.Percent(m.GainOverHar, 1),
            Cell.Number(m.DieboldMarianoHar, 1), Cell.Of(m.PValueHar, Numerals.Probability),
            Cell.Percent(m.GainOverGarch, 1), Cell.Number(m.DieboldMarianoGarch, 1),
            Cell.Of(m.PValueGarch, Numerals.Probability), Cell.Of(m.ConfidenceSetPValue, Numerals.Probability),
        ])]);

    internal static Table Spikes(HorizonPerformance horizon) => new(
        "spikes" + Key(horizon), "Spike warnings" + (horizon.SpikeBaseRate.IsPresent
            ? $"; {Numerals.Percent(horizon.SpikeBaseRate.Value, 2)} of the rows are spikes, which is the PR-AUC of guessing."
            : "."),
        [
            Column.Words("Model"), new("PR-AUC"), new("Brier score"), new("Brier skill", "%"),
            new("Calibration error", "%"),
        ],
        [.. horizon.Models.Select(m => (IReadOnlyList<Cell>)
        [
            Cell.Words(m.Model), Cell.Number(m.PrAuc, 3), Cell.Number(m.Brier, 5), Cell.Percent(m.BrierSkill, 1),
            Cell.Percent(m.CalibrationError, 2),
        ])]);

    internal static Table Slices(string id, string caption, IEnumerable<HorizonPerformance> horizons, bool byMonth) => new(
        id, caption,
        [
            Column.Words("Slice"), Column.Words("Horizon"), new("Rows"), new("QLIKE"), new("Gain over HAR", "%"),
            new("Gain over GARCH", "%"),
        ],
        [.. horizons.SelectMany(h => (byMonth ? h.ByMonth : h.ByRegime).Select(s => (IReadOnlyList<Cell>)
        [
            Cell.Words(s.Slice), Cell.Words(Numerals.Span(h.Horizon)), Cell.Count(s.Rows), Cell.Number(s.Qlike, 4),
            Cell.Percent(s.GainOverHar, 1), Cell.Percent(s.GainOverGarch, 1),
        ])).Take(200)]);

    internal static Table LeadTimes(IReadOnlyList<LeadTimeResult> results) => new(
        "leadTimes", "Alerts against events, by the number of false alarms a day that is allowed.",
        [
            Column.Words("Model"), new("Budget", "a day"), new("Events met", "%"), new("Median lead", "min"),
            new("False alarms", "a day"), new("Alerts that were right", "%"),
        ],
        [.. results.Select(r => (IReadOnlyList<Cell>)
        [
            Cell.Words(r.Model), Cell.Of(Measured.Of(r.BudgetPerDay), Numerals.Short), Cell.Percent(r.Recall, 0),
            Cell.Number(r.MedianLeadMinutes, 0), Cell.Number(r.FalseAlarmsPerDay, 2), Cell.Percent(r.Precision, 0),
        ])]);
}
