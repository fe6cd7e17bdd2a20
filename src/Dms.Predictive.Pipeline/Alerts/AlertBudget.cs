using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Chooses thresholds by how many false alarms a day they would have cost.</summary>
public static class AlertBudget
{
    /// <summary>Days before a quarter that its thresholds are chosen on.</summary>
    public const long HistoryDays = 92;

    private const long FewestDays = 7;
    private const long Day = 1440;
    private const int Candidates = 72;
    private const double RarestShare = 3e-5;
    private const double CommonestShare = 0.15;

    /// <summary>The lowest threshold, among quantiles of the score, up to which no higher one exceeds the
    /// budget.</summary>
    /// <param name="tape">Shocks of the span.</param>
    /// <param name="scores">One per entry of the tape.</param>
    /// <param name="falseAlarmsPerDay">Budget, &gt; 0.</param>
    /// <param name="from">First minute of the span.</param>
    /// <param name="until">End, exclusive.</param>
    /// <returns>NaN when the span has no score.</returns>
    public static double Threshold(AlertTape tape, double[] scores, double falseAlarmsPerDay, long from, long until)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(scores);
        double best = double.NaN;
        foreach (double threshold in Thresholds(tape, scores, from, until))
        {
            AlertOutcome outcome = AlertOutcome.Of(tape, tape.Alerts(scores, threshold, from, until), from, until);
            if (outcome.FalseAlarmsPerDay > falseAlarmsPerDay && !double.IsNaN(best))
            {
                break;
            }

            best = threshold;
        }

        return best;
    }

    /// <summary>The threshold for a span that begins at a minute, chosen on the quarter of a year before it.</summary>
    /// <param name="tape">Shocks.</param>
    /// <param name="scores">One per entry of the tape.</param>
    /// <param name="falseAlarmsPerDay">Budget, &gt; 0.</param>
    /// <param name="minute">First minute of the span; only alerts whose hour has passed by then count.</param>
    /// <returns>NaN when fewer than seven days have scores.</returns>
    public static double ChosenBefore(AlertTape tape, double[] scores, double falseAlarmsPerDay, long minute)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(scores);
        int first = tape.IndexAt(minute - (HistoryDays * Day));
        int end = tape.IndexAt(minute - tape.Rule.WindowMinutes);
        while (first < end && double.IsNaN(scores[first]))
        {
            first++;
        }

        return end - first < 2 || tape.Minutes[end - 1] - tape.Minutes[first] < FewestDays * Day
            ? double.NaN
            : Threshold(tape, scores, falseAlarmsPerDay, tape.Minutes[first], minute - tape.Rule.WindowMinutes);
    }

    /// <summary>The outcome with most shocks met among thresholds chosen in hindsight that cost no more false alarms
    /// than another score did: what that score is measured against. Hindsight favours this one.</summary>
    /// <param name="tape">Shocks of the span.</param>
    /// <param name="scores">One per entry of the tape.</param>
    /// <param name="falseAlarmsPerDay">Rate realised by the other score.</param>
    /// <param name="from">First minute of the span.</param>
    /// <param name="until">End, exclusive.</param>
    public static AlertOutcome Matched(AlertTape tape, double[] scores, double falseAlarmsPerDay, long from, long until)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(scores);
        AlertOutcome best = AlertOutcome.Of(tape, [], from, until);
        foreach (double threshold in Thresholds(tape, scores, from, until))
        {
            AlertOutcome outcome = AlertOutcome.Of(tape, tape.Alerts(scores, threshold, from, until), from, until);
            if (outcome.FalseAlarmsPerDay <= falseAlarmsPerDay && outcome.LeadMinutes.Count > best.LeadMinutes.Count)
            {
                best = outcome;
            }
        }

        return best;
    }

    // Falling thresholds, evenly spaced in the logarithm of the share of scores beyond them.
    private static IEnumerable<double> Thresholds(AlertTape tape, double[] scores, long from, long until)
    {
        int first = tape.IndexAt(from);
        double[] ordered = [.. scores[first..tape.IndexAt(until)].Where(s => !double.IsNaN(s)).Order()];
        for (int i = 0; i < Candidates && ordered.Length > 0; i++)
        {
            double share = RarestShare * Math.Pow(CommonestShare / RarestShare, i / (Candidates - 1.0));
            yield return Quantile.OfOrdered(ordered, 1 - share);
        }
    }
}
