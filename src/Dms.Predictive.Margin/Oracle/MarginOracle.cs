using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Observed prices with the limits within which they may be used.</summary>
/// <param name="Limits">Limits of every feed without its own.</param>
/// <param name="Observations">What was observed; quality is answered in this order.</param>
public sealed record MarginOracle(FeedLimits Limits, IReadOnlyList<PriceObservation> Observations)
{
    /// <summary>Complete limits of single feeds, by id: one staleness for all feeds is a known source of
    /// losses.</summary>
    public IReadOnlyDictionary<string, FeedLimits> Feeds { get; init; } = new Dictionary<string, FeedLimits>();

    /// <summary>State of the sequencer whose chain the prices come from; null = there is none.</summary>
    public SequencerState? Sequencer { get; init; }
}

/// <summary>Limits of a feed.</summary>
public sealed record FeedLimits
{
    /// <summary>Largest age, seconds; a price exactly as old is accepted; &gt; 0.</summary>
    public required double MaxAgeSeconds { get; init; }

    /// <summary>Largest confidence interval as a fraction of the price; ≥ 0.</summary>
    public required decimal MaxConfidenceRatio { get; init; }

    /// <summary>Largest distance from the reference as a fraction of it; ≥ 0.</summary>
    public required decimal MaxDeviation { get; init; }

    /// <summary>Smallest number of sources; ≥ 0.</summary>
    public required int MinimumSources { get; init; }

    /// <summary>Share of the largest age above which a price counts as aging, [0, 1].</summary>
    public double DegradedAgeFraction { get; init; } = 1;

    /// <summary>Share of the largest confidence ratio above which a price counts as uncertain, [0, 1].</summary>
    public decimal DegradedConfidenceFraction { get; init; } = 1;

    /// <summary>How far a publish time may lie after as-of, seconds; ≥ 0.</summary>
    public double MaxFutureSeconds { get; init; }
}

/// <summary>One observed price.</summary>
/// <param name="Feed">Feed id, an underlying's or an instrument's.</param>
/// <param name="Price">Price, quote; null = the feed gave none.</param>
/// <param name="PublishTime">When it was published.</param>
public sealed record PriceObservation(string Feed, decimal? Price, Timestamp PublishTime)
{
    /// <summary>Half width of the confidence interval, quote; ≥ 0.</summary>
    public decimal ConfidenceInterval { get; init; }

    /// <summary>How many sources agree on it; ≥ 0.</summary>
    public int Sources { get; init; } = 1;

    /// <summary>Independent price to compare with, such as a time-weighted average; null = none, &gt; 0.</summary>
    public decimal? Reference { get; init; }
}

/// <summary>Whether a chain's sequencer runs.</summary>
/// <param name="IsUp">Whether it runs now.</param>
/// <param name="UpSince">Since when.</param>
/// <param name="GraceSeconds">How long prices rest after a restart, seconds; ≥ 0.</param>
public sealed record SequencerState(bool IsUp, Timestamp UpSince, double GraceSeconds);
