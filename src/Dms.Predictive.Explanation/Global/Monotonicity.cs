using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>How often a score breaks the sign that is expected of a feature.</summary>
/// <param name="Feature">Number of the feature.</param>
/// <param name="Sign">+1: the score should not fall when the feature rises; −1: not rise.</param>
/// <param name="Pairs">Pairs compared: the same row at two neighbouring grid values.</param>
/// <param name="Broken">Pairs that break the sign.</param>
/// <param name="WorstRow">Row with the largest break; −1 without any.</param>
/// <param name="WorstBreak">Size of it, ≥ 0, in the score's unit.</param>
public sealed record MonotonicityResult(int Feature, int Sign, long Pairs, long Broken, int WorstRow, double WorstBreak)
{
    /// <summary>Broken ÷ pairs; 0 without pairs.</summary>
    public double Share => Pairs > 0 ? (double)Broken / Pairs : 0;
}

/// <summary>Moves one feature through its observed quantiles and counts where the score goes the wrong way.</summary>
public static class Monotonicity
{
    /// <summary>Checks one feature.</summary>
    /// <param name="model">The deployed model.</param>
    /// <param name="rows">Rows to move; evenly spread ones will do.</param>
    /// <param name="feature">Which feature.</param>
    /// <param name="sign">+1 or −1.</param>
    /// <param name="seen">Observed values of the feature.</param>
    /// <param name="steps">Wanted steps of the grid, ≥ 1.</param>
    public static MonotonicityResult Check(
        IRowModel model, IReadOnlyList<double[]> rows, int feature, int sign, ObservedValues seen, int steps = 10)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(seen);
        double[] grid = seen.Grid(steps);
        long pairs = 0, broken = 0;
        (int Row, double Break) worst = (-1, 0);
        for (int r = 0; r < rows.Count; r++)
        {
            double[] row = [.. rows[r]];
            double before = double.NaN;
            foreach (double value in grid)
            {
                row[feature] = value;
                double score = model.Score(row);
                double wrong = sign * (before - score);
                if (!double.IsNaN(before))
                {
                    pairs++;
                    broken += wrong > 0 ? 1 : 0;
                    worst = wrong > worst.Break ? (r, wrong) : worst;
                }

                before = score;
            }
        }

        return new(feature, sign, pairs, broken, worst.Row, worst.Break);
    }
}
