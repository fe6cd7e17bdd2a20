namespace Dms.Predictive.Volatility;

/// <summary>Variance of a mean under serial correlation, with Bartlett weights.</summary>
public static class LongRunVariance
{
    /// <summary>γ₀ + 2·Σ_{j=1..lags} (1 − j/(lags + 1))·γ_j, with γ_j = Σ (x_t − x̄)(x_{t−j} − x̄) / n.</summary>
    /// <param name="values">Oldest first, at least one.</param>
    /// <param name="lags">Lags used, ≥ 0; those beyond n − 1 count as zero.</param>
    /// <returns>Long-run variance of one observation, squared units of the values; ≥ 0 up to rounding.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    /// <remarks>Newey and West (1987), Econometrica 55(3). O(n·lags).</remarks>
    public static double Bartlett(ReadOnlySpan<double> values, int lags)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        if (values.IsEmpty)
        {
            throw new ArgumentException("Expected at least one value.", nameof(values));
        }

        double mean = Presample.Mean(values);
        double sum = Autocovariance(values, mean, 0);
        for (int j = 1; j <= Math.Min(lags, values.Length - 1); j++)
        {
            sum += 2 * (1 - (j / (lags + 1.0))) * Autocovariance(values, mean, j);
        }

        return sum;
    }

    private static double Autocovariance(ReadOnlySpan<double> values, double mean, int lag)
    {
        double sum = 0;
        for (int t = lag; t < values.Length; t++)
        {
            sum += (values[t] - mean) * (values[t - lag] - mean);
        }

        return sum / values.Length;
    }
}
