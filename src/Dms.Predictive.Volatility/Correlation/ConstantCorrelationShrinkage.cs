namespace Dms.Predictive.Volatility;

/// <summary>Sample correlations pulled toward their mean.</summary>
/// <param name="Matrix">(1 − δ)·sample + δ·constant correlation.</param>
/// <param name="Intensity">δ in [0, 1].</param>
/// <param name="MeanCorrelation">Mean of the sample correlations.</param>
/// <remarks>Ledoit and Wolf (2004), J. Portfolio Management 30(4), on returns of unit variance.</remarks>
public sealed record ConstantCorrelationShrinkage(
    CorrelationMatrix Matrix, double Intensity, double MeanCorrelation)
{
    /// <summary>Estimates the intensity from the rows themselves.</summary>
    /// <param name="returns">Bar after bar, one return per asset, all finite; means are taken out.</param>
    /// <param name="assets">Number of assets; ≥ 2.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows, there are fewer than two rows, or an asset
    /// does not move.</exception>
    public static ConstantCorrelationShrinkage Of(ReadOnlySpan<double> returns, int assets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 2);
        double[][] columns = Standardized(returns, assets);
        int bars = columns[0].Length;
        double[,] sample = new double[assets, assets];
        double mean = 0;
        for (int i = 0; i < assets; i++)
        {
            for (int j = 0; j < assets; j++)
            {
                sample[i, j] = i == j ? 1 : columns[i].Zip(columns[j], (x, y) => x * y).Sum() / bars;
                mean += i == j ? 0 : sample[i, j] / (assets * (assets - 1.0));
            }
        }

        (double noise, double common, double gap) = (0, 0, 0);
        for (int i = 0; i < assets; i++)
        {
            for (int j = 0; j < assets; j++)
            {
                (double pi, double theta) = Moments(columns[i], columns[j], sample[i, j]);
                noise += pi;
                common += i == j ? pi : mean * theta;
                gap += i == j ? 0 : (mean - sample[i, j]) * (mean - sample[i, j]);
            }
        }

        double intensity = gap > 0 ? Math.Clamp((noise - common) / gap / bars, 0, 1) : 1;
        double[] values = [.. from i in Enumerable.Range(0, assets)
            from j in Enumerable.Range(0, assets)
            select i == j ? 1 : ((1 - intensity) * sample[i, j]) + (intensity * mean)];
        return new(NearestCorrelation.Of(values, assets).Matrix, intensity, mean);
    }

    /// <summary>Variance of xy, and the covariance of x² (and, by symmetry of the sum, y²) with xy.</summary>
    private static (double Variance, double Covariance) Moments(double[] x, double[] y, double product)
    {
        (double variance, double covariance) = (0, 0);
        for (int t = 0; t < x.Length; t++)
        {
            double off = (x[t] * y[t]) - product;
            variance += off * off;
            covariance += ((x[t] * x[t]) - 1) * off;
        }

        return (variance / x.Length, covariance / x.Length);
    }

    private static double[][] Standardized(ReadOnlySpan<double> returns, int assets)
    {
        int bars = ReturnRows.Count(returns, assets);
        double[] all = returns.ToArray();
        if (bars < 2 || all.Any(double.IsNaN))
        {
            throw new ArgumentException("Expected at least two rows without missing returns.", nameof(returns));
        }

        return [.. Enumerable.Range(0, assets).Select(i =>
        {
            double[] column = [.. Enumerable.Range(0, bars).Select(t => all[(t * assets) + i])];
            double mean = Presample.Mean(column), deviation = Math.Sqrt(Presample.MeanSquare(column, mean));
            return double.IsNormal(deviation)
                ? column.Select(x => (x - mean) / deviation).ToArray()
                : throw new ArgumentException($"Asset {i} does not move.", nameof(returns));
        })];
    }
}
