namespace Dms.Predictive.Volatility;

/// <summary>The product's own operators. Microsoft.ML.TimeSeries cannot be restored from the package source in use; what
/// differs from it is listed in <c>docs/reference/time-series-operators.md</c>.</summary>
public sealed class TimeSeriesOperators : ITimeSeriesOperators
{
    /// <inheritdoc/>
    public ITimeSeriesEstimator ForecastBySsa(ForecastBySsaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] names = options.HasBounds
            ? [options.OutputColumnName, options.ConfidenceLowerBoundColumn!, options.ConfidenceUpperBoundColumn!]
            : [options.OutputColumnName];
        return new Estimator(
            options.InputColumnName, names, series => Wrap(names, SsaForecaster.Train(series, options), options),
            bytes => Wrap(names, new SsaForecaster(SsaModel.Restore(bytes), options), options));
    }

    /// <inheritdoc/>
    public ITimeSeriesEstimator DetectIidSpike(DetectIidSpikeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] names = [options.OutputColumnName];
        return new Estimator(
            options.InputColumnName, names,
            _ => Wrap(names, SpikeDetector.Iid(options.Confidence, options.PvalueHistoryLength, options.Side)),
            bytes => Wrap(names, SpikeDetector.Restore(bytes)));
    }

    /// <inheritdoc/>
    public ITimeSeriesEstimator DetectSpikeBySsa(DetectSpikeBySsaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] names = [options.OutputColumnName];
        return new Estimator(
            options.InputColumnName, names, series => Wrap(names, SpikeDetector.BySsa(series, options)),
            bytes => Wrap(names, SpikeDetector.Restore(bytes)));
    }

    /// <inheritdoc/>
    public ITimeSeriesEstimator DetectIidChangePoint(DetectIidChangePointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] names = [options.OutputColumnName];
        ChangePointRule rule = new(options.Confidence, options.ChangeHistoryLength, options.Martingale, options.Eps);
        return new Estimator(
            options.InputColumnName, names, _ => Wrap(names, ChangePointDetector.Iid(rule)),
            bytes => Wrap(names, ChangePointDetector.Restore(bytes)));
    }

    /// <inheritdoc/>
    public ITimeSeriesEstimator DetectChangePointBySsa(DetectChangePointBySsaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] names = [options.OutputColumnName];
        return new Estimator(
            options.InputColumnName, names, series => Wrap(names, ChangePointDetector.BySsa(series, options)),
            bytes => Wrap(names, ChangePointDetector.Restore(bytes)));
    }

    private static Transformer Wrap(string[] names, SsaForecaster forecaster, ForecastBySsaOptions options) => new(
        names,
        value =>
        {
            forecaster.Append(value);
            SsaForecast forecast = forecaster.Forecast();
            return options.HasBounds
                ? [[.. forecast.Values], [.. forecast.LowerBounds], [.. forecast.UpperBounds]]
                : [[.. forecast.Values]];
        },
        forecaster.Model.Save);

    private static Transformer Wrap(string[] names, SpikeDetector detector) =>
        new(names, value => [detector.Append(value).ToVector()], detector.Save);

    private static Transformer Wrap(string[] names, ChangePointDetector detector) =>
        new(names, value => [detector.Append(value).ToVector()], detector.Save);

    private delegate Transformer OnSeries(ReadOnlySpan<double> series);

    private delegate Transformer OnBytes(ReadOnlySpan<byte> bytes);

    private sealed class Estimator(string? input, string[] names, OnSeries fit, OnBytes restore) : ITimeSeriesEstimator
    {
        public string InputColumnName => input ?? names[0];

        public IReadOnlyList<string> OutputColumnNames => names;

        public ITimeSeriesTransformer Fit(ReadOnlySpan<double> series) => fit(series);

        public ITimeSeriesTransformer Restore(ReadOnlySpan<byte> bytes) => restore(bytes);
    }

    private sealed class Transformer(string[] names, Func<double, IReadOnlyList<double[]>> append, Func<byte[]> save)
        : ITimeSeriesTransformer
    {
        public IReadOnlyList<string> OutputColumnNames => names;

        public IReadOnlyList<double[]> Append(double value) => append(value);

        public byte[] Save() => save();
    }
}
