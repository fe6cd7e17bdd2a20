namespace Dms.Predictive.Audit;

/// <summary>A record and what is to be said about it.</summary>
/// <param name="Sequence">Sequence of the record.</param>
/// <param name="Reason">What differs, or why it cannot be recomputed.</param>
public sealed record ReplayRemark(long Sequence, string Reason);

/// <summary>Counts of recomputed forecasts.</summary>
/// <param name="Figures">Forecasts in the range.</param>
/// <param name="Identical">Equal in every bit.</param>
/// <param name="Within1e5">Within 1e-5 relative, not equal.</param>
/// <param name="Different">Further away.</param>
/// <param name="NotReplayable">Could not be recomputed.</param>
public sealed record ForecastReplay(long Figures, long Identical, long Within1e5, long Different, long NotReplayable);

/// <summary>What a replay of a log found.</summary>
public sealed record ReplayReport
{
    /// <summary>Margins in the range.</summary>
    public required long Figures { get; init; }

    /// <summary>Margins equal in every bit.</summary>
    public required long Identical { get; init; }

    /// <summary>Margins that differ.</summary>
    public required long Different { get; init; }

    /// <summary>Every margin that could not be recomputed.</summary>
    public required IReadOnlyList<ReplayRemark> NotReplayable { get; init; }

    /// <summary>The first differences of margins, at most <see cref="MaxDifferences"/>.</summary>
    public required IReadOnlyList<ReplayRemark> Differences { get; init; }

    /// <summary>Counts of forecasts.</summary>
    public required ForecastReplay Forecasts { get; init; }

    /// <summary>Latest recorded fingerprint in the range; empty when there is none.</summary>
    public required CanonicalObject RecordedEnvironment { get; init; }

    /// <summary>Fingerprint of this run.</summary>
    public required CanonicalObject CurrentEnvironment { get; init; }

    /// <summary>Whether the two fingerprints are equal.</summary>
    public bool IsSameEnvironment => RecordedEnvironment.ToBytes().AsSpan().SequenceEqual(CurrentEnvironment.ToBytes());

    /// <summary>How many differences are kept.</summary>
    public const int MaxDifferences = 100;
}
