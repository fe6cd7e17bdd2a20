namespace Dms.Predictive.Explanation;

/// <summary>Everything needed to say which feature caused which part of a learned margin uplift.</summary>
public sealed record UpliftCase
{
    /// <summary>g: raw score (ln σ² of the blend, log-odds …) to margin in currency, before caps, floors and ramps;
    /// monotone.</summary>
    public required Func<double, double> MarginAt { get; init; }

    /// <summary>g′ in currency per unit of raw score; used only where f₁ ≈ f₀. Null takes a difference of g.</summary>
    public Func<double, double>? Slope { get; init; }

    /// <summary>f₀: raw score of the reference.</summary>
    public required double ReferenceScore { get; init; }

    /// <summary>f₁: raw score as deployed.</summary>
    public required double Score { get; init; }

    /// <summary>Contributions in the raw score's unit; they sum to f₁ − f₀.</summary>
    public required IReadOnlyList<FeatureAttribution> Contributions { get; init; }

    /// <summary>Value function of the contributions, kept beside the parts: <c>interventional</c>, <c>path</c>; null = none.</summary>
    public string? Mode { get; init; }

    /// <summary>IM(without): margin without the learned forecast, in currency.</summary>
    public required double MarginWithout { get; init; }

    /// <summary>Rules that moved g(f₁), in the order applied; each becomes a part of its own. A rule that did not bind
    /// may be left out or repeat the margin before it.</summary>
    public IReadOnlyList<MarginCut> Cuts { get; init; } = [];

    /// <summary>The uplift as booked: booked(with) − booked(without), in currency.</summary>
    public required decimal BookedUplift { get; init; }

    /// <summary>Smallest booked amount, in currency; &gt; 0.</summary>
    public decimal Quantum { get; init; } = 0.01m;
}
