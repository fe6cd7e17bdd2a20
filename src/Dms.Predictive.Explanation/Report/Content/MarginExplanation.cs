namespace Dms.Predictive.Explanation.Report;

/// <summary>
/// A margin change from t0 to t1 shared among players, with the value of every coalition. Written to report.json as
/// <c>dms-margin-explain/1</c>; amounts in currency.
/// </summary>
public sealed record MarginExplanation
{
    /// <summary>What is explained: <c>BTC-PERP, 13:30 to 13:46</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Booked margin at t0.</summary>
    public required decimal Before { get; init; }

    /// <summary>Booked margin at t1.</summary>
    public required decimal After { get; init; }

    /// <summary>Smallest booked unit.</summary>
    public required decimal Quantum { get; init; }

    /// <summary>Players in the documented order.</summary>
    public required IReadOnlyList<string> Order { get; init; }

    /// <summary>Margin of every coalition at t1; names join players by <c>+</c> in order, none is <c>(none)</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Coalitions { get; init; }

    /// <summary>Shapley value per player, beside <see cref="Order"/>.</summary>
    public required IReadOnlyList<double> Shapley { get; init; }

    /// <summary>Waterfall in the documented order, beside <see cref="Order"/>.</summary>
    public required IReadOnlyList<double> Sequential { get; init; }

    /// <summary>Waterfall in reverse, beside <see cref="Order"/> (not reversed).</summary>
    public required IReadOnlyList<double> ReverseSequential { get; init; }

    /// <summary>Booked part per player, beside <see cref="Order"/>; sums to the booked change.</summary>
    public required IReadOnlyList<decimal> BookedParts { get; init; }

    /// <summary>What rounding left over, already inside the part it was put on.</summary>
    public required decimal RoundingResidual { get; init; }

    /// <summary>Player that took it.</summary>
    public required string RoundingResidualOn { get; init; }

    /// <summary>The learned part down to features, booked, in order; may be empty.</summary>
    public IReadOnlyList<KeyValuePair<string, decimal>> Features { get; init; } = [];

    /// <summary>Players whose state did not change.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>(After − Before) − Σ booked parts; reads 0.00.</summary>
    public decimal Residual => After - Before - BookedParts.Sum();
}
