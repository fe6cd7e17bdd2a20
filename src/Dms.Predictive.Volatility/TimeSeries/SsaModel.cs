using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>
/// Singular-spectrum model of one series: trained once, then fed one observation at a time, and ready to forecast after
/// each. One writer.
/// </summary>
/// <remarks>An observation closes a window, which is projected on the signal subspace and smoothed along the diagonals of
/// the trajectory; the recurrence of the subspace then says the next value. Golyandina and Korobeynikov (2014),
/// arXiv 1206.6910. O(L·r) per observation without allocation, unless the model is adaptive and stabilised.</remarks>
public sealed class SsaModel
{
    private readonly SsaOptions _options;
    private readonly SsaNoise _noise;
    private readonly int _windowSize;
    private readonly double _constant;
    private readonly double[] _basis;
    private readonly SignalState _signal;
    private readonly SubspaceTracker? _tracker;
    private readonly double[] _formed;
    private readonly double[] _recurrence;

    private SsaModel(SsaOptions options, SsaFit fit, double[] inverse, double scale)
    {
        (_options, _noise, _windowSize, Info) = (options, fit.Noise, fit.WindowSize, fit.Info);
        (_basis, _recurrence, _formed) = (fit.Basis, [.. fit.Recurrence], new double[fit.Recurrence.Length]);
        _constant = options.AddNoiseMeans ? _noise.ObservationMean + _noise.RecurrenceMean : 0;
        _signal = new SignalState(_basis, _windowSize);
        _tracker = options.IsAdaptive
            ? new SubspaceTracker(_basis, _windowSize, inverse, options.DiscountFactor, scale)
            : null;
    }

    /// <summary>Options of the training.</summary>
    public SsaOptions Options => _options;

    /// <summary>What training found; <c>null</c> unless <see cref="SsaOptions.ShouldMaintainInfo"/>.</summary>
    public SsaDiagnostics? Info { get; }

    /// <summary>L as used: below the option's where a singular vector was a unit vector.</summary>
    public int WindowSize => _windowSize;

    /// <summary>Vectors that span the signal.</summary>
    public int Rank => _basis.Length / _windowSize;

    /// <summary>Forecast of the next observation, units of the series.</summary>
    public double NextPrediction { get; private set; }

    /// <summary>The last observation with its noise smoothed away.</summary>
    public double LastSmoothedValue => _signal.Values[^1];

    /// <summary>Trains on the start of a series; the state is that after the last observation used.</summary>
    /// <param name="series">Oldest first, at least <see cref="SsaOptions.TrainSize"/>; NaN = missing, left out.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">Too few observations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or an observation is infinite or
    /// above 1e75 in size.</exception>
    public static SsaModel Train(ReadOnlySpan<double> series, SsaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double[] known = SeriesInput.Training(series, options.Checked());
        SsaFit fit = SsaTraining.Run(known, options);
        double scale = Math.Max(known.Max(Math.Abs), double.Epsilon);
        SsaModel model = new(options, fit, SubspaceTracker.InitialInverse(fit.SingularValues, scale), scale);
        model._signal.Start(known);
        model.Predict();
        return model;
    }

    /// <summary>Takes the next observation.</summary>
    /// <param name="value">Units of the series; NaN = missing, and nothing changes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite or above 1e75 in size; nothing has changed.</exception>
    public void Append(double value)
    {
        if (double.IsNaN(SeriesInput.Checked(value)))
        {
            return;
        }

        _signal.Shift(value);
        Adapt();
        _signal.Smooth();
        Predict();
    }

    /// <summary>Forecasts the next values.</summary>
    /// <param name="horizon">Steps ahead, ≥ 1.</param>
    /// <param name="confidenceLevel">Of the interval, [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon or the level is out of its range.</exception>
    /// <remarks>The variance h steps ahead is that of the observation noise plus that of the recurrence noise times
    /// Σ_{j&lt;h} ψ_j², ψ the impulse response of the recurrence.</remarks>
    public SsaForecast Forecast(int horizon, double confidenceLevel = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        if (confidenceLevel is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidenceLevel), confidenceLevel, "Expected a level in [0, 1).");
        }

        double[] values = Values(horizon);
        double[] deviations = Deviations(horizon);
        double quantile = PinnedNormal.Quantile((1 + confidenceLevel) / 2);
        return new SsaForecast(
            values, deviations, [.. values.Zip(deviations, (v, d) => v - (quantile * d))],
            [.. values.Zip(deviations, (v, d) => v + (quantile * d))], confidenceLevel);
    }

    /// <summary>Options, basis and state as bytes; equal models give equal bytes. Roots and spectrum are kept too.</summary>
    public byte[] Save()
    {
        using CheckpointWriter writer = new();
        SsaCheckpoint.Write(writer, this);
        return writer.Sealed();
    }

    /// <summary>Continues a model from its bytes.</summary>
    /// <param name="bytes">What <see cref="Save"/> gave.</param>
    /// <exception cref="InputRefusedException">Another format or version, damaged or inconsistent.</exception>
    public static SsaModel Restore(ReadOnlySpan<byte> bytes)
    {
        CheckpointReader reader = new(bytes);
        SsaModel model = SsaCheckpoint.Read(ref reader);
        reader.End();
        return model;
    }

    internal SsaFit Fit => new(_windowSize, _basis, [], _recurrence, _noise, Info);

    internal SubspaceTracker? Tracker => _tracker;

    internal Span<double> State => _signal.Values;

    internal Span<double> Window => _signal.Window;

    internal static SsaModel Continue(SsaOptions options, SsaFit fit, (double[] Inverse, double Scale) tracker, double[] state, double[] window)
    {
        SsaModel model = new(options, fit, tracker.Inverse, tracker.Scale);
        state.CopyTo(model.State);
        window.CopyTo(model.Window);
        model.Predict();
        return model;
    }

    private void Adapt()
    {
        if (_tracker is null)
        {
            return;
        }

        _tracker.Append(_signal.Window);
        if (LinearRecurrence.TryForm(_basis, _windowSize, _formed))
        {
            double[] formed = _options.ShouldStabilize
                ? RecurrenceStabilizer.Apply(_formed, _windowSize, _options.MaxGrowth?.Ratio ?? double.PositiveInfinity).Coefficients
                : _formed;
            formed.CopyTo(_recurrence, 0);
        }
    }

    private void Predict() => NextPrediction = _constant + VectorSums.Dot(_recurrence, _signal.Values);

    private double[] Values(int horizon)
    {
        double[] path = [.. _signal.Values, .. new double[horizon]];
        LinearRecurrence.Continue(_recurrence, _constant, path, _recurrence.Length);
        return path[_recurrence.Length..];
    }

    private double[] Deviations(int horizon)
    {
        int order = _recurrence.Length;
        double[] response = new double[order + horizon - 1];
        response[order - 1] = 1;
        LinearRecurrence.Continue(_recurrence, 0, response, order);
        double[] deviations = new double[horizon];
        double power = 0;
        for (int h = 0; h < horizon; h++)
        {
            power += response[order - 1 + h] * response[order - 1 + h];
            deviations[h] = Math.Sqrt(_noise.ObservationVariance + (_noise.RecurrenceVariance * power));
        }

        return deviations;
    }
}
