using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Judges observed prices. Pure: the only clock is as-of.</summary>
public static class OracleGate
{
    /// <summary>Judges every observation.</summary>
    /// <param name="oracle">Observations and limits.</param>
    /// <param name="asOf">When.</param>
    /// <returns>One verdict per observation, in order, with every reason; rejecting ones first.</returns>
    public static IReadOnlyList<FeedQuality> Judge(MarginOracle oracle, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        bool resting = IsResting(oracle.Sequencer, asOf);
        return [.. oracle.Observations.Select(o =>
            Judge(o, oracle.Feeds.GetValueOrDefault(o.Feed) ?? oracle.Limits, (asOf, resting)))];
    }

    /// <summary>Whether the prices may not be used at all: one is rejected, or the sequencer is down.</summary>
    /// <param name="oracle">Observations and limits.</param>
    /// <param name="quality">Its verdicts.</param>
    /// <param name="asOf">When.</param>
    public static bool Refuses(MarginOracle oracle, IReadOnlyList<FeedQuality> quality, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        return quality.Any(q => q.Verdict == FeedVerdict.Rejected) || IsResting(oracle.Sequencer, asOf);
    }

    private static FeedQuality Judge(PriceObservation o, FeedLimits limits, (Timestamp AsOf, bool Resting) now)
    {
        double age = (now.AsOf.Nanoseconds - o.PublishTime.Nanoseconds) / 1e9;
        bool isPositive = o.Price is > 0;
        decimal price = o.Price ?? 0;
        decimal widest = limits.MaxConfidenceRatio * price;
        bool stale = age > limits.MaxAgeSeconds;
        bool unconfident = isPositive && o.ConfidenceInterval > widest;
        List<FeedReason> reasons = [];
        Add(reasons, !isPositive, FeedReason.NotPositive);
        Add(reasons, age < -limits.MaxFutureSeconds, FeedReason.FromTheFuture);
        Add(reasons, stale, FeedReason.Stale);
        Add(reasons, unconfident, FeedReason.Unconfident);
        Add(reasons, isPositive && Deviates(price, o.Reference, limits.MaxDeviation), FeedReason.Deviates);
        Add(reasons, o.Sources < limits.MinimumSources, FeedReason.TooFewSources);
        Add(reasons, now.Resting, FeedReason.SequencerGrace);
        bool rejected = reasons.Count > 0;
        Add(reasons, !stale && age > limits.DegradedAgeFraction * limits.MaxAgeSeconds, FeedReason.Aging);
        bool wide = isPositive && !unconfident && o.ConfidenceInterval > limits.DegradedConfidenceFraction * widest;
        Add(reasons, wide, FeedReason.WideConfidence);
        FeedVerdict verdict = rejected ? FeedVerdict.Rejected
            : reasons.Count > 0 ? FeedVerdict.Degraded
            : FeedVerdict.Ok;
        return new(o.Feed, verdict, reasons);
    }

    // |price/reference − 1| > limit, without the division.
    private static bool Deviates(decimal price, decimal? reference, decimal limit) =>
        reference is decimal r && Math.Abs(price - r) > limit * r;

    private static bool IsResting(SequencerState? sequencer, Timestamp asOf) => sequencer is not null
        && (!sequencer.IsUp
            || (asOf.Nanoseconds - sequencer.UpSince.Nanoseconds) / 1e9 < sequencer.GraceSeconds);

    private static void Add(List<FeedReason> reasons, bool applies, FeedReason reason)
    {
        if (applies)
        {
            reasons.Add(reason);
        }
    }
}
