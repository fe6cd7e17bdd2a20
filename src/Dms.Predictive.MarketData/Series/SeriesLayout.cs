using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>How the times of a series file are written.</summary>
internal enum SeriesTime
{
    /// <summary>A UTC date, or a UTC time that ends in <c>Z</c>.</summary>
    Iso,

    /// <summary><c>2025-06-22 00:15:00</c>, UTC.</summary>
    Spaced,

    /// <summary>Milliseconds since 1970, 13 digits.</summary>
    Milliseconds,
}

/// <summary>Which columns of a series file mean what.</summary>
/// <param name="Columns">Number of columns.</param>
/// <param name="Time">How times are written; the first column holds them.</param>
/// <param name="PublishedColumn">Column of the publication time; −1 when it follows from a rule.</param>
/// <param name="Values">Kinds and their columns.</param>
/// <param name="IsBars">Whether a row is a bar, known at its end; its length is the step of the file.</param>
internal sealed record SeriesLayout(
    int Columns, SeriesTime Time, int PublishedColumn, IReadOnlyList<(SlowSeriesKind Kind, int Column)> Values, bool IsBars = false)
{
    /// <summary>First columns of the general file.</summary>
    public const string General = "time,published_at,value";

    /// <summary>First columns of a taker-flow file.</summary>
    public const string Flow = "time,buy_volume,sell_volume";

    /// <summary>Columns of a funding file.</summary>
    public const string Funding = "timestamp,funding_rate";

    /// <summary>Columns of the venue's own funding archive.</summary>
    public const string FundingArchive = "calc_time,funding_interval_hours,last_funding_rate";

    private const int BarClose = 4;

    /// <summary>Recognises a header; null when it does not fit the kinds wanted.</summary>
    public static SeriesLayout? Of(string[] names, IReadOnlyList<SlowSeriesKind> wanted)
    {
        string header = string.Join(',', names);
        bool lone = wanted.Count == 1;
        if (lone && header == General)
        {
            return new(names.Length, SeriesTime.Iso, 1, [(wanted[0], 2)]);
        }

        if (lone && wanted[0] == SlowSeriesKind.Funding && header is Funding)
        {
            return new(names.Length, SeriesTime.Iso, -1, [(wanted[0], 1)]);
        }

        if (lone && wanted[0] == SlowSeriesKind.Funding && header is FundingArchive)
        {
            return new(names.Length, SeriesTime.Milliseconds, -1, [(wanted[0], 2)]);
        }

        if (lone && (wanted[0] == SlowSeriesKind.Mark || wanted[0] == SlowSeriesKind.Index)
            && (header == BarCsvParser.Header || header.StartsWith(BarCsvParser.Header + ",", StringComparison.Ordinal)))
        {
            return new(names.Length, SeriesTime.Iso, -1, [(wanted[0], BarClose)], IsBars: true);
        }

        bool flow = wanted.Contains(SlowSeriesKind.TakerBuy) && (header == Flow || header.StartsWith(Flow + ",", StringComparison.Ordinal));
        return flow
            ? new(names.Length, SeriesTime.Spaced, -1, [(SlowSeriesKind.TakerBuy, 1), (SlowSeriesKind.TakerSell, 2)], IsBars: true)
            : Dated(names, wanted);
    }

    /// <summary>Headers that a kind accepts, for messages.</summary>
    public static string Allowed(IReadOnlyList<SlowSeriesKind> wanted)
    {
        if (wanted.Contains(SlowSeriesKind.TakerBuy) || wanted.Contains(SlowSeriesKind.TakerSell))
        {
            return Flow;
        }

        string?[] dated = [.. wanted.Select(k => SeriesRule.Of(k).DatedColumn).Where(c => c is not null)];
        string[] all =
        [
            .. wanted.Count == 1 ? [General] : Array.Empty<string>(),
            .. wanted[0] == SlowSeriesKind.Funding ? [Funding, FundingArchive] : Array.Empty<string>(),
            .. wanted[0] == SlowSeriesKind.Mark || wanted[0] == SlowSeriesKind.Index ? [BarCsvParser.Header] : Array.Empty<string>(),
            .. dated.Length > 0 ? [$"date and after it a column {string.Join(", ", dated)}"] : Array.Empty<string>(),
        ];
        return string.Join("; or ", all);
    }

    private static SeriesLayout? Dated(string[] names, IReadOnlyList<SlowSeriesKind> wanted)
    {
        List<(SlowSeriesKind, int)> values =
        [
            .. wanted.Select(k => (k, SeriesRule.Of(k).DatedColumn is string c ? Array.IndexOf(names, c) : -1)).Where(p => p.Item2 > 0),
        ];
        return names[0] == "date" && values.Count > 0 ? new(names.Length, SeriesTime.Iso, -1, values) : null;
    }
}
