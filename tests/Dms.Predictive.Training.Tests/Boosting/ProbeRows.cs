using Dms.Predictive.Learning;

namespace Dms.Predictive.Training.Tests;

/// <summary>Rows made to find disagreement: missing, both zeros, values on and beside thresholds, above 2^24.</summary>
internal static class ProbeRows
{
    public static float[][] For(Forest forest, int count, int seed)
    {
        Random random = new(seed);
        int width = forest.FeatureNames.Count;
        float[][] thresholds = [.. Enumerable.Range(0, width).Select(f => Thresholds(forest, f))];
        float[][] rows = new float[count][];
        for (int r = 0; r < count; r++)
        {
            rows[r] = new float[width];
            for (int c = 0; c < width; c++)
            {
                rows[r][c] = Value(random, thresholds[c]);
            }
        }

        return rows;
    }

    public static double Score(Forest forest, float[] row)
    {
        double[] wide = [.. row.Select(x => (double)x)];
        ModelRow.RoundToFloat(wide);
        return forest.Score(wide);
    }

    private static float Value(Random random, float[] thresholds)
    {
        int kind = random.Next(12);
        float threshold = thresholds.Length == 0 ? 0f : thresholds[random.Next(thresholds.Length)];
        return kind switch
        {
            0 => float.NaN,
            1 => 0f,
            2 => -0f,
            3 or 4 => threshold,
            5 => MathF.BitIncrement(threshold),
            6 => MathF.BitDecrement(threshold),
            7 => 16_777_216f + (2 * random.Next(4)),
            8 => -16_777_216f,
            _ => (float)((random.NextDouble() - 0.5) * 6),
        };
    }

    private static float[] Thresholds(Forest forest, int feature) =>
    [
        .. forest.Trees.SelectMany(t => Enumerable.Range(0, t.Count)
            .Where(i => t.Feature[i] == feature).Select(i => (float)t.Threshold[i])).Where(float.IsFinite),
    ];
}
