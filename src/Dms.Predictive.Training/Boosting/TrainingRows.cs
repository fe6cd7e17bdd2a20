namespace Dms.Predictive.Training;

/// <summary>What one fit reads: feature rows, their names and one target per row. Nothing is copied.</summary>
public sealed class TrainingRows
{
    /// <summary>Takes rows in time order.</summary>
    /// <param name="featureNames">One name per column; at least one.</param>
    /// <param name="rowMajor">Feature values, row after row; NaN is missing, infinities are refused.</param>
    /// <param name="target">One finite value per row; at least one row.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or a value is not allowed.</exception>
    public TrainingRows(
        IReadOnlyList<string> featureNames, ReadOnlyMemory<float> rowMajor, ReadOnlyMemory<float> target)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        if (featureNames.Count == 0 || target.Length == 0
            || rowMajor.Length != (long)target.Length * featureNames.Count)
        {
            throw new ArgumentException(
                $"Found {rowMajor.Length} values, {target.Length} targets and {featureNames.Count} names; "
                + "expected rows × columns values with at least one row and one column.", nameof(rowMajor));
        }

        RefuseInfinite(rowMajor.Span, allowMissing: true, nameof(rowMajor));
        RefuseInfinite(target.Span, allowMissing: false, nameof(target));
        (FeatureNames, RowMajor, Target) = (featureNames, rowMajor, target);
    }

    /// <summary>Column names in order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Feature values, row after row; NaN is missing.</summary>
    public ReadOnlyMemory<float> RowMajor { get; }

    /// <summary>One target per row.</summary>
    public ReadOnlyMemory<float> Target { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Target.Length;

    /// <summary>Number of columns.</summary>
    public int Columns => FeatureNames.Count;

    private static void RefuseInfinite(ReadOnlySpan<float> values, bool allowMissing, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]) && !(allowMissing && float.IsNaN(values[i])))
            {
                throw new ArgumentException($"Value {i} is {values[i]}; expected a finite number"
                    + (allowMissing ? " or NaN for missing." : "."), name);
            }
        }
    }
}
