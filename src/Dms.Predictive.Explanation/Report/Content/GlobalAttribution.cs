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

    /// <summary>Shares of the economic groups with intervals; empty: computed from the features, without
    /// intervals.</summary>
    public IReadOnlyList<GroupShare> Groups { get; init; } = [];

    /// <summary>Share of the five largest features, with its interval; absent: computed without one.</summary>
    public (Measured Low, Measured High) TopShare { get; init; }

    /// <summary>What the attributions are of and how they were made, in one or two sentences; empty when there is nothing
    /// to add.</summary>
    public string Note { get; init; } = "";
}

/// <summary>Share of an economic group in the sum of mean |φ|.</summary>
/// <param name="Name">Group.</param>
/// <param name="Share">In [0, 1].</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
public sealed record GroupShare(string Name, double Share, Measured Low, Measured High);

/// <summary>Mean |φ| of one feature.</summary>
/// <param name="Name">Feature name.</param>
/// <param name="MeanAbsolute">Mean |φ| in the unit of the score, ≥ 0.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Group">Economic group: <c>order flow</c>; empty when there is none.</param>
public sealed record FeatureWeight(string Name, double MeanAbsolute, Measured Low, Measured High, string Group)
{
    /// <summary>What the feature is, in one line; empty when not told.</summary>
    public string Meaning { get; init; } = "";
}
