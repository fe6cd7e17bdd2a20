using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>An event of a simulated market that was announced.</summary>
/// <param name="Time">When it began.</param>
/// <param name="LeadMinutes">Length of the build-up before it, &gt; 0.</param>
public readonly record struct PlantedEvent(Timestamp Time, int LeadMinutes);

/// <summary>How many planted events a warning score finds, and how early, at a stated price in false alarms.</summary>
/// <param name="Events">Announced events in the span.</param>
/// <param name="FoundAtHalfLead">Those with an alarm at least half their lead before them, within the lead.</param>
/// <param name="FoundAtAll">Those with an alarm within the lead.</param>
/// <param name="MedianLeadMinutes">Median time from the first alarm to the event, of those found; NaN without any.</param>
/// <param name="FalseAlarmsPerDay">Alarms outside every build-up and shock, one count per run of alarms, per day.</param>
/// <param name="Threshold">Score above which an alarm is on.</param>
public sealed record PlantedFindings(
    int Events, int FoundAtHalfLead, int FoundAtAll, double MedianLeadMinutes, double FalseAlarmsPerDay, double Threshold);

/// <summary>Judges a score against the truth of a simulated market. No model may see what is judged here.</summary>
public static class PlantedEvents
{
    // A shock goes on for about half an hour; an alarm in it is late, not false.
    private const int AfterShockMinutes = 30;

    /// <summary>Judges at the lowest threshold whose false alarms stay within a budget.</summary>
    /// <param name="scores">Score by decision time, ascending; NaN = none.</param>
    /// <param name="events">Announced events.</param>
    /// <param name="shocks">Start of every shock, announced or not.</param>
    /// <param name="falseAlarmsPerDay">Budget, &gt; 0.</param>
    /// <exception cref="ArgumentException">There are no scores.</exception>
    public static PlantedFindings Judge(
        IReadOnlyList<(Timestamp Time, double Score)> scores, IReadOnlyList<PlantedEvent> events,
        IReadOnlyList<Timestamp> shocks, double falseAlarmsPerDay)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(shocks);
        if (scores.Count == 0)
        {
            throw new ArgumentException("There are no scores to judge.", nameof(scores));
        }

        bool[] neutral = NeutralAt(scores, events, shocks);
        double days = (scores[^1].Time - scores[0].Time).TotalDays;
        double[] levels = [.. scores.Select(s => s.Score).Where(s => !double.IsNaN(s)).Distinct().Order()];
        // From the highest level down to the last one within the budget: an alarm that is always on is one run, and no bargain.
        int low = levels.Length - 1;
        while (low > 0 && FalseRuns(scores, neutral, levels[low - 1]) <= falseAlarmsPerDay * days)
        {
            low--;
        }

        return At(scores, events, levels[low], FalseRuns(scores, neutral, levels[low]) / days);
    }

    private static PlantedFindings At(
        IReadOnlyList<(Timestamp Time, double Score)> scores, IReadOnlyList<PlantedEvent> events, double threshold, double falsePerDay)
    {
        List<double> leads = [];
        int half = 0;
        PlantedEvent[] judged = [.. events.Where(e => e.Time - TimeSpan.FromMinutes(e.LeadMinutes) >= scores[0].Time && e.Time <= scores[^1].Time)];
        foreach (PlantedEvent planted in judged)
        {
            Timestamp begin = planted.Time - TimeSpan.FromMinutes(planted.LeadMinutes);
            double first = scores.Where(s => s.Time >= begin && s.Time <= planted.Time && s.Score > threshold)
                .Select(s => (planted.Time - s.Time).TotalMinutes).DefaultIfEmpty(double.NaN).First();
            half += first >= planted.LeadMinutes / 2.0 ? 1 : 0;
            if (!double.IsNaN(first))
            {
                leads.Add(first);
            }
        }

        leads.Sort();
        return new PlantedFindings(
            judged.Length, half, leads.Count, leads.Count > 0 ? leads[leads.Count / 2] : double.NaN, falsePerDay, threshold);
    }

    private static int FalseRuns(IReadOnlyList<(Timestamp Time, double Score)> scores, bool[] neutral, double threshold)
    {
        int runs = 0;
        bool on = false;
        for (int i = 0; i < scores.Count; i++)
        {
            bool alarm = scores[i].Score > threshold;
            runs += alarm && !on && !neutral[i] ? 1 : 0;
            on = alarm;
        }

        return runs;
    }

    // Build-ups and what follows a shock are neither right nor wrong to alarm in.
    private static bool[] NeutralAt(
        IReadOnlyList<(Timestamp Time, double Score)> scores, IReadOnlyList<PlantedEvent> events, IReadOnlyList<Timestamp> shocks)
    {
        (Timestamp From, Timestamp To)[] spans =
        [
            .. events.Select(e => (e.Time - TimeSpan.FromMinutes(e.LeadMinutes), e.Time)),
            .. shocks.Select(s => (s, s + TimeSpan.FromMinutes(AfterShockMinutes))),
        ];
        return [.. scores.Select(s => spans.Any(p => s.Time >= p.From && s.Time <= p.To))];
    }
}
