using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Keeps the share of moves beyond the margin at its target: the policy's own volatility is scaled by what past
/// moves asked for. Baseline and raised margin alike, so the forecast still only raises.</summary>
public sealed record CoverageRules
{
    /// <summary>Share of moves over the horizon, either way, meant to exceed the margin, in (0, 0.1].</summary>
    public double Tail { get; init; } = 0.01;

    /// <summary>How far one independent breach moves the level, in [0, 0.1].</summary>
    public double Rate { get; init; } = 0.002;

    /// <summary>Outcomes remembered, 100 … 100,000.</summary>
    public int Window { get; init; } = 10_000;

    /// <summary>Outcomes needed before anything is scaled, 20 … the window.</summary>
    public int Fewest { get; init; } = 500;

    /// <summary>Smallest scale, in (0, 1]; 1 = the policy's margin is never lowered, only raised where its tail factor
    /// covers too little.</summary>
    public double LowestScale { get; init; } = 1;

    /// <summary>The multiplier's options for a horizon of so many steps.</summary>
    internal ConformalOptions For(int stepsPerHorizon) => new()
    {
        Tail = Tail,
        Rate = Rate,
        Window = Window,
        Fewest = Fewest,
        Overlap = Math.Max(1, stepsPerHorizon),
    };
}

/// <summary>What coverage asked for at one time.</summary>
/// <param name="Scale">Multiplies the policy's own volatility; ≥ the lowest scale of the rules.</param>
/// <param name="Multiplier">Margin ÷ volatility that past moves asked for; NaN while there are too few.</param>
/// <param name="Tail">Level of the quantile: share of outcomes it leaves beyond itself, before its clamp.</param>
/// <param name="Outcomes">Outcomes remembered.</param>
public readonly record struct CoverageState(double Scale, double Multiplier, double Tail, int Outcomes);
