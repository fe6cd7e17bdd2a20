using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>
/// Rows for trainers that skip every row with a missing value: a missing value becomes its column's mean, and each
/// column that misses any gets a flag column behind the others. Trees over such rows are translated back exactly.
/// </summary>
internal sealed class ImputedRows
{
    private readonly IReadOnlyList<string> _names;
    private readonly float[] _means;
    private readonly int[] _flagged;

    private ImputedRows(IReadOnlyList<string> names, float[] means, int[] flagged, TrainingRows rows) =>
        (_names, _means, _flagged, Rows) = (names, means, flagged, rows);

    /// <summary>The rows without missing values.</summary>
    public TrainingRows Rows { get; }

    /// <summary>Imputes.</summary>
    public static ImputedRows From(TrainingRows rows)
    {
        int columns = rows.Columns;
        (float[] means, int[] flagged) = Means(rows);
        int width = columns + flagged.Length;
        float[] values = new float[(long)rows.Rows * width];
        ReadOnlySpan<float> source = rows.RowMajor.Span;
        for (int r = 0; r < rows.Rows; r++)
        {
            Span<float> row = values.AsSpan(r * width, width);
            source.Slice(r * columns, columns).CopyTo(row);
            Impute(row, means, flagged);
        }

        IEnumerable<string> names = rows.FeatureNames.Concat(flagged.Select(f => rows.FeatureNames[f] + " missing"));
        return new ImputedRows(rows.FeatureNames, means, flagged, new TrainingRows([.. names], values, rows.Target));
    }

    /// <summary>The same trees over the original columns: same leaf for every row, missing values included.</summary>
    public Forest Translate(Forest imputed) => new(_names, imputed.BaseScore, [.. imputed.Trees.Select(Translate)]);

    /// <summary>What stands for a missing value of a column.</summary>
    public float MeanOf(int column) => _means[column];

    /// <summary>Flag column of a column; −1 when it misses no value.</summary>
    public int FlagOf(int column) => Array.IndexOf(_flagged, column) is var at && at >= 0 ? _names.Count + at : -1;

    /// <summary>One row as the trainer sees it.</summary>
    public float[] Impute(ReadOnlySpan<float> row)
    {
        float[] result = new float[Rows.Columns];
        row.CopyTo(result);
        Impute(result, _means, _flagged);
        return result;
    }

    private static void Impute(Span<float> row, float[] means, int[] flagged)
    {
        for (int i = 0; i < flagged.Length; i++)
        {
            int column = flagged[i];
            bool missing = float.IsNaN(row[column]);
            row[means.Length + i] = missing ? 1f : 0f;
            row[column] = missing ? means[column] : row[column];
        }
    }

    private static (float[] Means, int[] Flagged) Means(TrainingRows rows)
    {
        double[] sums = new double[rows.Columns];
        int[] present = new int[rows.Columns];
        ReadOnlySpan<float> values = rows.RowMajor.Span;
        for (int r = 0; r < rows.Rows; r++)
        {
            for (int c = 0; c < sums.Length; c++)
            {
                float value = values[(r * sums.Length) + c];
                (sums[c], present[c]) = float.IsNaN(value) ? (sums[c], present[c]) : (sums[c] + value, present[c] + 1);
            }
        }

        float[] means = [.. sums.Zip(present, (s, n) => n == 0 ? 0f : (float)(s / n))];
        return (means, [.. Enumerable.Range(0, sums.Length).Where(c => present[c] < rows.Rows)]);
    }

    private Tree Translate(Tree tree)
    {
        int[] feature = [.. tree.Feature];
        double[] threshold = [.. tree.Threshold];
        bool[] defaultLeft = new bool[tree.Count];
        for (int i = 0; i < tree.Count; i++)
        {
            if (feature[i] < 0)
            {
                continue;
            }

            if (feature[i] < _names.Count)
            {
                defaultLeft[i] = _means[feature[i]] <= threshold[i];
                continue;
            }

            // A flag is 0 or 1: any split between them sends present values left and missing ones right.
            bool splits = threshold[i] is >= 0 and < 1;
            feature[i] = _flagged[feature[i] - _names.Count];
            defaultLeft[i] = !splits && threshold[i] >= 1;
            threshold[i] = threshold[i] < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return tree with { Feature = feature, Threshold = threshold, DefaultLeft = defaultLeft };
    }
}
