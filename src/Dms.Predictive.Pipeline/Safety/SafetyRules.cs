namespace Dms.Predictive.Pipeline;

/// <summary>When the learned part of the margin is switched off by itself. A switch never lowers a margin: what was raised
/// stands at that moment and then decays under the policy.</summary>
public sealed record SafetyRules
{
    /// <summary>Promised share of moves beyond the margin, in (0, 0.2].</summary>
    public double MissRate { get; init; } = 0.01;

    /// <summary>Stake of the bet that misses come more often than promised, in (0, 1 ÷ miss rate).</summary>
    public double Stake { get; init; } = 8;

    /// <summary>Wealth of that bet that switches off (<c>coverage</c>), &gt; 1.</summary>
    public double Wealth { get; init; } = 1000;

    /// <summary>Rise of the share of missing features above that of the day before that switches off
    /// (<c>nan-share</c>), in (0, 1].</summary>
    public double MissingShare { get; init; } = 0.05;

    /// <summary>Outcomes over which the blend is compared with GARCH (<c>worse-than-baseline</c>), 100 … 10,000.</summary>
    public int Outcomes { get; init; } = 500;

    /// <summary>p-value below which the blend counts as worse, in (0, 0.5]; three of five reviews must agree.</summary>
    public double PValue { get; init; } = 0.05;

    /// <summary>What drift of the inputs switches off; null = none does.</summary>
    public DriftRules? Drift { get; init; }

    /// <summary>Age of the newest forecast beyond which the learned part is switched off (<c>stale</c>); null = it only expires.</summary>
    public TimeSpan? StaleAfter { get; init; }
}
