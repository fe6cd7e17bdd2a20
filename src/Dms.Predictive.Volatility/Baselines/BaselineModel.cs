namespace Dms.Predictive.Volatility;

/// <summary>The fitted baselines of one horizon.</summary>
/// <param name="HorizonMinutes">Horizon in minutes, a multiple of the bar.</param>
/// <param name="BarMinutes">Bar length in minutes.</param>
/// <param name="Garch">Parameters of the GARCH recursion, percent² per bar.</param>
/// <param name="EwmaIndex">Which of the filter's EWMAs forecasts this horizon best.</param>
/// <param name="EwmaScale">Mean of outcome ÷ forecast over the trailing days; &gt; 0.</param>
/// <param name="GarchScale">Likewise for GARCH.</param>
/// <param name="Har">Log-HAR with its own scale.</param>
public sealed record BaselineModel(
    int HorizonMinutes, int BarMinutes, Garch11Parameters Garch, int EwmaIndex, double EwmaScale, double GarchScale,
    LogHarModel Har)
{
    /// <summary>Floor of the target, percent² per minute: 1e-4 per ten minutes.</summary>
    public const double FloorPerMinute = 1e-5;

    /// <summary>Positions, among the filter's EWMAs, of the three that enter the trees' row.</summary>
    public const int FastEwma = 0;

    /// <summary>See <see cref="FastEwma"/>.</summary>
    public const int MiddleEwma = 2;

    /// <summary>See <see cref="FastEwma"/>.</summary>
    public const int SlowEwma = 4;

    /// <summary>Floor of target and forecasts over the horizon, percent².</summary>
    public double Floor => FloorPerMinute * HorizonMinutes;

    /// <summary>Bars in the horizon.</summary>
    public int Steps => HorizonMinutes / BarMinutes;

    /// <summary>ln of the tuned EWMA's forecast of variance over the horizon, percent².</summary>
    /// <param name="reading">As <see cref="ReturnFilter.Read"/> writes it.</param>
    public double LnEwma(ReadOnlySpan<double> reading) => Math.Log(EwmaScale) + LnEwmaAt(reading, EwmaIndex);

    /// <summary>ln of one EWMA's unscaled forecast.</summary>
    public double LnEwmaAt(ReadOnlySpan<double> reading, int index) => Math.Log((reading[index + 1] * Steps) + Floor);

    /// <summary>ln of the GARCH forecast summed over the horizon, percent².</summary>
    public double LnGarch(ReadOnlySpan<double> reading) =>
        Math.Log(GarchScale * (Garch11.SumForecast(reading[0], Garch, Steps) + Floor));

    /// <summary>ln of the variance that the GARCH returns to over the horizon, percent²; NaN when it returns to none.</summary>
    public double LnUnconditional => Garch.Alpha + Garch.Beta < 1 && Garch.Omega > 0
        ? Math.Log(GarchScale * ((Garch.Omega / (1 - Garch.Alpha - Garch.Beta) * Steps) + Floor))
        : double.NaN;

    /// <summary>Members of a blend of log-HAR, this GARCH as its guard, and learned ones, in this order.</summary>
    /// <param name="learned">Ids of the learned members.</param>
    public BlendMembers BlendOf(IEnumerable<string> learned) =>
        new(["har", "garch", .. learned], 1, LnUnconditional, Garch.Alpha + Garch.Beta);

    /// <summary>ln of the log-HAR forecast over the horizon, percent².</summary>
    /// <param name="regressors">As <see cref="HarRegressors"/> picks them.</param>
    public double LnHar(ReadOnlySpan<double> regressors) => Math.Log(Har.Scale) + Har.PredictLog(regressors);
}
