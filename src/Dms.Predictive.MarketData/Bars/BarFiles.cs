using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Joins bars files, and folders of them, to one series.</summary>
public static class BarFiles
{
    /// <summary>Reads all files and joins them in order of time.</summary>
    /// <param name="filesOrFolders">
    /// Files, or folders that stand for the <c>.csv</c> and <c>.csv.gz</c> files directly in them; at least one.
    /// </param>
    /// <param name="ct">Stops the reading.</param>
    /// <returns>
    /// One series. Its instrument is the file's, or what the names of several files have in common up to a
    /// <c>_</c> or <c>-</c>, or the first file's when they have nothing in common.
    /// </returns>
    /// <exception cref="InputRefusedException">
    /// A file is refused (<see cref="BarFile"/>), a folder has no bars file (<c>bars-folder-empty</c>), steps differ
    /// (<c>bars-steps-differ</c>), files overlap in time (<c>bars-overlap</c>) or do not share a grid
    /// (<c>bars-grid</c>).
    /// </exception>
    public static BarHistory Load(IReadOnlyList<string> filesOrFolders, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filesOrFolders);
        ArgumentOutOfRangeException.ThrowIfZero(filesOrFolders.Count);
        BarReading[] readings = [.. filesOrFolders.SelectMany(FilesOf).Select(path => BarFile.Read(path, ct))];
        return Join([.. readings.OrderBy(r => r.Bars[0].OpenTime)]);
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files =
        [
            .. Directory.EnumerateFiles(path)
                .Where(f => f.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                            || f.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0
            ? files
            : throw new InputRefusedException(
                "bars-folder-empty",
                "The folder has no .csv or .csv.gz file. Name a folder that has, or a file.",
                path);
    }

    private static BarHistory Join(BarReading[] readings)
    {
        TimeSpan step = readings[0].Step;
        QualityTally tally = new();
        GapSummary gaps = readings[0].Quality.Gaps;
        tally.Add(readings[0].Quality, readings[0].Path);
        for (int i = 1; i < readings.Length; i++)
        {
            RefuseMisfit(readings[i - 1], readings[i]);
            tally.Add(readings[i].Quality, readings[i].Path);
            gaps = gaps.And(GapBetween(readings[i - 1], readings[i], tally)).And(readings[i].Quality.Gaps);
        }

        List<Bar> bars = new(readings.Sum(r => r.Bars.Count));
        foreach (BarReading reading in readings)
        {
            bars.AddRange(reading.Bars);
        }

        QualityReport quality = tally.Report(
            readings.Sum(r => r.Quality.RowsRead), gaps, readings.All(r => r.Quality.VolumeAbsent));
        return new BarHistory(
            new BarSeries(InstrumentOf(readings), step, bars), quality, [.. readings.Select(SourceOf)]);
    }

    private static void RefuseMisfit(BarReading before, BarReading after)
    {
        string where = $"{before.Path} and {after.Path}";
        if (before.Step != after.Step)
        {
            throw new InputRefusedException(
                "bars-steps-differ",
                $"The bars of one file are {before.Step} long, those of the other {after.Step}. "
                + "Give files of one step.",
                where);
        }

        Timestamp last = before.Bars[^1].OpenTime;
        Timestamp first = after.Bars[0].OpenTime;
        if (first <= last)
        {
            throw new InputRefusedException(
                "bars-overlap",
                $"One file reaches {last}, the other begins at {first}. Files must follow each other; give each span "
                + "once, and files of one instrument only.",
                where);
        }

        if ((first - last).Ticks % before.Step.Ticks != 0)
        {
            throw new InputRefusedException(
                "bars-grid",
                $"From {last} to {first} is not a whole number of steps of {before.Step}. "
                + "Give files of one grid.",
                where);
        }
    }

    private static GapSummary GapBetween(BarReading before, BarReading after, QualityTally tally)
    {
        Timestamp first = after.Bars[0].OpenTime;
        TimeSpan hole = first - before.Bars[^1].OpenTime - before.Step;
        if (hole <= TimeSpan.Zero)
        {
            return GapSummary.None;
        }

        long missing = hole.Ticks / before.Step.Ticks;
        if (tally.Count(QualityIssue.Gap))
        {
            string detail = $"{after.Path}: {missing} bars are absent between this file and {before.Path}";
            tally.Show(new QualityVerdict(QualityIssue.Gap, QualityAction.Kept, first, 0, detail));
        }

        return new GapSummary(1, missing, hole, first);
    }

    private static BarSource SourceOf(BarReading reading) => new(
        reading.Path, reading.Sha256, reading.Bars.Count, reading.Bars[0].OpenTime, reading.Bars[^1].OpenTime);

    private static string InstrumentOf(BarReading[] readings)
    {
        string first = readings[0].Instrument;
        int common = readings.Min(r => first.AsSpan().CommonPrefixLength(r.Instrument));
        if (readings.All(r => r.Instrument == first))
        {
            return first;
        }

        int cut = common == 0 ? -1 : first.AsSpan(0, common).LastIndexOfAny('_', '-');
        return cut > 0 ? first[..cut] : first;
    }
}
