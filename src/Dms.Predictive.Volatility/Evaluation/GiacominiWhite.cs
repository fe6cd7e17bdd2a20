using MathNet.Numerics.Distributions;

namespace Dms.Predictive.Volatility;

/// <summary>Result of a Giacomini-White test.</summary>
/// <param name="MeanDifference">Mean of loss A − loss B over the rows tested; negative when A forecasts
/// better.</param>
/// <param name="Statistic">n·z̄'Ω̂⁻¹z̄; large when the loss difference can be foreseen. NaN when the loss
/// differences do not vary enough to invert Ω̂.</param>
/// <param name="PValue">χ²₂ p-value; NaN with the statistic.</param>
/// <param name="Lags">Bartlett lags used.</param>
public sealed record GiacominiWhiteResult(double MeanDifference, double Statistic, double PValue, int Lags);

/// <summary>
/// Test of equal conditional forecast ability: whether the loss difference has mean zero given the last one known.
/// Diebold-Mariano asks who was better on average; this asks also whether one could have told when.
/// </summary>
public static class GiacominiWhite
{
    /// <summary>Tests E[(1, d_{t−k})·d_t] = 0.</summary>
    /// <param name="lossDifferences">Loss A − loss B per decision, oldest first; all finite.</param>
    /// <param name="overlap">k = horizon / step, ≥ 1: d_{t−k} is the newest difference known at t.</param>
    /// <exception cref="ArgumentException">Fewer than k + 10 differences, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The overlap is below 1.</exception>
    /// <remarks>Giacomini and White (2006), Econometrica 74(6). Ω̂ is the long-run covariance about the mean with
    /// L = 3k + 12 Bartlett lags, as in <see cref="DieboldMariano"/>; d_{t−k} is scaled to unit root mean square,
    /// which leaves the statistic as it is and keeps the inversion sound.</remarks>
    public static GiacominiWhiteResult Test(ReadOnlySpan<double> lossDifferences, int overlap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, 1);
        EvaluationInput.RefuseFewOrNonFinite(lossDifferences, overlap + 10, nameof(lossDifferences));
        int n = lossDifferences.Length - overlap;
        int lags = (3 * overlap) + 12;
        double scale = RootMeanSquare(lossDifferences);
        double[] plain = new double[n], foreseen = new double[n], sum = new double[n];
        for (int t = 0; t < n && scale > 0; t++)
        {
            plain[t] = lossDifferences[t + overlap] / scale;
            foreseen[t] = plain[t] * (lossDifferences[t] / scale);
            sum[t] = plain[t] + foreseen[t];
        }

        double a = LongRunVariance.Bartlett(plain, lags), b = LongRunVariance.Bartlett(foreseen, lags);
        double ab = (LongRunVariance.Bartlett(sum, lags) - a - b) / 2;
        (double first, double second) = (Presample.Mean(plain), Presample.Mean(foreseen));
        double determinant = (a * b) - (ab * ab);
        double statistic = determinant > 1e-12 * a * b
            ? n * ((b * first * first) - (2 * ab * first * second) + (a * second * second)) / determinant
            : double.NaN;
        double p = double.IsNaN(statistic) ? double.NaN : 1 - ChiSquared.CDF(2, statistic);
        return new(first * scale, statistic, p, lags);
    }

    private static double RootMeanSquare(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values)
        {
            sum += v * v;
        }

        return Math.Sqrt(sum / values.Length);
    }
}
