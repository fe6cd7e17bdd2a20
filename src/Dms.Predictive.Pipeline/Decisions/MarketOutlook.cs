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
}
