using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>What is known of one market at one time, before any account is looked at.</summary>
public sealed record MarketOutlook
{
    /// <summary>Information cut-off.</summary>
    public required Timestamp AsOf { get; init; }

    /// <summary>Last price, quote.</summary>
    public required decimal Price { get; init; }

    /// <summary>The policy's own baseline volatility.</summary>
    public required AnnualizedVolatility Reference { get; init; }

    /// <summary>What coverage asks for; null where the policy does not keep it.</summary>
    public CoverageState? Coverage { get; init; }

    /// <summary>How far the price may stray within the horizon; of the last decision.</summary>
    public MoveOutlook? Moves { get; init; }

    /// <summary>Where the early warning stands.</summary>
    public AlertStanding Alert { get; init; }

    /// <summary>Early warnings raised since the outlook before, oldest first.</summary>
    public IReadOnlyList<RaisedAlert> Alerts { get; init; } = [];

    /// <summary>Why the learned part was switched off with this very outlook; null when it was not.</summary>
    public string? SafetyTrip { get; init; }

    /// <summary>What was found when it was, of a monitor that measures.</summary>
    public SafetyFinding? SafetyFinding { get; init; }

    /// <summary>The volatility that margins are computed with: the baseline, scaled for coverage where the policy keeps
    /// it.</summary>
    public AnnualizedVolatility Driver => Coverage is { Scale: not 1 } coverage
        ? AnnualizedVolatility.FromFraction(Math.Min(Reference.Fraction * coverage.Scale, AnnualizedVolatility.Largest))
        : Reference;

    /// <summary>Whether the baseline rests on less history than the policy asks for: the largest of the shorter windows.</summary>
    public bool IsReferenceShort { get; init; }

    /// <summary>Forecast over the policy's horizon issued at this time; null when none was.</summary>
    public IssuedForecast? Issued { get; init; }

    /// <summary>Spike forecast issued at this time; null when none was.</summary>
    public IssuedForecast? IssuedSpike { get; init; }

    /// <summary>The forecast that counts: the issued one, or the last one until it expires.</summary>
    public required IssuedForecast? Standing { get; init; }

    /// <summary>The spike forecast that counts; null when there is none.</summary>
    public required SpikeForecast? Spike { get; init; }

    /// <summary>Forecast, rules and previous state: what every account of this market is margined with.</summary>
    public required MarginOverlay Overlay { get; init; }

    /// <summary>Multipliers in force.</summary>
    public required OverlayOutcome Outcome { get; init; }

    /// <summary>Overrides by persons in force, oldest first.</summary>
    public IReadOnlyList<HeldOverride> Overrides { get; init; } = [];
}
