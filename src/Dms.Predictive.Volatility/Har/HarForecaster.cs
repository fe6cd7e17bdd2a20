namespace Dms.Predictive.Volatility;

/// <summary>Follows realized measures period by period, refits by its rule and forecasts the variance ahead.</summary>
/// <remarks>O(longest window + columns) per period, O(rows·columns²) per fit, memory of the training window. Nothing
/// after a period has a part in its forecast. The batch form is this class over the whole series.</remarks>
public sealed class HarForecaster
{
    private readonly HarOptions _options;
    private readonly HarDesign _design;
    private readonly int _longest;
    private readonly List<HarObservation> _history = [];
    private readonly List<double[]> _rows = [];
    private readonly List<double> _targets = [];
    private int _sinceFit;

    /// <param name="options">The model.</param>
    /// <exception cref="ArgumentException">The options are out of range, or there are fewer training rows than
    /// unknowns.</exception>
    public HarForecaster(HarOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Refuse();
        (_options, _design, _longest) = (options, new HarDesign(options), options.Windows[^1]);
        if (options.TrainingRows < _design.Columns + 2)
        {
            throw new ArgumentException(
                $"Found {options.TrainingRows} training rows, expected at least {_design.Columns + 2}.",
                nameof(options));
        }
    }

    /// <summary>The last fit; null until the training window is full.</summary>
    public HarFit? Fit { get; private set; }

    /// <summary>Forecast of the variance summed over the periods ahead; NaN until there is a fit.</summary>
    public double Forecast { get; private set; } = double.NaN;

    /// <summary>Forecasts that the insanity filter clipped to the training range of the target.</summary>
    public long Clipped { get; private set; }

    /// <summary>Fits so far.</summary>
    public long Fits { get; private set; }

    /// <summary>Forecasts of a whole series.</summary>
    /// <param name="periods">Oldest first.</param>
    /// <param name="options">The model.</param>
    /// <returns>Element t forecasts the variance over periods t + 1 … t + horizon; NaN before the first fit.</returns>
    public static double[] Run(IReadOnlyList<HarObservation> periods, HarOptions options)
    {
        ArgumentNullException.ThrowIfNull(periods);
        HarForecaster forecaster = new(options);
        double[] forecasts = new double[periods.Count];
        for (int t = 0; t < forecasts.Length; t++)
        {
            forecaster.Append(periods[t]);
            forecasts[t] = forecaster.Forecast;
        }

        return forecasts;
    }

    /// <summary>Takes the next period: completes the target that it ends, refits when due, forecasts.</summary>
    /// <exception cref="ArgumentException">The period lacks what the variant reads, or a number is out of its
    /// range.</exception>
    public void Append(HarObservation period)
    {
        ArgumentNullException.ThrowIfNull(period);
        _design.Refuse(period);
        _history.Add(period);
        if (_history.Count > Math.Max(_longest, _options.Horizon) + 1)
        {
            _history.RemoveAt(0);
        }

        CompleteTarget();
        if (_history.Count < _longest)
        {
            return;
        }

        double[] raw = new double[_design.RawLength];
        _design.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_history), raw);
        _rows.Add(raw);
        Refit();
        if (Fit is not null)
        {
            (Forecast, bool clipped) = Fit.Forecast(raw);
            Clipped += clipped ? 1 : 0;
        }
    }

    private void CompleteTarget()
    {
        if (_rows.Count - _targets.Count >= _options.Horizon)
        {
            double sum = 0;
            foreach (HarObservation o in _history.TakeLast(_options.Horizon))
            {
                sum += o.Variance;
            }

            _targets.Add(sum);
        }

        if (_targets.Count > _options.TrainingRows)
        {
            _targets.RemoveAt(0);
            _rows.RemoveAt(0);
        }
    }

    private void Refit()
    {
        _sinceFit++;
        if (_targets.Count == _options.TrainingRows && (Fit is null || _sinceFit >= _options.RefitEvery))
        {
            Fit = HarFit.To(_options, _design, _rows.GetRange(0, _targets.Count), _targets);
            Fits++;
            _sinceFit = 0;
        }
    }
}
