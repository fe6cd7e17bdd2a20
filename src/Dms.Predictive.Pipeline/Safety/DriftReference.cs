using Dms.Predictive.Audit;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>How the inputs of one horizon were distributed in training, as the serving code saw them.</summary>
/// <param name="SpacingMinutes">Minutes between rows of a window; ≥ 1.</param>
/// <param name="Features">Features that are watched, in row order.</param>
/// <param name="UsualOutliers">Share of outlying rows that windows of the training span can have by chance.</param>
public sealed record DriftReference(int SpacingMinutes, IReadOnlyList<DriftFeature> Features, double UsualOutliers)
{
    /// <summary>Rows of a window.</summary>
    public const int WindowRows = 200;

    /// <summary>Rows between two evaluations.</summary>
    public const int EvaluationRows = 10;

    /// <summary>Fewest rows of training that give a reference.</summary>
    public const int FewestRows = 2 * WindowRows;

    private const double Tail = 0.001;

    /// <summary>Measures a training span.</summary>
    /// <param name="spacingMinutes">Minutes between rows.</param>
    /// <param name="names">Feature names, one per column.</param>
    /// <param name="rows">Rows in time order, NaN = missing.</param>
    /// <param name="top">Names of the largest features.</param>
    /// <returns>The reference; null where the span is too short to know what is usual.</returns>
    public static DriftReference? Measure(int spacingMinutes, IReadOnlyList<string> names, IReadOnlyList<double[]> rows, IReadOnlySet<string> top)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(top);
        if (rows.Count < FewestRows)
        {
            return null;
        }

        List<DriftFeature> features = [];
        for (int j = 0; j < names.Count; j++)
        {
            double[] column = [.. rows.Select(r => r[j])];
            double[] sorted = [.. column.Where(v => !double.IsNaN(v)).Order()];
            if (sorted.Length > 0 && double.IsFinite(sorted[0]) && double.IsFinite(sorted[^1]))
            {
                ReferenceBins bins = ReferenceBins.From(column);
                features.Add(new DriftFeature(
                    names[j], j, top.Contains(names[j]), bins.Edges, bins.Count(column), Quantile.OfOrdered(sorted, Tail), Quantile.OfOrdered(sorted, 1 - Tail), 0));
            }
        }

        return Usual(new DriftReference(spacingMinutes, features, 0), rows);
    }

    // What the windows of training did against the whole of it: no two weeks of a market are alike.
    private static DriftReference Usual(DriftReference plain, IReadOnlyList<double[]> rows)
    {
        DriftWindow window = new(plain);
        ChanceLimit[] shifts = [.. plain.Features.Select(_ => new ChanceLimit())];
        ChanceLimit outliers = new();
        for (int i = 0; i < rows.Count; i++)
        {
            window.Add(rows[i]);
            if (window.IsFull && (i + 1) % EvaluationRows == 0)
            {
                outliers.Add(window.OutlierShare);
                for (int k = 0; k < shifts.Length; k++)
                {
                    shifts[k].Add(window.Shift(k));
                }
            }
        }

        return plain with { UsualOutliers = outliers.Value, Features = [.. plain.Features.Select((f, k) => f with { UsualShift = shifts[k].Value })] };
    }
}

/// <summary>One input in training.</summary>
/// <param name="Name">Feature name.</param>
/// <param name="Index">Its place in the row.</param>
/// <param name="IsTop">Whether it is one of the five that move the score most.</param>
/// <param name="Edges">Edges of the bins, see <see cref="ReferenceBins"/>.</param>
/// <param name="Counts">Rows in each bin, and without a value.</param>
/// <param name="Low">0.1 % quantile.</param>
/// <param name="High">99.9 % quantile.</param>
/// <param name="UsualShift">Stability index that windows of the training span can have by chance.</param>
public sealed record DriftFeature(
    string Name, int Index, bool IsTop, IReadOnlyList<double> Edges, BinCounts Counts, double Low, double High, double UsualShift);
