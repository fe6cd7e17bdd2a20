using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>Mean score when one feature is set to each value of a grid and the rest stay as they were, with the curves
/// of single rows.</summary>
/// <remarks>Friedman (2001); curves of single rows, centred at the first grid point: Goldstein et al. (2015). Where
/// features move together it visits rows that never occur: use <see cref="AccumulatedEffect"/> there.</remarks>
public sealed class PartialDependence
{
    /// <summary>A region with a smaller share of the values is drawn as hardly seen.</summary>
    public const double SparseShare = 0.01;

    private PartialDependence(double[] grid, double[] mean, double[][] curves, bool[] sparse) =>
        (Grid, Mean, Curves, IsSparse) = (grid, mean, curves, sparse);

    /// <summary>Grid values, ascending; observed quantiles.</summary>
    public IReadOnlyList<double> Grid { get; }

    /// <summary>Mean score at each grid value, in the score's unit.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>Curves of single rows: score minus its score at the first grid value.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Curves { get; }

    /// <summary>Per step between grid values: whether under 1 % of the values lie in it.</summary>
    public IReadOnlyList<bool> IsSparse { get; }

    /// <summary>Computes the curves.</summary>
    /// <param name="model">The deployed model.</param>
    /// <param name="rows">Rows to average over, at least one; evenly spread ones will do.</param>
    /// <param name="feature">Which feature moves.</param>
    /// <param name="seen">Its observed values.</param>
    /// <param name="points">Wanted grid points, ≥ 2.</param>
    /// <param name="curves">Most curves kept, evenly spread over the rows.</param>
    public static PartialDependence Of(
        IRowModel model, IReadOnlyList<double[]> rows, int feature, ObservedValues seen, int points = 20, int curves = 50)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count);
        double[] grid = seen.Grid(points - 1);
        double[] mean = new double[grid.Length];
        List<double[]> kept = [];
        int every = Math.Max(1, (rows.Count + curves - 1) / curves);
        for (int r = 0; r < rows.Count; r++)
        {
            double[] curve = CurveOf(model, [.. rows[r]], feature, grid);
            for (int g = 0; g < grid.Length; g++)
            {
                mean[g] += curve[g] / rows.Count;
            }

            if (r % every == 0)
            {
                kept.Add([.. curve.Select(y => y - curve[0])]);
            }
        }

        bool[] sparse = [.. Enumerable.Range(0, grid.Length - 1).Select(g => seen.ShareIn(grid[g], grid[g + 1]) < SparseShare)];
        return new(grid, mean, [.. kept], sparse);
    }

    private static double[] CurveOf(IRowModel model, double[] row, int feature, double[] grid)
    {
        double[] curve = new double[grid.Length];
        for (int g = 0; g < grid.Length; g++)
        {
            row[feature] = grid[g];
            curve[g] = model.Score(row);
        }

        return curve;
    }
}
