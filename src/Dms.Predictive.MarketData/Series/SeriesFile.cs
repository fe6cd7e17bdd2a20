using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Reads files of slow series: funding, mark and index bars, taker flow, daily macro files, implied volatility, and any
/// series as <c>time,published_at,value</c>. Format by header; plain or gzip.
/// </summary>
/// <remarks>Publication follows the file where it states it. Else: bars and flow at the end of the bar; funding at its
/// settlement, dated values at the times of the data protocol, both plus 15 minutes.</remarks>
public static class SeriesFile
{
    /// <summary>Names that stand for several series of one file.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<SlowSeriesKind>> Groups { get; } =
        new Dictionary<string, IReadOnlyList<SlowSeriesKind>>
        {
            ["taker"] = [SlowSeriesKind.TakerBuy, SlowSeriesKind.TakerSell],
            ["macro"] = [SlowSeriesKind.Vix, SlowSeriesKind.Dxy, SlowSeriesKind.FearGreed, SlowSeriesKind.HashRate],
        };

    /// <summary>Kinds that a name stands for.</summary>
    /// <param name="name">A kind, a custom series such as <c>custom:etf-flow</c>, or a group.</param>
    /// <returns>The kinds; null when there is none of that name.</returns>
    public static IReadOnlyList<SlowSeriesKind>? KindsOf(string name) =>
        Groups.TryGetValue(name, out IReadOnlyList<SlowSeriesKind>? group) ? group
        : SlowSeriesKind.Find(name) is SlowSeriesKind kind ? [kind]
        : null;

    /// <summary>Says which files a kind is read from and when its values count as published.</summary>
    /// <returns>First line of the files, and the publication, in words.</returns>
    public static (string Header, string Published) Describe(SlowSeriesKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        SeriesRule rule = SeriesRule.Of(kind);
        bool bars = kind == SlowSeriesKind.Mark || kind == SlowSeriesKind.Index || Groups["taker"].Contains(kind);
        string published = bars ? "end of the bar"
            : rule.Lag is not TimeSpan lag ? "as the file states"
            : string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{(rule.DatedColumn is null ? "settlement" : "00:00 UTC of its date")} + {lag.TotalMinutes:0} min");
        return (SeriesLayout.Allowed([kind]), published);
    }

    /// <summary>Reads the series of one file.</summary>
    /// <param name="kinds">Kinds wanted; of a group, those whose column is absent or empty are left out.</param>
    /// <param name="path">The file.</param>
    /// <param name="lag">Publication after the event (date, settlement, end of bar) instead of the default; ≥ 0.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="InputRefusedException"><c>series-folder</c>, <c>series-header</c>, <c>series-malformed</c>,
    /// <c>series-duplicate</c>, <c>series-unsorted</c>, <c>series-empty</c>, <c>series-lag</c>,
    /// <c>series-too-large</c>, or what is refused of gzip.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static IReadOnlyList<SlowSeries> Read(
        IReadOnlyList<SlowSeriesKind> kinds, string path, TimeSpan? lag = null, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new InputRefusedException("series-folder", "This is a folder; a series is one file. Name a file in it.", path);
        }

        return Read(kinds, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), path, lag, ct);
    }

    /// <summary>Reads the series from the bytes of a stream, which is closed in the end.</summary>
    /// <param name="kinds">Kinds wanted; at least one.</param>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="path">Name for messages.</param>
    /// <param name="lag">Publication after the event instead of the default; ≥ 0.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="InputRefusedException">The bytes are no such file.</exception>
    public static IReadOnlyList<SlowSeries> Read(
        IReadOnlyList<SlowSeriesKind> kinds, Stream stream, string path, TimeSpan? lag, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfZero(kinds.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(lag ?? TimeSpan.Zero, TimeSpan.Zero);
        SeriesCsvParser parser = new(path, kinds);
        (string sha256, _) = InputLines.Read(stream, path, SeriesCsvParser.LongestLine, parser.Take, parser.TooLong, ct);
        List<SlowSeries> read = [];
        foreach ((SlowSeriesKind kind, List<SeriesRow> rows) in parser.Rows)
        {
            List<SlowObservation> observations = new SeriesObservations(path, kind, parser.Layout!, lag).Of(rows);
            if (observations.Count > 0)
            {
                read.Add(new SlowSeries(kind, observations, Path.GetFileName(path), sha256));
            }
        }

        return read.Count > 0
            ? read
            : throw new InputRefusedException(
                "series-empty", $"The file has no value of {string.Join(", ", kinds)}. Give a file that has, or leave the series out.", path);
    }
}
