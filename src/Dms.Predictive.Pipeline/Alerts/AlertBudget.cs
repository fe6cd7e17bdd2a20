using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Chooses thresholds by how many false alarms a day they would have cost.</summary>
public static class AlertBudget
{
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
