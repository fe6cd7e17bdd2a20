namespace Dms.Predictive.Volatility;

/// <summary>The fixed starts of a fit, on returns of mean square one.</summary>
internal static class Garch11Starts
{
    private static readonly (double Alpha, double Beta)[] Shapes =
    [
        (0.05, 0.90), (0.02, 0.97), (0.10, 0.85), (0.20, 0.70),
        (0.30, 0.40), (0.06, 0.939), (0.005, 0.99), (0.15, 0.05),
    ];

    /// <summary>Every shape with μ at the mean, at zero and at the median, or with no μ; ω gives variance
    /// one.</summary>
    public static List<(int Shape, double[] Theta)> For(StandardizedReturns returns, GarchMean mean)
    {
        List<(int Shape, double[] Theta)> starts = [];
        double[] levels = mean == GarchMean.Constant
            ? [0, -returns.Shift / returns.Scale, Median(returns.Values)]
            : [];
        for (int i = 0; i < Shapes.Length; i++)
        {
            (double alpha, double beta) = Shapes[i];
            double omega = 1 - alpha - beta;
            foreach (double mu in levels)
            {
                starts.Add((i, [mu, omega, alpha, beta]));
            }

            if (levels.Length == 0)
            {
                starts.Add((i, [omega, alpha, beta]));
            }
        }

        return starts;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
