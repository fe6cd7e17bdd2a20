using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>A score with its name.</summary>
/// <param name="Name">Name in reports.</param>
/// <param name="Values">One per entry of the tape; NaN where there was none.</param>
public sealed record AlertScores(string Name, double[] Values);

/// <summary>A threshold and the quarter it was frozen for.</summary>
/// <param name="From">First minute.</param>
/// <param name="Until">End, exclusive.</param>
/// <param name="Score">Threshold; NaN = too little history, and no alert was raised.</param>
public sealed record FrozenThreshold(long From, long Until, double Score);

/// <summary>What one budget gave.</summary>
/// <param name="Budget">False alarms a day that thresholds were chosen for.</param>
/// <param name="Thresholds">One per quarter, chosen on the quarter before.</param>
/// <param name="Outcome">Alerts and shocks.</param>
/// <param name="Intervals">Bootstrap intervals.</param>
/// <param name="Matched">Other scores at the realised false alarms of this one, thresholds in hindsight.</param>
public sealed record BudgetOutcome(
    double Budget, IReadOnlyList<FrozenThreshold> Thresholds, AlertOutcome Outcome, AlertIntervals Intervals,
    IReadOnlyList<(string Name, AlertOutcome Outcome)> Matched);

/// <summary>Alerts by the event protocol: thresholds chosen on the quarter before, then frozen.</summary>
public static class AlertStudy
{
    /// <summary>Runs the protocol for every budget of the rule.</summary>
    /// <param name="tape">Shocks, with history before the span.</param>
    /// <param name="subject">The score that is judged.</param>
    /// <param name="others">Scores it is compared with.</param>
    /// <param name="from">First minute of the span.</param>
    /// <param name="until">End, exclusive.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static IReadOnlyList<BudgetOutcome> Run(
        AlertTape tape, AlertScores subject, IReadOnlyList<AlertScores> others, Timestamp from, Timestamp until, long seed)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(subject);
        return [.. tape.Rule.Budgets.Select(budget => RunOne(tape, subject, others, (from, until), budget, seed))];
    }

    private static BudgetOutcome RunOne(
        AlertTape tape, AlertScores subject, IReadOnlyList<AlertScores> others, (Timestamp From, Timestamp Until) span,
        double budget, long seed)
    {
        List<FrozenThreshold> thresholds = [];
        List<long> alerts = [];
        foreach ((long from, long until) in Quarters(span.From, span.Until))
        {
            double threshold = AlertBudget.ChosenBefore(tape, subject.Values, budget, from);
            thresholds.Add(new FrozenThreshold(from, until, threshold));
            alerts.AddRange(tape.Alerts(subject.Values, threshold, from, until));
        }

        (long first, long end) = (span.From.Minutes, span.Until.Minutes);
        AlertOutcome outcome = AlertOutcome.Of(tape, alerts, first, end);
        return new BudgetOutcome(
            budget, thresholds, outcome, AlertIntervals.Of(tape, outcome, first, end, seed),
            [.. others.Select(o => (o.Name, AlertBudget.Matched(tape, o.Values, outcome.FalseAlarmsPerDay, first, end)))]);
    }

    private static IEnumerable<(long From, long Until)> Quarters(Timestamp from, Timestamp until)
    {
        Timestamp start = from;
        while (start < until)
        {
            DateTimeOffset date = start.ToDateTimeOffset();
            int month = ((date.Month - 1) / 3 * 3) + 4;
            Timestamp next = month > 12 ? Timestamp.FromDate(date.Year + 1, 1, 1) : Timestamp.FromDate(date.Year, month, 1);
            Timestamp end = next < until ? next : until;
            yield return (start.Minutes, end.Minutes);
            start = end;
        }
    }
}
