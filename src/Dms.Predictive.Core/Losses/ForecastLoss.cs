namespace Dms.Predictive.Core;

/// <summary>Losses that rank variance forecasts the same way for a noisy but unbiased target (Patton 2011).</summary>
public static class ForecastLoss
{
    /// <summary>QLIKE: y/f − ln(y/f) − 1; ≥ 0, and 0 when forecast equals outcome.</summary>
    /// <param name="realized">Realized variance y, any unit; &gt; 0.</param>
    /// <param name="forecast">Forecast f in the same unit; &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite and &gt; 0.</exception>
    public static double Qlike(double realized, double forecast)
    {
        Require.FinitePositive(realized, "the forecast's unit");
        Require.FinitePositive(forecast, "the target's unit");
        double ratio = realized / forecast;
        return ratio - Math.Log(ratio) - 1;
    }

    /// <summary>Squared error (y − f)².</summary>
    public static double SquaredError(double realized, double forecast) => (realized - forecast) * (realized - forecast);

    /// <summary>Squared error of the logarithms, (ln y − ln f)².</summary>
    public static double SquaredLogError(double realized, double forecast)
    {
        double d = Math.Log(Require.FinitePositive(realized, "the forecast's unit"))
                   - Math.Log(Require.FinitePositive(forecast, "the target's unit"));
        return d * d;
    }

    /// <summary>Pinball loss of a quantile forecast.</summary>
    /// <param name="realized">Outcome.</param>
    /// <param name="quantile">Forecast quantile in the same unit.</param>
    /// <param name="level">Level of the quantile, in [0, 1].</param>
    public static double Pinball(double realized, double quantile, double level)
    {
        Require.Probability(level);
        return realized >= quantile ? level * (realized - quantile) : (1 - level) * (quantile - realized);
    }
}
