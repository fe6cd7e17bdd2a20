using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Exact path-dependent Shapley values of a forest: a split on an unknown feature takes the cover-weighted mean of its
/// children; where both children have cover 0, the plain mean.
/// </summary>
/// <remarks>
/// Lundberg et al., Nature Machine Intelligence 2 (2020), computed leaf by leaf: per leaf with value c, pass flags o
/// and cover shares z over its d features, φⱼ += c (oⱼ − zⱼ) ∫₀¹ Π_{k≠j} (oₖ t + zₖ (1−t)) dt. It is exact with
/// ⌈d/2⌉ Gauss–Legendre nodes; every factor is ≥ 0, so nothing cancels. O(d²) per leaf and row, less with tables.
/// Results do not depend on the table budget, bit for bit.
/// </remarks>
public sealed class PathDependentAttributor : IAttributor
{
    /// <summary>Bytes of precomputed tables per forest unless told otherwise: 64 MiB.</summary>
    public const long DefaultTableBytes = 64L << 20;

    private readonly LeafAttribution _leaves;

    /// <summary>Prepares a forest with the default table budget.</summary>
    /// <param name="forest">Checked forest with covers.</param>
    public PathDependentAttributor(Forest forest)
        : this(forest, DefaultTableBytes)
    {
    }

    /// <summary>Prepares a forest.</summary>
    /// <param name="forest">Checked forest with covers.</param>
    /// <param name="tableBytes">Bytes that precomputed tables may take, ≥ 0; 0 computes every leaf per row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The budget is negative.</exception>
    public PathDependentAttributor(Forest forest, long tableBytes)
    {
        ArgumentNullException.ThrowIfNull(forest);
        LeafBoxes boxes = LeafBoxes.Of(forest);
        FeatureNames = forest.FeatureNames;
        _leaves = new(forest, boxes, new CoverRule(boxes), tableBytes);
    }

    /// <inheritdoc/>
    public string Mode => "path";

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <inheritdoc/>
    public double ExpectedValue => _leaves.ExpectedValue;

    /// <inheritdoc/>
    public double Attribute(ReadOnlySpan<double> row, Span<double> phi) => _leaves.Attribute(row, phi);

    /// <inheritdoc/>
    public void AttributeRows(ReadOnlySpan<double> rows, Span<double> phi, Span<double> scores) =>
        _leaves.AttributeRows(rows, phi, scores);

    /// <inheritdoc/>
    public void Interactions(ReadOnlySpan<double> row, Span<double> matrix) => _leaves.Interactions(row, matrix);
}
