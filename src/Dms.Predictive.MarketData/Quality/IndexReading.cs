using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>An index price with what speaks for and against it.</summary>
/// <param name="Price">Price, quote; the last accepted one when it is held; null before the first.</param>
/// <param name="PriceTime">When the price was accepted: a held price grows old.</param>
/// <param name="Confidence">Half width of the interval, quote.</param>
/// <param name="Verdict">What it may be used for.</param>
/// <param name="Issues">Everything that speaks against it.</param>
public sealed record IndexReading(
    decimal? Price, Timestamp PriceTime, decimal Confidence, FeedVerdict Verdict, IReadOnlyList<QualityIssue> Issues)
{
    /// <summary>Sources that support the price; 0 when it is held, so that a margin request rejects it.</summary>
    public int Sources { get; init; }

    /// <summary>Sources kept out of the median.</summary>
    public IReadOnlyList<string> Outliers { get; init; } = [];

    /// <summary>Sources that are believed only in part: two that disagree, or a lone one that jumped.</summary>
    public IReadOnlyList<string> Suspects { get; init; } = [];

    /// <summary>Price for a long: the lower one while two sources disagree, else <see cref="Price"/>.</summary>
    public decimal? Low { get; init; } = Price;

    /// <summary>Price for a short: the higher one while two sources disagree, else <see cref="Price"/>.</summary>
    public decimal? High { get; init; } = Price;

    /// <summary>Whether a margin may fall on this price; never on a held one.</summary>
    public bool MayLower => Verdict != FeedVerdict.Rejected;

    /// <summary>Time-weighted mean over the window; null before the first price.</summary>
    public decimal? TimeWeighted { get; init; }

    /// <summary>
    /// Whether the price may liquidate: good for 3 s, at least three sources, confidence within half its limit.
    /// </summary>
    public bool MayLiquidate { get; init; }
}
