namespace Dms.Predictive.Core;

/// <summary>What a price may be used for.</summary>
public enum FeedVerdict
{
    /// <summary>Everything.</summary>
    Ok = 0,

    /// <summary>Margins, but not to take on risk.</summary>
    Degraded,

    /// <summary>Nothing: the last accepted requirement holds.</summary>
    Rejected,
}

/// <summary>What is wrong with a price, in the order in which reasons are listed; those that reject come
/// first.</summary>
public enum FeedReason
{
    /// <summary>The price is missing or not &gt; 0.</summary>
    NotPositive = 0,

    /// <summary>Published further after as-of than clocks may differ.</summary>
    FromTheFuture,

    /// <summary>Older than the feed's limit.</summary>
    Stale,

    /// <summary>The confidence interval is too wide for the price.</summary>
    Unconfident,

    /// <summary>Too far from the reference price.</summary>
    Deviates,

    /// <summary>Fewer sources than required.</summary>
    TooFewSources,

    /// <summary>The sequencer is down, or was until too recently.</summary>
    SequencerGrace,

    /// <summary>Accepted, but older than a good price.</summary>
    Aging,

    /// <summary>Accepted, but less certain than a good price.</summary>
    WideConfidence,
}

/// <summary>Quality of one observed price.</summary>
/// <param name="Feed">Feed id.</param>
/// <param name="Verdict">What it may be used for.</param>
/// <param name="Reasons">Everything that speaks against it, in the order of <see cref="FeedReason"/>.</param>
public sealed record FeedQuality(string Feed, FeedVerdict Verdict, IReadOnlyList<FeedReason> Reasons);
