namespace Dms.Predictive.Explanation;

/// <summary>
/// Splits one score of a tree ensemble among its features so that expected value + Σ contributions = score.
/// Implementations are immutable: any number of threads may share one.
/// </summary>
public interface IAttributor
{
    /// <summary>Name of the value function shown beside every number: <c>path</c> or <c>interventional</c>.</summary>
    public string Mode { get; }

    /// <summary>Feature names in row order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>φ₀: the score when no feature is known, in the score's unit.</summary>
    public double ExpectedValue { get; }

    /// <summary>Writes one contribution per feature, in the score's unit. Allocates nothing.</summary>
    /// <param name="row">One value per feature; NaN is missing, ±∞ is allowed.</param>
    /// <param name="phi">Receives one number per feature; a feature that no tree uses gets exactly +0.0.</param>
    /// <returns>The score of the row.</returns>
    /// <exception cref="ArgumentException">A span has another width than the forest.</exception>
    /// <exception cref="AdditivityBreachException">The contributions do not sum to the score.</exception>
    public double Attribute(ReadOnlySpan<double> row, Span<double> phi);

    /// <summary>Writes the contributions of many rows, several times faster than one by one and with the same bits.</summary>
    /// <param name="rows">Rows one after the other, one value per feature each.</param>
    /// <param name="phi">Receives one number per feature and row, row after row.</param>
    /// <param name="scores">Receives one score per row.</param>
    /// <exception cref="ArgumentException">The spans are not of the same number of rows of the forest's width.</exception>
    /// <exception cref="AdditivityBreachException">The contributions of a row do not sum to its score.</exception>
    public void AttributeRows(ReadOnlySpan<double> rows, Span<double> phi, Span<double> scores);

    /// <summary>
    /// Writes the symmetric M×M matrix Φ, row by row, in the score's unit: Φᵢⱼ (i≠j) is half of the joint effect of i
    /// and j, Φᵢᵢ the effect of i alone; row i sums to φᵢ.
    /// </summary>
    /// <param name="row">One value per feature; NaN is missing, ±∞ is allowed.</param>
    /// <param name="matrix">Receives M·M numbers; bitwise symmetric.</param>
    /// <exception cref="ArgumentException">A span has another size than the forest needs.</exception>
    /// <exception cref="AdditivityBreachException">The contributions do not sum to the score.</exception>
    public void Interactions(ReadOnlySpan<double> row, Span<double> matrix);
}
