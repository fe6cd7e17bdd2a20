using Dms.Predictive.Core;
using Dms.Predictive.Explanation;

namespace Dms.Predictive.Pipeline;

/// <summary>A margin with its forecast, its reasons and its place in the record.</summary>
public sealed record MarginDecision
{
    /// <summary>Information cut-off.</summary>
    public required Timestamp AsOf { get; init; }

    /// <summary>Price that the margin was computed at, quote.</summary>
    public required decimal Price { get; init; }

    /// <summary>The requirement with its components.</summary>
    public required MarginRequirement Requirement { get; init; }

    /// <summary>Initial margin of the same policy without any forecast, quote.</summary>
    public required decimal BaselineInitial { get; init; }

    /// <summary>The policy's own baseline volatility.</summary>
    public required AnnualizedVolatility Reference { get; init; }

    /// <summary>What coverage asked for; null where the policy does not keep it.</summary>
    public CoverageState? Coverage { get; init; }

    /// <summary>What may become of the account within the horizon.</summary>
    public AccountRisk? Risk { get; init; }

    /// <summary>How far the price may stray within the horizon.</summary>
    public MoveOutlook? Moves { get; init; }

    /// <summary>Forecast over the policy's horizon; null when none could be issued.</summary>
    public required IssuedForecast? Forecast { get; init; }

    /// <summary>Spike forecast; null when none could be issued.</summary>
    public required SpikeForecast? Spike { get; init; }

    /// <summary>Named reason why the learned forecast did not count; null when it did.</summary>
    public required string? Fallback { get; init; }

    /// <summary>What made up the learned uplift, in currency; null without uplift.</summary>
    public required UpliftAttribution? Reasons { get; init; }

    /// <summary>Sequence of the decision in the record.</summary>
    public required long Sequence { get; init; }

    /// <summary>Multipliers in force.</summary>
    public OverlayOutcome Overlay => Requirement.Overlay!;

    /// <summary>Amount of a component of initial margin, quote.</summary>
    public decimal Component(MarginComponentName name) => Requirement.Components.First(c => c.Name == name).Initial;
}
