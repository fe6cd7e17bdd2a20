using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Judges rows one after the other: what cannot be a bar is quarantined, what is strange but possible is kept, and both
/// are counted and shown. Nothing is repaired.
/// </summary>
internal sealed class BarJudge(string path)
{
    private readonly QualityTally _tally = new();

    /// <summary>Rows that were in disorder: refused, or counted and sorted.</summary>
    public void Order(BarRows rows, bool sort)
    {
        Timestamp latest = new(long.MinValue);
        bool disorder = false;
        for (int i = 0; i < rows.Count; i++)
        {
            Timestamp time = rows.Bars[i].OpenTime;
            if (time >= latest)
            {
                latest = time;
                continue;
            }

            if (!sort)
            {
                throw new InputRefusedException(
                    "bars-unsorted",
                    $"The row opens at {time}, before an earlier row's {latest}. Allowed are rows in order of time. "
                    + "Sort the file, or ask for sorting (--sort), which is counted and shown.",
                    $"{path}:{rows.Lines[i]}");
            }

            disorder = true;
            Say(rows, i, QualityIssue.OutOfOrder, QualityAction.Kept, () => $"after {latest}; sorted as asked");
        }

        if (disorder)
        {
            rows.Sort();
        }
    }

    /// <summary>Quarantines what cannot be a bar, and second rows of one time.</summary>
    public void Rows(BarRows rows)
    {
        bool[] kept = new bool[rows.Count];
        int before = -1;
        bool all = true;
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = IsBar(rows, i) && !Repeats(rows, before, i);
            before = kept[i] ? i : before;
            all &= kept[i];
        }

        if (!all)
        {
            rows.Keep(kept);
        }

        if (rows.Count < 2)
        {
            throw new InputRefusedException(
                "bars-too-few",
                $"Of {kept.Length} rows {rows.Count} can be used as bars; the step needs at least two. "
                + "Check prices (> 0), volumes (>= 0) and low <= open, close <= high.",
                path);
        }
    }

    /// <summary>Quarantines rows beside the grid; the grid passes through the most frequent phase.</summary>
    public void Grid(BarRows rows, TimeSpan step)
    {
        long nanoseconds = step.Ticks * 100;
        long phase = BarGrid.MostFrequent(rows.Bars, (_, bar) => Phase(bar.OpenTime, nanoseconds), from: 0);
        bool[] kept = new bool[rows.Count];
        bool all = true;
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = Phase(rows.Bars[i].OpenTime, nanoseconds) == phase;
            all &= kept[i];
            if (!kept[i])
            {
                Say(rows, i, QualityIssue.OffGrid, QualityAction.Quarantined, () => $"not on the grid of {step}");
            }
        }

        if (!all)
        {
            rows.Keep(kept);
        }
    }

    /// <summary>Counts gaps, bars without volume and outliers; all bars stay.</summary>
    public QualityReport Series(BarRows rows, TimeSpan step, long rowsRead)
    {
        bool volumeAbsent = true;
        foreach (ref readonly Bar bar in rows.Bars)
        {
            volumeAbsent &= bar.VolumeBase == 0;
        }

        GapSummary gaps = GapSummary.None;
        BarOutlierRule outliers = new(step);
        for (int i = 0; i < rows.Count; i++)
        {
            Bar bar = rows.Bars[i];
            if (i > 0 && bar.OpenTime - rows.Bars[i - 1].OpenTime is var apart && apart > step)
            {
                gaps = gaps.And(Gap(rows, i, apart, step));
            }

            if (bar.VolumeBase == 0 && !volumeAbsent)
            {
                Say(rows, i, QualityIssue.ZeroVolume, QualityAction.Kept, () => "no volume: no new price");
            }

            if (outliers.Judge(bar) is { } finding)
            {
                Say(rows, i, QualityIssue.Outlier, QualityAction.Kept, finding.ToString);
            }
        }

        return _tally.Report(rowsRead, gaps, volumeAbsent);
    }

    private static long Phase(Timestamp time, long step) =>
        time.Nanoseconds % step is var phase && phase < 0 ? phase + step : phase;

    private GapSummary Gap(BarRows rows, int i, TimeSpan apart, TimeSpan step)
    {
        long missing = (apart.Ticks / step.Ticks) - 1;
        Say(rows, i, QualityIssue.Gap, QualityAction.Kept, () => $"{missing} bars are absent before this one");
        return new(1, missing, apart - step, rows.Bars[i].OpenTime);
    }

    private bool IsBar(BarRows rows, int i)
    {
        ref readonly Bar bar = ref rows.Bars[i];
        bool positive = bar.Open > 0 && bar.High > 0 && bar.Low > 0 && bar.Close > 0 && bar.VolumeBase >= 0;
        bool inside = bar.Low <= Math.Min(bar.Open, bar.Close) && bar.High >= Math.Max(bar.Open, bar.Close);
        if (!positive)
        {
            SayOfRow(rows, i, QualityIssue.NotPositive, "prices must be > 0 and volume >= 0");
        }
        else if (!inside)
        {
            SayOfRow(rows, i, QualityIssue.InconsistentRange, "low <= open, close <= high must hold");
        }

        return positive && inside;
    }

    private bool Repeats(BarRows rows, int before, int i)
    {
        if (before < 0 || rows.Bars[before].OpenTime != rows.Bars[i].OpenTime)
        {
            return false;
        }

        bool alike = rows.Bars[before] == rows.Bars[i];
        string first = $"the time of line {rows.Lines[before]}";
        SayOfRow(
            rows,
            i,
            alike ? QualityIssue.IdenticalDuplicate : QualityIssue.Duplicate,
            alike ? $"{first} with the same values; one is kept" : $"{first} with other values; the first is kept");
        return true;
    }

    private void SayOfRow(BarRows rows, int i, QualityIssue issue, string why) =>
        Say(rows, i, issue, QualityAction.Quarantined, () => $"{Text(rows.Bars[i])}; {why}");

    private static string Text(Bar b) =>
        $"open {b.Open:R}, high {b.High:R}, low {b.Low:R}, close {b.Close:R}, volume {b.VolumeBase:R}";

    private void Say(BarRows rows, int i, QualityIssue issue, QualityAction action, Func<string> detail)
    {
        if (_tally.Count(issue))
        {
            _tally.Show(new QualityVerdict(issue, action, rows.Bars[i].OpenTime, rows.Lines[i], detail()));
        }
    }
}
