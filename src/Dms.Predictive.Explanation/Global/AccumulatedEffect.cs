using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>Accumulated local effect of one feature: differences of the score over short steps, taken where rows really
/// are, summed up and centred to mean 0.</summary>
/// <remarks>Apley and Zhu (2020), J. Royal Statistical Society B 82(4). Unlike partial dependence it visits no rows far
/// from those seen, so it can be trusted where features move together. Of a linear model it is the coefficient times
/// the feature.</remarks>
public sealed class AccumulatedEffect
{
    private AccumulatedEffect(double[] edges, double[] values) => (Edges, Values) = (edges, values);

    /// <summary>Edges of the bins, ascending; observed quantiles.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <summary>Effect at each edge, in the score's unit; its mean over the rows is 0.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Computes the effect.</summary>
    /// <param name="model">The deployed model.</param>
    /// <param name="rows">Rows; those where the feature is not finite are left out.</param>
    /// <param name="feature">Which feature.</param>
    /// <param name="bins">Wanted bins of equal count, ≥ 1; equal edges merge.</param>
    /// <exception cref="ArgumentException">No row has a finite value.</exception>
    public static AccumulatedEffect Of(IRowModel model, IReadOnlyList<double[]> rows, int feature, int bins = 20)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        double[] edges = ObservedValues.Of(rows.Select(r => r[feature])).Grid(bins);
        int last = Math.Max(1, edges.Length - 1);
        double[] sums = new double[last];
        int[] counts = new int[last];
        foreach (double[] row in rows)
        {
            double value = row[feature];
            if (double.IsFinite(value) && edges.Length > 1)
            {
                int bin = BinOf(edges, value);
                counts[bin]++;
                sums[bin] += With(model, row, feature, edges[bin + 1]) - With(model, row, feature, edges[bin]);
            }
        }

        double[] values = new double[edges.Length];
        for (int k = 1; k < edges.Length; k++)
        {
            values[k] = values[k - 1] + (counts[k - 1] > 0 ? sums[k - 1] / counts[k - 1] : 0);
        }

        double mean = Enumerable.Range(0, edges.Length - 1).Sum(k => counts[k] * (values[k] + values[k + 1]) / 2)
            / Math.Max(1, counts.Sum());
        return new(edges, [.. values.Select(v => v - mean)]);
    }

    /// <summary>The bin (e_k, e_k+1] of a value; the first holds its left edge too.</summary>
    internal static int BinOf(double[] edges, double value)
    {
        int found = Array.BinarySearch(edges, value);
        return Math.Clamp((found < 0 ? ~found : found) - 1, 0, edges.Length - 2);
    }

    private static double With(IRowModel model, double[] row, int feature, double value)
    {
        double before = row[feature];
        row[feature] = value;
        double score = model.Score(row);
        row[feature] = before;
        return score;
    }
}
