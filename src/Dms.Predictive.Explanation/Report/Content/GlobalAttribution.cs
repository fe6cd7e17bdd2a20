namespace Dms.Predictive.Explanation.Report;

/// <summary>Mean size of the attributions over all explained rows.</summary>
public sealed record GlobalAttribution
{
    /// <summary>Value function: <c>interventional</c> or <c>path-dependent</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Rows explained, ≥ 1.</summary>
    public required long Rows { get; init; }

    /// <summary>φ₀, in the unit of the score.</summary>
    public required double BaseValue { get; init; }

    /// <summary>Largest |φ₀ + Σφ − score| ÷ max(1, |score|) over all rows; must be ≤ 1e-9.</summary>
    public required double MaxAdditivityError { get; init; }

    /// <summary>Unit of the score: <c>log variance</c>.</summary>
    public required string ScoreUnit { get; init; }

    /// <summary>One entry per feature; the order does not matter.</summary>
    public required IReadOnlyList<FeatureWeight> Features { get; init; }
}

/// <summary>Mean |φ| of one feature.</summary>
/// <param name="Name">Feature name.</param>
/// <param name="MeanAbsolute">Mean |φ| in the unit of the score, ≥ 0.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Group">Economic group: <c>order flow</c>; empty when there is none.</param>
public sealed record FeatureWeight(string Name, double MeanAbsolute, Measured Low, Measured High, string Group);
