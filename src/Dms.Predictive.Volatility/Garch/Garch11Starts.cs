namespace Dms.Predictive.Volatility;

/// <summary>The fixed starts of a fit, on returns of mean square one.</summary>
/// <remarks>Families: long, middle and short memory; a level that falls; a level that rises.</remarks>
internal static class Garch11Starts
{
    private static readonly (int Family, double Omega, double Alpha, double Beta)[] Classic =
    [
        (0, 0.05, 0.05, 0.90), (0, 0.01, 0.02, 0.97), (0, 0.05, 0.10, 0.85),
        (0, 0.10, 0.20, 0.70), (1, 0.30, 0.30, 0.40), (0, 0.001, 0.06, 0.939),
    ];

    private static readonly (int Family, double Omega, double Alpha, double Beta)[] Extreme =
    [
        (1, 0.20, 0.55, 0.30), (2, 0.60, 0.40, 0.01), (2, 0.80, 0.15, 0.05), (2, 0.50, 0.80, 0.15),
        (3, 1e-6, 0.002, 0.996), (4, 0.003, 0.001, 0.998),
    ];

    /// <summary>
    /// The classic starts with μ at the mean, at zero and at the median; the extreme ones, which follow a level
    /// that drifts or news that dies at once, at the mean only.
    /// </summary>
    public static List<(int Family, double[] Theta)> For(StandardizedReturns returns, GarchMean mean)
    {
        List<(int Family, double[] Theta)> starts = [];
        double[] levels = mean == GarchMean.Constant
            ? [0, -returns.Shift / returns.Scale, Median(returns.Values)]
            : [];
        foreach ((int family, double omega, double alpha, double beta) in (ReadOnlySpan<(int, double, double, double)>)
                 [.. Classic, .. Extreme])
        {
            bool classic = starts.Count < Classic.Length * Math.Max(1, levels.Length);
            foreach (double mu in classic ? levels : levels.AsSpan(0, Math.Min(1, levels.Length)))
            {
                starts.Add((family, [mu, omega, alpha, beta]));
            }

            if (levels.Length == 0)
            {
                starts.Add((family, [omega, alpha, beta]));
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
