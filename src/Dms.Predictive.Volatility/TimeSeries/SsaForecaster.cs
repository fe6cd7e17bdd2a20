namespace Dms.Predictive.Volatility;

/// <summary>A singular-spectrum model with the horizon and the interval it was asked for. One writer.</summary>
public sealed class SsaForecaster
{
    private readonly ForecastBySsaOptions _options;

    internal SsaForecaster(SsaModel model, ForecastBySsaOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Horizon, 1);
        if (options.ConfidenceLevel is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.ConfidenceLevel, "Expected a confidence level in [0, 1).");
        }

        if (options.ConfidenceLowerBoundColumn is null != options.ConfidenceUpperBoundColumn is null)
        {
            throw new ArgumentException("Expected names for both bounds or for neither.", nameof(options));
        }

        (Model, _options) = (model, options);
    }

    /// <summary>The model itself.</summary>
    public SsaModel Model { get; }

    /// <summary>Trains on the start of a series.</summary>
    /// <param name="series">Oldest first; NaN = missing.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">Too few observations, or one bound without the other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static SsaForecaster Train(ReadOnlySpan<double> series, ForecastBySsaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(SsaModel.Train(series, options.Model), options);
    }

    /// <summary>Takes the next observation; NaN = missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite or above 1e75 in size.</exception>
    public void Append(double value) => Model.Append(value);

    /// <summary>Forecast over the trained horizon.</summary>
    public SsaForecast Forecast() => Model.Forecast(_options.Horizon, _options.ConfidenceLevel);

    /// <summary>Forecast over another horizon.</summary>
    /// <param name="horizon">Steps ahead, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is below 1, or another one than was trained without
    /// <see cref="ForecastBySsaOptions.VariableHorizon"/>.</exception>
    public SsaForecast Forecast(int horizon) => _options.VariableHorizon || horizon == _options.Horizon
        ? Model.Forecast(horizon, _options.ConfidenceLevel)
        : throw new ArgumentOutOfRangeException(nameof(horizon), horizon,
            $"The forecaster was trained for {_options.Horizon} steps; other horizons need VariableHorizon.");
}
