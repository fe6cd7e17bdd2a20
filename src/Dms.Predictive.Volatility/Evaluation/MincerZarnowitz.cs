using MathNet.Numerics.Distributions;

namespace Dms.Predictive.Volatility;

/// <summary>Regression of outcome on forecast.</summary>
/// <param name="Intercept">b₀; 0 for an unbiased forecast.</param>
/// <param name="Slope">b₁; 1 for an unbiased forecast.</param>
/// <param name="RSquared">Share of the outcome's variance explained, in [0, 1].</param>
/// <param name="Wald">Wald statistic of (b₀, b₁) = (0, 1) with a Bartlett covariance.</param>
/// <param name="PValue">χ²₂ p-value of the Wald statistic.</param>
public sealed record MincerZarnowitzResult(
    double Intercept, double Slope, double RSquared, double Wald, double PValue);

/// <summary>Tests whether a forecast is unbiased: y = b₀ + b₁·f.</summary>
public static class MincerZarnowitz
{
    /// <summary>Regresses and tests (b₀, b₁) = (0, 1).</summary>
    /// <param name="realized">Outcomes, oldest first; levels or logarithms.</param>
    /// <param name="forecast">Forecasts in the same unit, not all alike.</param>
    /// <param name="lags">Bartlett lags of the score covariance; 3k + 12 for k overlapping steps.</param>
    /// <exception cref="ArgumentException">Lengths differ, fewer than 3 pairs, a number is not finite, or the
    /// forecast does not vary.</exception>
    /// <remarks>Mincer and Zarnowitz (1969). The sandwich is X'X⁻¹·S·X'X⁻¹ with S the long-run covariance of x·e.
    /// </remarks>
    public static MincerZarnowitzResult Regress(
        ReadOnlySpan<double> realized, ReadOnlySpan<double> forecast, int lags)
    {
        EvaluationInput.RefuseUnequal(realized.Length, forecast.Length);
        EvaluationInput.RefuseFewOrNonFinite(realized, 3, nameof(realized));
        EvaluationInput.RefuseFewOrNonFinite(forecast, 3, nameof(forecast));
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        double n = realized.Length;
        (double meanY, double meanF) = (Presample.Mean(realized), Presample.Mean(forecast));
        double ff = 0, fy = 0, yy = 0;
        for (int t = 0; t < realized.Length; t++)
        {
            (double y, double f) = (realized[t] - meanY, forecast[t] - meanF);
            (ff, fy, yy) = (ff + (f * f), fy + (f * y), yy + (y * y));
        }

        if (!(ff > 0))
        {
            throw new ArgumentException("The forecast does not vary.", nameof(forecast));
        }

        double slope = fy / ff;
        double intercept = meanY - (slope * meanF);
        double wald = Wald(realized, forecast, (intercept, slope, meanF, ff / n), lags);
        double rSquared = yy > 0 ? fy * fy / (ff * yy) : 0;
        double p = double.IsNaN(wald) ? double.NaN : 1 - ChiSquared.CDF(2, wald);
        return new(intercept, slope, rSquared, wald, p);
    }

    /// <summary>
    /// Influences of the estimates are u_t = e_t and v_t = e_t·(f_t − f̄)/var f: the covariance of (mean level, slope)
    /// is the long-run covariance of (u, v) over n; the intercept is the mean level less slope·f̄.
    /// </summary>
    private static double Wald(
        ReadOnlySpan<double> realized,
        ReadOnlySpan<double> forecast,
        (double Intercept, double Slope, double MeanF, double VarF) fit,
        int lags)
    {
        int n = realized.Length;
        double[] a = new double[n], b = new double[n], sum = new double[n];
        for (int t = 0; t < n; t++)
        {
            double e = realized[t] - fit.Intercept - (fit.Slope * forecast[t]);
            b[t] = e * (forecast[t] - fit.MeanF) / fit.VarF;
            a[t] = e - (b[t] * fit.MeanF);
            sum[t] = a[t] + b[t];
        }

        double aa = LongRunVariance.Bartlett(a, lags) / n;
        double bb = LongRunVariance.Bartlett(b, lags) / n;
        double ab = ((LongRunVariance.Bartlett(sum, lags) / n) - aa - bb) / 2;
        double determinant = (aa * bb) - (ab * ab);
        (double d0, double d1) = (fit.Intercept, fit.Slope - 1);
        return determinant > 0
            ? ((bb * d0 * d0) - (2 * ab * d0 * d1) + (aa * d1 * d1)) / determinant
            : double.NaN;
    }
}
