namespace Dms.Predictive.Audit;

/// <summary>Samples in ascending order.</summary>
internal static class Sorted
{
    /// <summary>The numbers of a sample, ascending, without the missing ones.</summary>
    public static double[] FiniteOf(ReadOnlySpan<double> sample, string name)
    {
        List<double> kept = [];
        foreach (double value in sample)
        {
            if (double.IsInfinity(value))
            {
                throw new ArgumentException("The sample holds an infinite value; only NaN stands for missing.", name);
            }

            if (!double.IsNaN(value))
            {
                kept.Add(value);
            }
        }

        if (kept.Count == 0)
        {
            throw new ArgumentException("The sample holds no number.", name);
        }

        double[] sorted = [.. kept];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Linearly interpolated quantile at (n − 1)·p.</summary>
    public static double Quantile(double[] sorted, double share)
    {
        double place = (sorted.Length - 1) * share;
        int below = (int)Math.Floor(place);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
