namespace Dms.Predictive.Volatility;

/// <summary>Forecast of the next values of a series, with normal bounds.</summary>
/// <param name="Values">One per step ahead, units of the series.</param>
/// <param name="StandardDeviations">Of the forecast error at each step, ≥ 0.</param>
/// <param name="LowerBounds">Lower end of the interval at <paramref name="ConfidenceLevel"/>.</param>
/// <param name="UpperBounds">Upper end.</param>
/// <param name="ConfidenceLevel">Share of outcomes that the interval is meant to hold, [0, 1).</param>
public sealed record SsaForecast(
    IReadOnlyList<double> Values,
    IReadOnlyList<double> StandardDeviations,
    IReadOnlyList<double> LowerBounds,
    IReadOnlyList<double> UpperBounds,
    double ConfidenceLevel);
