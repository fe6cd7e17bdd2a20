using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What is known of a kind of series before its file is opened.</summary>
/// <param name="DatedColumn">Its column in a file of daily rows that begin with a date; null when there is none.</param>
/// <param name="Lag">Publication after the start of the date, or after the settlement; null where it must be stated.</param>
/// <param name="Lowest">Least value.</param>
/// <param name="Highest">Largest value.</param>
/// <param name="WeekdaysOnly">Whether rows of Saturdays and Sundays only carry Friday's value and are not values.</param>
internal sealed record SeriesRule(
    string? DatedColumn, TimeSpan? Lag, double Lowest, double Highest, bool WeekdaysOnly = false)
{
    private const double Least = 1e-12;
    private const double Most = 1e15;

    // Every time is the first at which the value can be had, plus a margin of 15 minutes.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan NextMidnight = TimeSpan.FromDays(1) + Margin;
    private static readonly TimeSpan SameDay = TimeSpan.FromMinutes(5) + Margin;
    private static readonly TimeSpan ChainStatistics = TimeSpan.FromHours(26) + Margin;

    /// <summary>The rule of a kind.</summary>
    public static SeriesRule Of(SlowSeriesKind kind) => kind.Name switch
    {
        "funding" => new(null, Margin, -1, 1),
        "predicted-funding" => new(null, null, -1, 1),
        "funding-daily" => new("funding_mean", NextMidnight, -1, 1),
        "open-interest" or "taker-buy" or "taker-sell" or "liquidated" => new(null, null, 0, Most),
        "mark" or "index" => new(null, null, Least, Most),
        "vix" => new("vix", NextMidnight, Least, 1_000, WeekdaysOnly: true),
        "dxy" => new("dxy", NextMidnight, Least, 1_000, WeekdaysOnly: true),
        "fear-greed" => new("fng", SameDay, 0, 100),
        "hash-rate" => new("hashrate", ChainStatistics, 0, Most * Most),
        "atm-iv-30d" or "atm-iv-7d" => new(null, null, Least, 100),
        "skew-25d" => new(null, null, -100, 100),
        "dvol" => new("dvol", NextMidnight, Least, 1_000),
        _ => new(CustomColumn(kind), null, -Most, Most),
    };

    private static string CustomColumn(SlowSeriesKind kind) =>
        kind.Name[SlowSeriesKind.CustomPrefix.Length..].Replace('-', '_');
}
