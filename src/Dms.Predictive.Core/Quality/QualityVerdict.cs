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
