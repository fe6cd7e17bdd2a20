namespace Dms.Predictive.Volatility;

/// <summary>The fitted baselines of one horizon.</summary>
/// <param name="HorizonMinutes">Horizon in minutes, a multiple of the bar.</param>
/// <param name="BarMinutes">Bar length in minutes.</param>
/// <param name="EwmaIndex">Which of the filter's EWMAs forecasts this horizon best.</param>
/// <param name="EwmaScale">Mean of outcome ÷ forecast over the trailing days; &gt; 0.</param>
/// <param name="GarchScale">Likewise for GARCH.</param>
/// <param name="Har">Log-HAR with its own scale.</param>
public sealed record BaselineModel(
    int HorizonMinutes, int BarMinutes, int EwmaIndex, double EwmaScale, double GarchScale, LogHarModel Har)
{
    /// <summary>Floor of the target, percent² per minute: 1e-4 per ten minutes.</summary>
    public const double FloorPerMinute = 1e-5;

    /// <summary>Floor of target and forecasts over the horizon, percent².</summary>
    public double Floor => FloorPerMinute * HorizonMinutes;

    /// <summary>Bars in the horizon.</summary>
    public int Steps => HorizonMinutes / BarMinutes;

    /// <summary>ln of the tuned EWMA's forecast of variance over the horizon, percent².</summary>
    public double LnEwma(ReturnFilter filter) => Math.Log(EwmaScale) + LnEwmaAt(filter, EwmaIndex);

    /// <summary>ln of one EWMA's unscaled forecast.</summary>
    public double LnEwmaAt(ReturnFilter filter, int index)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Math.Log((filter.EwmaVariance(index) * Steps) + Floor);
    }

    /// <summary>ln of the GARCH forecast summed over the horizon, percent².</summary>
    public double LnGarch(ReturnFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Math.Log(GarchScale * (Garch11.SumForecast(filter.GarchNextVariance, filter.Garch, Steps) + Floor));
    }

    /// <summary>ln of the log-HAR forecast over the horizon, percent².</summary>
    /// <param name="regressors">As <see cref="HarRegressors"/> picks them.</param>
    public double LnHar(ReadOnlySpan<double> regressors) => Math.Log(Har.Scale) + Har.PredictLog(regressors);
}
