namespace Dms.Predictive.Audit;

/// <summary>How a recomputed figure compares with the recorded one.</summary>
public enum ReplayVerdict
{
    /// <summary>Equal in every bit.</summary>
    Identical = 0,

    /// <summary>A forecast within 1e-5 relative: allowed on another fingerprint, never for a margin.</summary>
    Within1e5,

    /// <summary>Different.</summary>
    Different,

    /// <summary>It could not be recomputed.</summary>
    NotReplayable,
}

/// <summary>The result of recomputing one record.</summary>
/// <param name="Verdict">How it compares.</param>
/// <param name="Reason">Which field differs with both values, or why it cannot be recomputed; null when
/// identical.</param>
public sealed record ReplayOutcome(ReplayVerdict Verdict, string? Reason)
{
    /// <summary>Equal in every bit.</summary>
    public static ReplayOutcome Identical { get; } = new(ReplayVerdict.Identical, null);
}
