using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Exact interventional Shapley values of a forest: v(S) is the mean score over a fixed background with the features of
/// S taken from the row. Missing values in background rows are routed as missing.
/// </summary>
/// <remarks>
/// Lundberg et al., Nature Machine Intelligence 2 (2020); Janzing, Minorics, Blöbaum (2020). Per leaf the background is
/// reduced to counts of pass patterns, and for leaves of at most 16 features to a table of 24·2^d bytes, so that the cost
/// of a row does not depend on the number of background rows; wider leaves, and those that the budget has no room for,
/// cost one pass over their distinct patterns. Results do not depend on the budget, bit for bit.
/// </remarks>
public sealed class InterventionalAttributor : IAttributor
{
    /// <summary>Bytes of precomputed tables per forest unless told otherwise, taken only as leaves need them: 256 MiB.</summary>
    public const long DefaultTableBytes = 256L << 20;

    private readonly LeafAttribution _leaves;

    /// <summary>Prepares a forest with the default table budget.</summary>
    /// <param name="forest">Checked forest; covers are not used.</param>
    /// <param name="background">At least one row of the forest's width; NaN is missing. Read once, not kept.</param>
    public InterventionalAttributor(Forest forest, IReadOnlyList<double[]> background)
        : this(forest, background, DefaultTableBytes)
    {
    }

    /// <summary>Prepares a forest.</summary>
    /// <param name="forest">Checked forest; covers are not used.</param>
    /// <param name="background">At least one row of the forest's width; NaN is missing. Read once, not kept.</param>
    /// <param name="tableBytes">Bytes that precomputed tables may take, ≥ 0; 0 computes every leaf per row.</param>
    /// <exception cref="ArgumentException">The background is empty or a row has another width.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The budget is negative.</exception>
    public InterventionalAttributor(Forest forest, IReadOnlyList<double[]> background, long tableBytes)
    {
        ArgumentNullException.ThrowIfNull(forest);
        ArgumentNullException.ThrowIfNull(background);
        int width = forest.FeatureNames.Count;
        if (background.Count == 0 || background.Any(row => row.Length != width))
        {
            throw new ArgumentException($"Expected at least one row of {width} values each.", nameof(background));
        }

        LeafBoxes boxes = LeafBoxes.Of(forest);
        FeatureNames = forest.FeatureNames;
        _leaves = new(forest, boxes, new BackgroundRule(boxes, background), tableBytes);
    }

    /// <inheritdoc/>
    public string Mode => "interventional";

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
