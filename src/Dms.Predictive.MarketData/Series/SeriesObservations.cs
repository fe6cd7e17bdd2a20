using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Gives the rows of one series their two times and refuses those that repeat or run backwards.</summary>
internal sealed class SeriesObservations(string path, SlowSeriesKind kind, SeriesLayout layout, TimeSpan? lag)
{
    /// <summary>Observations in order of publication.</summary>
    public List<SlowObservation> Of(List<SeriesRow> rows)
    {
        TimeSpan length = layout.IsBars ? StepOf(rows) : TimeSpan.Zero;
        TimeSpan delay = Delay();
        List<SlowObservation> observations = [];
        SeriesRule rule = SeriesRule.Of(kind);
        foreach (SeriesRow row in rows)
        {
            Timestamp at = row.Time + length;
            SlowObservation next = new(row.Value, at, row.Published ?? at + delay);
            RefuseEarly(next, row);
            if (observations.Count > 0)
            {
                RefuseDisorder(observations[^1], next, row);
            }

            // A carried weekend row would look like news and hide the age of Friday's value.
            if (!rule.WeekdaysOnly || layout.PublishedColumn >= 0 || !IsWeekend(at))
            {
                observations.Add(next);
            }
        }

        return observations;
    }

    private TimeSpan Delay()
    {
        if (layout.PublishedColumn >= 0)
        {
            return lag is null ? TimeSpan.Zero : throw new InputRefusedException(
                "series-lag", "The file states when each value was published; a delay cannot be given as well. Leave it out.", path);
        }

        return lag ?? (layout.IsBars ? TimeSpan.Zero : SeriesRule.Of(kind).Lag) ?? throw new InputRefusedException(
            "series-lag", $"When a value of {kind} was published is not known. State the delay after its date, as in "
            + $"{kind}+26h=FILE, or give the file as {SeriesLayout.General}.", path);
    }

    private void RefuseEarly(in SlowObservation next, in SeriesRow row)
    {
        if (next.PublishedAt < next.EventTime)
        {
            throw new InputRefusedException(
                "series-malformed", $"The value is of {next.EventTime} and published at {next.PublishedAt}, before it. Exchange or "
                + "correct the two times.", $"{path}:{row.Line}");
        }
    }

    private void RefuseDisorder(in SlowObservation before, in SlowObservation next, in SeriesRow row)
    {
        if (next.PublishedAt == before.PublishedAt && next.EventTime == before.EventTime)
        {
            throw new InputRefusedException(
                "series-duplicate", $"The time {row.Time} comes twice. A restated value needs a publication time of its own; "
                + $"give it as {SeriesLayout.General}.", $"{path}:{row.Line}");
        }

        if (next.PublishedAt < before.PublishedAt || (next.PublishedAt == before.PublishedAt && next.EventTime < before.EventTime))
        {
            throw new InputRefusedException(
                "series-unsorted", $"The row ({next.EventTime}, published {next.PublishedAt}) comes after one of "
                + $"({before.EventTime}, published {before.PublishedAt}). Sort the file by publication, then by time.",
                $"{path}:{row.Line}");
        }
    }

    private TimeSpan StepOf(List<SeriesRow> rows)
    {
        long[] steps = [.. rows.Skip(1).Select((r, i) => r.Time.Nanoseconds - rows[i].Time.Nanoseconds).Where(s => s > 0)];
        return steps.Length > 0
            ? TimeSpan.FromTicks(steps.GroupBy(s => s).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key / 100)
            : throw new InputRefusedException(
                "series-empty", "The length of the bars cannot be told from fewer than two rows. Give more rows.", path);
    }

    private static bool IsWeekend(Timestamp time) => time.ToDateTimeOffset().DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
