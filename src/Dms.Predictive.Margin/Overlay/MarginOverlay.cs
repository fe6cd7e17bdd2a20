using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A forecast with the rules by which it may raise margin.</summary>
/// <param name="Rules">Governed limits.</param>
/// <param name="Forecast">What is forecast.</param>
public sealed record MarginOverlay(OverlayRules Rules, OverlayForecast Forecast)
{
    /// <summary>
    /// State after the previous decision; null = first decision, one step after multiplier 1. While an announced ramp
    /// runs, its maintenance multiplier is the one at the announcement: <see cref="ForecastOverlay.NextState"/> keeps
    /// it.
    /// </summary>
    public OverlayState? Previous { get; init; }

    /// <summary>When the rise of maintenance margin was announced; null = not announced, maintenance stays.</summary>
    public Timestamp? AnnouncedAt { get; init; }

    /// <summary>Switches the learned part off.</summary>
    public bool KillSwitch { get; init; }

    /// <summary>
    /// Reasons found outside the forecast itself: <see cref="GateReason.HorizonMismatch"/>,
    /// <see cref="GateReason.PolicyExempt"/>, <see cref="GateReason.DrawdownOfCoverage"/>. Others are refused.
    /// </summary>
    public IReadOnlyList<GateReason> Blocks { get; init; } = [];

    /// <summary>An overlay without a forecast: whatever was decided before is held, without decay.</summary>
    /// <param name="state">The multipliers to hold.</param>
    public static MarginOverlay Holding(OverlayState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        OverlayRules rules = new()
        {
            WeightMl = 0,
            Cap = 1,
            MaxStep = 0,
            StepSeconds = 1,
            HalfLifeSeconds = 1,
            NoticeSeconds = 0,
            RampSeconds = 0,
        };
        return new(rules, new(null, null, null, state.At, state.At)) { Previous = state };
    }
}

/// <summary>Whether announced rises ever reach maintenance margin.</summary>
public enum MaintenanceMode
{
    /// <summary>After the notice, on a ramp.</summary>
    Ramped = 0,

    /// <summary>Never.</summary>
    Frozen,
}

/// <summary>Limits on what a forecast may do.</summary>
public sealed record OverlayRules
{
    /// <summary>Weight of the learned forecast against GARCH in log space, [0, 1].</summary>
    public required double WeightMl { get; init; }

    /// <summary>Largest multiplier; ≥ 1.</summary>
    public required double Cap { get; init; }

    /// <summary>Largest rise per step as a fraction; ≥ 0.</summary>
    public required double MaxStep { get; init; }

    /// <summary>Length of a step in seconds; &gt; 0.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Time in which the multiplier may halve, seconds; &gt; 0.</summary>
    public required double HalfLifeSeconds { get; init; }

    /// <summary>Notice before maintenance margin may follow, seconds; in [0, 1e9].</summary>
    public required double NoticeSeconds { get; init; }

    /// <summary>Ramp of maintenance margin after the notice, seconds; in [0, 1e9].</summary>
    public required double RampSeconds { get; init; }

    /// <summary>Whether maintenance margin ever follows.</summary>
    public MaintenanceMode MaintenanceMode { get; init; }
}
