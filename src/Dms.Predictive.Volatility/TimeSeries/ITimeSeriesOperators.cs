namespace Dms.Predictive.Volatility;

/// <summary>
/// The operators of the ML.NET time-series package under its names and options. Callers hold this interface, so that the
/// package can stand behind it where it can be had.
/// </summary>
public interface ITimeSeriesOperators
{
    /// <summary>Forecast of the next values, by singular-spectrum analysis.</summary>
    public ITimeSeriesEstimator ForecastBySsa(ForecastBySsaOptions options);

    /// <summary>Spikes among independent observations.</summary>
    public ITimeSeriesEstimator DetectIidSpike(DetectIidSpikeOptions options);

    /// <summary>Spikes around a trend and cycles.</summary>
    public ITimeSeriesEstimator DetectSpikeBySsa(DetectSpikeBySsaOptions options);

    /// <summary>Changes of distribution among independent observations.</summary>
    public ITimeSeriesEstimator DetectIidChangePoint(DetectIidChangePointOptions options);

    /// <summary>Changes of distribution around a trend and cycles.</summary>
    public ITimeSeriesEstimator DetectChangePointBySsa(DetectChangePointBySsaOptions options);
}

/// <summary>An operator before it has seen data.</summary>
public interface ITimeSeriesEstimator
{
    /// <summary>Column read.</summary>
    public string InputColumnName { get; }

    /// <summary>Columns written.</summary>
    public IReadOnlyList<string> OutputColumnNames { get; }

    /// <summary>Trains on a series; its state is that after the last observation trained on.</summary>
    /// <param name="series">Oldest first; NaN = missing. Operators for independent observations do not read it.</param>
    /// <exception cref="ArgumentException">Too few observations, or options that do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public ITimeSeriesTransformer Fit(ReadOnlySpan<double> series);

    /// <summary>Continues an operator from its bytes.</summary>
    /// <param name="bytes">What <see cref="ITimeSeriesTransformer.Save"/> gave.</param>
    /// <exception cref="Core.InputRefusedException">Another operator, format or version, or damaged.</exception>
    public ITimeSeriesTransformer Restore(ReadOnlySpan<byte> bytes);
}

/// <summary>An operator that runs along a series. One writer.</summary>
public interface ITimeSeriesTransformer
{
    /// <summary>Columns written.</summary>
    public IReadOnlyList<string> OutputColumnNames { get; }

    /// <summary>Takes the next observation.</summary>
    /// <param name="value">NaN = missing.</param>
    /// <returns>One vector per output column: a forecast from after the observation, or the verdict on it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite or above 1e75 in size; nothing has changed.</exception>
    public IReadOnlyList<double[]> Append(double value);

    /// <summary>The state as bytes.</summary>
    public byte[] Save();
}
