using MathNet.Numerics;

namespace Dms.Predictive.Volatility;

/// <summary>Result of a Diebold-Mariano test.</summary>
/// <param name="MeanDifference">Mean of loss A − loss B; negative when A forecasts better.</param>
/// <param name="Statistic">t without the small-sample factor.</param>
/// <param name="StatisticHln">t with the factor of Harvey, Leybourne and Newbold; the headline.</param>
/// <param name="PValue">Two-sided normal p-value of <paramref name="StatisticHln"/>.</param>
/// <param name="Lags">Bartlett lags used.</param>
public sealed record DieboldMarianoResult(
    double MeanDifference, double Statistic, double StatisticHln, double PValue, int Lags);

/// <summary>Test of equal forecast accuracy on overlapping horizons.</summary>
public static class DieboldMariano
{
    /// <summary>Tests mean(d) = 0 for loss differences d.</summary>
    /// <param name="lossDifferences">Loss A − loss B per decision, oldest first; at least 2, all finite.</param>
    /// <param name="overlap">k = horizon / step: how many decisions share outcome minutes; ≥ 1.</param>
    /// <returns>t = d̄/√(V/n), V with L = 3k + 12 Bartlett lags, times √((n + 1 − 2k + k(k−1)/n)/n).
    /// When the differences do not vary, t is 0 and p is 1.</returns>
    /// <exception cref="ArgumentException">Fewer than two differences, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The overlap is below 1 or above half the decisions.</exception>
    /// <remarks>Diebold and Mariano (1995), JBES 13(3); Harvey, Leybourne and Newbold (1997), Int. J.
    /// Forecasting 13(2).
    /// </remarks>
    public static DieboldMarianoResult Test(ReadOnlySpan<double> lossDifferences, int overlap)
    {
        EvaluationInput.RefuseFewOrNonFinite(lossDifferences, 2, nameof(lossDifferences));
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, Math.Max(1, lossDifferences.Length / 2));
        double n = lossDifferences.Length;
        double k = overlap;
        int lags = (3 * overlap) + 12;
        double mean = Presample.Mean(lossDifferences);
        double variance = LongRunVariance.Bartlett(lossDifferences, lags);
        if (!(variance > 0))
        {
            return new(mean, 0, 0, 1, lags);
        }

        double t = mean / Math.Sqrt(variance / n);
        double hln = t * Math.Sqrt((n + 1 - (2 * k) + (k * (k - 1) / n)) / n);
        return new(mean, t, hln, SpecialFunctions.Erfc(Math.Abs(hln) / Math.Sqrt(2)), lags);
    }
}
