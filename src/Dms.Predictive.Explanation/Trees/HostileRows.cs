using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>Rows made to break an attribution: missing and infinite values, both zeros, the smallest and largest numbers, and
/// values on and beside a forest's own thresholds.</summary>
public static class HostileRows
{
    private const int Kinds = 12;

    /// <summary>Draws rows, row after row; the same forest, count and seed give the same rows.</summary>
    /// <param name="forest">The forest whose thresholds are aimed at.</param>
    /// <param name="count">Rows, ≥ 0.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static double[] For(Forest forest, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(forest);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Random random = new(seed);
        int width = forest.FeatureNames.Count;
        List<double>[] thresholds = [.. Enumerable.Range(0, width).Select(_ => new List<double> { 0.0 })];
        foreach (Tree tree in forest.Trees)
        {
            for (int i = 0; i < tree.Count; i++)
            {
                if (tree.Feature[i] >= 0)
                {
                    thresholds[tree.Feature[i]].Add(tree.Threshold[i]);
                }
            }
        }

        double[] rows = new double[count * width];
        for (int i = 0; i < rows.Length; i++)
        {
            List<double> own = thresholds[i % width];
            rows[i] = Value(random.Next(Kinds), own[random.Next(own.Count)], random);
        }

        return rows;
    }

    private static double Value(int kind, double threshold, Random random) => kind switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => -0.0,
        4 => 0.0,
        5 => double.Epsilon,
        6 => -double.MaxValue,
        7 => 1e9 * (random.NextDouble() - 0.5),
        8 => Math.BitIncrement(threshold),
        9 => Math.BitDecrement(threshold),
        10 => threshold,
        _ => 8 * (random.NextDouble() - 0.5),
    };
}
