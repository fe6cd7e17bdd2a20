using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>One refit and the span of decisions that it serves.</summary>
/// <param name="Minute">Refit time: only outcomes known by then are used.</param>
/// <param name="UntilMinute">First decision that the next refit serves.</param>
/// <param name="Rehearsal">Whether it lies before the test span, to give blend weights honest forecasts.</param>
public sealed record Refit(long Minute, long UntilMinute, bool Rehearsal);

/// <summary>When models are refitted: at the start of the test span, then monthly or every few days.</summary>
public static class RefitSchedule
{
    private const int Day = 1440;

    /// <summary>Lays out the refits of a run.</summary>
    /// <param name="protocol">Refit rule and shortest history.</param>
    /// <param name="firstBarMinute">Open time of the first bar, minutes since the epoch.</param>
    /// <param name="start">First decision of the test span.</param>
    /// <param name="end">End of the test span, exclusive.</param>
    /// <returns>Refits in order; none when the history is shorter than the protocol's minimum throughout.</returns>
    public static IReadOnlyList<Refit> Make(EvaluationProtocol protocol, long firstBarMinute, Timestamp start, Timestamp end)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        long earliest = firstBarMinute + ((protocol.MinimumDays + protocol.WarmUpDays) * (long)Day);
        List<long> test = [start.Minutes, .. Following(protocol, start, end)];
        test.RemoveAll(t => t < earliest);
        if (test.Count == 0)
        {
            return [];
        }

        List<long> rehearsals = Rehearsals(protocol, earliest, test[0]);
        List<long> all = [.. rehearsals, .. test, end.Minutes];
        return [.. Enumerable.Range(0, all.Count - 1).Select(i => new Refit(all[i], all[i + 1], i < rehearsals.Count))];
    }

    private static IEnumerable<long> Following(EvaluationProtocol protocol, Timestamp start, Timestamp end)
    {
        if (protocol.RefitDays > 0)
        {
            for (long t = start.Minutes + (protocol.RefitDays * Day); t < end.Minutes; t += protocol.RefitDays * Day)
            {
                yield return t;
            }

            yield break;
        }

        DateTimeOffset date = start.ToDateTimeOffset();
        Timestamp month = Timestamp.FromDate(date.Year, date.Month, 1);
        while (true)
        {
            DateTimeOffset d = month.ToDateTimeOffset();
            month = d.Month == 12 ? Timestamp.FromDate(d.Year + 1, 1, 1) : Timestamp.FromDate(d.Year, d.Month + 1, 1);
            if (month >= end)
            {
                yield break;
            }

            if (month > start)
            {
                yield return month.Minutes;
            }
        }
    }

    private static List<long> Rehearsals(EvaluationProtocol protocol, long earliest, long first)
    {
        // Monthly where history allows, else weekly; the earliest one needs a week of rows to hold out.
        foreach (int days in new[] { 30, 7 })
        {
            List<long> times = [.. Enumerable.Range(1, protocol.RehearsalRefits)
                .Select(k => first - (k * (long)days * Day)).Where(t => t >= earliest + (2 * Day)).Reverse()];
            if (times.Count > 0)
            {
                return times;
            }
        }

        return [];
    }
}
