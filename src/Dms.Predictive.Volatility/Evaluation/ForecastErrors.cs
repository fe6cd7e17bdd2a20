namespace Dms.Predictive.Volatility;

/// <summary>Sizes of the errors of one model besides QLIKE.</summary>
/// <param name="MeanSquaredError">mean (y − f)², squared units of y.</param>
/// <param name="RootMeanSquarePercentageError">√mean((√y − √f)²/y): error of volatility as a share of it.</param>
/// <param name="LogRSquared">1 − Σ(ln y − ln f)²/Σ(ln y − mean ln y)²; 1 is perfect, 0 is no better than the mean, and
/// it can be negative. NaN when y does not vary.</param>
public sealed record ForecastErrors(
    double MeanSquaredError, double RootMeanSquarePercentageError, double LogRSquared)
{
    /// <summary>Measures forecasts of variance against outcomes.</summary>
    /// <param name="realized">Outcomes, &gt; 0.</param>
    /// <param name="forecast">Forecasts, &gt; 0; as many.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is none, or a number is not positive.</exception>
    public static ForecastErrors Of(ReadOnlySpan<double> realized, ReadOnlySpan<double> forecast)
    {
        EvaluationInput.RefuseUnequal(realized.Length, forecast.Length);
        EvaluationInput.RefuseFewOrNonFinite(realized, 1, nameof(realized));
        EvaluationInput.RefuseFewOrNonFinite(forecast, 1, nameof(forecast));
        double[] logs = new double[realized.Length];
        double squares = 0, shares = 0, logSquares = 0;
        for (int t = 0; t < realized.Length; t++)
        {
            (double y, double f) = (realized[t], forecast[t]);
            if (!(y > 0 && f > 0))
            {
                throw new ArgumentException($"Pair {t} is {y} and {f}; expected numbers above 0.", nameof(realized));
            }

            logs[t] = Math.Log(y);
            double error = Math.Sqrt(y) - Math.Sqrt(f), log = logs[t] - Math.Log(f);
            squares += (y - f) * (y - f);
            shares += error * error / y;
            logSquares += log * log;
        }

        double spread = LongRunVariance.Bartlett(logs, 0) * logs.Length;
        return new(
            squares / logs.Length, Math.Sqrt(shares / logs.Length), spread > 0 ? 1 - (logSquares / spread) : double.NaN);
    }
}
