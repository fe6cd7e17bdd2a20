namespace Dms.Predictive.Training;

/// <summary>Variance forecasts at the close of a day for the day after, squared fractions.</summary>
/// <param name="Day">Position of the day in the sessions.</param>
/// <param name="Ewma">Decay 0.94 over squared daily returns.</param>
/// <param name="Garch">Gaussian GARCH(1,1).</param>
/// <param name="Har">log-HAR of realized variance.</param>
/// <param name="Trees">HAR corrected by boosted trees.</param>
/// <param name="Blend">QLIKE log pool of GARCH, HAR and trees; NaN until there are a year of forecasts to weigh them by.</param>
public sealed record DailyForecast(int Day, double Ewma, double Garch, double Har, double Trees, double Blend);
