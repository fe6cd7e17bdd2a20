namespace Dms.Predictive.Core;

/// <summary>What was found wrong, or worth saying, about one piece of market data.</summary>
public enum QualityIssue
{
    /// <summary>Nothing: the value was accepted as it is.</summary>
    None = 0,

    /// <summary>One or more bars of the grid are absent.</summary>
    Gap,

    /// <summary>No volume was traded in the bar.</summary>
    ZeroVolume,

    /// <summary>The move is far outside what recent bars make plausible.</summary>
    Outlier,

    /// <summary>The same time came again with other values; the first is kept.</summary>
    Duplicate,

    /// <summary>The same row came again, alike in all fields; one is kept.</summary>
    IdenticalDuplicate,

    /// <summary>Time runs backwards.</summary>
    OutOfOrder,

    /// <summary>A price that is not greater than zero.</summary>
    NotPositive,

    /// <summary>High, low, open and close contradict each other.</summary>
    InconsistentRange,

    /// <summary>The time is not on the grid of the file's step.</summary>
    OffGrid,

    /// <summary>A field could not be read.</summary>
    Malformed,

    /// <summary>A number that is not finite, or larger than the field allows.</summary>
    NotFinite,

    /// <summary>Nothing was received for longer than the feed's limit.</summary>
    Stale,

    /// <summary>Price and book stand still while other sources of the instrument move.</summary>
    Frozen,

    /// <summary>The best bid is above the best ask.</summary>
    Crossed,

    /// <summary>The last price is far from its own time-weighted mean.</summary>
    Deviation,

    /// <summary>The confidence interval is too wide for the price.</summary>
    LowConfidence,

    /// <summary>The venue's clock is off ours by more than the limit.</summary>
    ClockSkew,

    /// <summary>The difference of the clocks jumped.</summary>
    ClockJump,

    /// <summary>An event time after its receipt by more than clocks may differ.</summary>
    Future,

    /// <summary>An event for a bar that is already sealed.</summary>
    Late,

    /// <summary>An event of an order that was never seen to rest.</summary>
    UnknownOrder,

    /// <summary>A symbol that the venue's table does not have.</summary>
    UnknownSymbol,

    /// <summary>Fewer live sources than required.</summary>
    TooFewSources,

    /// <summary>A jump of the only source that no second event has confirmed yet.</summary>
    Suspect,
}

/// <summary>What was done with the value.</summary>
public enum QualityAction
{
    /// <summary>Used as it is, and counted.</summary>
    Kept = 0,

    /// <summary>Kept out of the series, and counted.</summary>
    Quarantined,

    /// <summary>The whole input was refused.</summary>
    Refused,
}

/// <summary>A judgement on market data: a value that is counted and shown, never an exception.</summary>
/// <param name="Issue">What was found.</param>
/// <param name="Action">What was done.</param>
/// <param name="At">Event time of the value.</param>
/// <param name="Line">Line in the file, from 1; 0 when there is none.</param>
/// <param name="Detail">What was found and what is allowed, in one sentence.</param>
public sealed record QualityVerdict(QualityIssue Issue, QualityAction Action, Timestamp At, long Line, string Detail);
