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

    /// <summary>Time-weighted mean over the window; null before the first price.</summary>
    public decimal? TimeWeighted { get; init; }

    /// <summary>
    /// Whether the price may liquidate: good for 3 s, at least three sources, confidence within half its limit.
    /// </summary>
    public bool MayLiquidate { get; init; }
}
