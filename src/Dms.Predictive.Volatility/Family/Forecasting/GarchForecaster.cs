namespace Dms.Predictive.Volatility;

/// <summary>Forecasts of variance and of returns from one origin.</summary>
/// <remarks>E[h] is in closed form for garch, gjr, realized GARCH and figarch under every law; egarch, tarch and aparch
/// need simulation beyond one bar. The law of the return over more than one bar is always simulated.</remarks>
public sealed class GarchForecaster
{
    private readonly GarchModelSnapshot _origin;
    private readonly GarchForecastOptions _options;
    private readonly double[] _innovations;
    private readonly double _next;
    private (double[] Means, double[] Errors)? _simulated;
    private PathSimulator? _simulator;

    /// <summary>Forecasts from where a stream stands.</summary>
    /// <param name="origin">The stream; its window holds what filtered historical simulation draws from.</param>
    /// <param name="options">What to forecast and how.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">Past innovations are asked for and there is none, or the model has no closed
    /// form.</exception>
    public GarchForecaster(GarchModelSnapshot origin, GarchForecastOptions options)
        : this(origin, options, origin?.Returns.Select(r => r.Innovation) ?? [])
    {
    }

    private GarchForecaster(
        GarchModelSnapshot origin, GarchForecastOptions options, IEnumerable<double> innovations)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Horizon, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Paths, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PastInnovations, 1, nameof(options));
        double? outside = options.Confidences.Concat(options.Levels).Cast<double?>().FirstOrDefault(p => !(p > 0 && p < 1));
        if (outside is { } level)
        {
            throw new ArgumentOutOfRangeException(nameof(options), level, "Expected levels inside (0, 1).");
        }

        (_origin, _options) = (origin, options);
        _innovations = [.. innovations.TakeLast(options.PastInnovations)];
        _next = Engine().Variance(origin.State);
        if (!double.IsFinite(_next))
        {
            throw new ArgumentException("The variance of the next bar is beyond the range of a number.", nameof(origin));
        }

        if (options.Method == ForecastMethod.FilteredHistorical)
        {
            RequireInnovations();
        }

        if (options.Method == ForecastMethod.Analytic && !HasClosedForm)
        {
            throw new ArgumentException(
                $"{origin.Parameters.Model} has no closed form beyond one bar; leave the method open or simulate.",
                nameof(options));
        }
    }

    private bool HasClosedForm => _options.Horizon == 1
        || _origin.Parameters.Model is not (GarchModel.Egarch or GarchModel.Tarch or GarchModel.Aparch);

    private GarchModelParameters Parameters => _origin.Parameters;

    /// <summary>Forecasts from the end of a fit.</summary>
    /// <inheritdoc cref="GarchForecaster(GarchModelSnapshot, GarchForecastOptions)"/>
    public static GarchForecaster Of(GarchModelFit fit, GarchForecastOptions options)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return new(
            fit.End ?? throw new ArgumentException($"The fit has no parameters: {fit.Status}.", nameof(fit)),
            options,
            fit.Innovations);
    }

    /// <summary>Expected variance of each of the next bars.</summary>
    public VariancePathForecast Variance()
    {
        ForecastMethod method = _options.Method
            ?? (HasClosedForm ? ForecastMethod.Analytic : ForecastMethod.Simulation);
        if (method == ForecastMethod.Analytic)
        {
            return new()
            {
                Terms = Terms(method),
                Variances = Analytic(),
                SimulationErrors = null,
                TotalQuantiles = [],
            };
        }

        (double[] means, double[] errors) = Simulate();
        return new()
        {
            Terms = Terms(method),
            Variances = means,
            SimulationErrors = errors,
            TotalQuantiles = Quantiles(_simulator!.Totals),
        };
    }

    /// <summary>Law of the return over the whole horizon.</summary>
    public ReturnForecast Returns() =>
        _options.Horizon == 1 && _options.Method is null or ForecastMethod.Analytic
            ? OneBar()
            : Simulated();

    /// <summary>E[h] in closed form: h_1 is known, each further one is the step without news.</summary>
    private double[] Analytic()
    {
        double[] path = new double[_options.Horizon];
        if (Parameters.Model == GarchModel.Realized)
        {
            return RealizedGarch.VariancePath(Parameters, _next, path.Length);
        }

        VarianceEngine engine = Engine().Fork(path.Length);
        (double Drift, double Factor) expected = engine.Expected(Parameters.Law);
        double state = _origin.State;
        path[0] = _next;
        for (int j = 1; j < path.Length; j++)
        {
            state = engine.Idle(state, expected);
            path[j] = engine.Variance(state);
        }

        return path;
    }

    private ReturnForecast OneBar()
    {
        double sigma = Math.Sqrt(_next), mu = Parameters.Mu;
        InnovationLaw law = Parameters.Law;
        return new()
        {
            Terms = Terms(ForecastMethod.Analytic),
            Mean = mu,
            Quantiles = [.. _options.Levels.Select(p => new ForecastQuantile(p, mu + (sigma * law.Quantile(p))))],
            Tail = [.. _options.Confidences.Select(c => new ReturnTail(
                c, -(mu + (sigma * law.Quantile(1 - c))), (sigma * law.ExpectedShortfall(1 - c)) - mu))],
        };
    }

    private ReturnForecast Simulated()
    {
        Simulate();
        ReadOnlySpan<double> returns = _simulator!.Returns;
        double sum = 0;
        foreach (double r in returns)
        {
            sum += r;
        }

        List<ReturnTail> tail = [];
        foreach (double confidence in _options.Confidences)
        {
            tail.Add(new(
                confidence,
                -Quantile.OfOrdered(returns, 1 - confidence),
                OrderedTail.Mean(returns, 1 - confidence)));
        }

        return new()
        {
            Terms = Terms(_options.Method == ForecastMethod.FilteredHistorical
                ? ForecastMethod.FilteredHistorical
                : ForecastMethod.Simulation),
            Mean = sum / returns.Length,
            Quantiles = Quantiles(returns),
            Tail = tail,
        };
    }

    private (double[] Means, double[] Errors) Simulate()
    {
        if (_simulated is { } known)
        {
            return known;
        }

        bool past = _options.Method == ForecastMethod.FilteredHistorical;
        _simulator = new PathSimulator(Engine(), new(Parameters, _origin.State, _next, _options.Horizon)
        {
            Paths = _options.Paths,
            Seed = _options.Seed,
            Antithetic = _options.Antithetic,
            Innovations = past ? [.. _innovations.Order()] : null,
        });
        if (_options.ForEach is { } forEach)
        {
            forEach(_simulator.Chunks, _simulator.Run);
        }
        else
        {
            for (int chunk = 0; chunk < _simulator.Chunks; chunk++)
            {
                _simulator.Run(chunk);
            }
        }

        (double[] Means, double[] Errors) found = _simulator.Collect();
        _simulated = found;
        return found;
    }

    private VarianceEngine Engine()
    {
        VarianceEngine engine = VarianceEngine.Of(Parameters, _origin.Presample);
        engine.Memory?.Load([.. _origin.Squares]);
        return engine;
    }

    private List<ForecastQuantile> Quantiles(ReadOnlySpan<double> rising)
    {
        List<ForecastQuantile> all = [];
        foreach (double level in _options.Levels)
        {
            all.Add(new(level, Quantile.OfOrdered(rising, level)));
        }

        return all;
    }

    private ForecastTerms Terms(ForecastMethod method) => new(
        Parameters.Model, Parameters.Distribution, method, _options.Horizon, _origin.Count, _options.Unit)
    {
        Step = _options.Step,
        Origin = _options.Origin,
        Paths = method == ForecastMethod.Analytic ? 0 : _options.Paths,
        Seed = method == ForecastMethod.Analytic ? null : _options.Seed,
    };

    private void RequireInnovations()
    {
        if (_innovations.Length == 0 || Parameters.Model == GarchModel.Realized)
        {
            throw new ArgumentException(
                Parameters.Model == GarchModel.Realized
                    ? "Realized GARCH is simulated from its law: return and measurement move together."
                    : "There are no past innovations to draw from; keep a window of returns.");
        }
    }
}
