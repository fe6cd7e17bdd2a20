using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>A filter of any model of the family that takes one return at a time.</summary>
/// <remarks>Estimation, batch filter and simulation run the same step, so the state after any number of returns equals the
/// batch filter's bit for bit. O(1) and no allocation per return; figarch O(lags).</remarks>
public sealed class GarchModelState
{
    private VarianceEngine _engine = null!;
    private ReturnWindow _window = null!;
    private GarchStateOptions _options = null!;
    private (double Drift, double Factor) _expected;
    private double _presample;
    private double _state;
    private double _stateBeforeGap;
    private double _mu;
    private InnovationLaw _law = null!;
    private LogLikelihoodSum _sum;

    /// <summary>Starts before the first return.</summary>
    /// <param name="parameters">Parameters in the unit of the returns.</param>
    /// <param name="start">Where the filter begins.</param>
    /// <param name="options">How the stream is kept; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A variance of the start is not finite and &gt; 0, or an option is
    /// below its range.</exception>
    public GarchModelState(GarchModelParameters parameters, VarianceStart start, GarchStateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        Open(parameters, start.Presample, options ?? new());
        _state = _engine.State(Require.FinitePositive(start.First, "squared return units", nameof(start)));
        NextVariance = _engine.Variance(_state);
    }

    /// <summary>Starts where a copied state stood.</summary>
    public GarchModelState(GarchModelSnapshot snapshot) => Restore(snapshot);

    /// <summary>Parameters in use.</summary>
    public GarchModelParameters Parameters { get; private set; } = null!;

    /// <summary>h of the next return, squared return units.</summary>
    public double NextVariance { get; private set; }

    /// <summary>Innovation z of the last return; NaN before the first.</summary>
    public double LastInnovation { get; private set; } = double.NaN;

    /// <summary>Bars that the last return spans: 1 without a gap before it, 0 before the first return.</summary>
    public int LastSpan { get; private set; }

    /// <summary>Log-likelihood of the returns so far.</summary>
    public double LogLikelihood => _sum.Total(0);

    /// <summary>Returns seen.</summary>
    public long Count { get; private set; }

    /// <summary>Missing bars seen.</summary>
    public long MissingCount { get; private set; }

    /// <summary>Gaps that were longer than the limit.</summary>
    public long Restarts { get; private set; }

    /// <summary>Missing bars since the last return; the next return spans one more.</summary>
    public int OpenGap { get; private set; }

    /// <summary>Takes the return of the bar just closed. After a gap it spans several bars and is divided by their
    /// root.</summary>
    /// <param name="value">Finite, in the unit of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The return is not finite; the state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">The model needs a realized variance with every return.</exception>
    public void Append(double value)
    {
        if (Parameters.Model == GarchModel.Realized)
        {
            throw new InvalidOperationException("Realized GARCH takes a return together with its realized variance.");
        }

        Take(value, 0);
    }

    /// <summary>Takes a return with its realized variance.</summary>
    /// <param name="value">Finite, in the unit of the parameters.</param>
    /// <param name="realizedVariance">Of the same bar, squared return units; &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range; the state is unchanged.</exception>
    /// <exception cref="InvalidOperationException">The model reads no realized variances.</exception>
    public void Append(double value, double realizedVariance)
    {
        if (Parameters.Model != GarchModel.Realized)
        {
            throw new InvalidOperationException("The model reads no realized variances.");
        }

        Take(value, Math.Log(Require.FinitePositive(realizedVariance, "squared return units")));
    }

    /// <summary>Takes a bar without a price.</summary>
    /// <param name="bars">How many in a row; ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bars are below 1.</exception>
    public void AppendMissing(int bars = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bars, 1);
        for (int i = 0; i < bars; i++)
        {
            Miss();
        }
    }

    /// <summary>Takes new parameters and filters the kept window anew from the given start; likelihood and counts are those
    /// of the window.</summary>
    /// <exception cref="ArgumentException">The model needs realized variances and the old one kept none, or the
    /// reverse.</exception>
    public void SetParameters(GarchModelParameters parameters, VarianceStart start)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Model == GarchModel.Realized != (Parameters.Model == GarchModel.Realized))
        {
            throw new ArgumentException("The window has not what the model reads.", nameof(parameters));
        }

        WindowedReturn[] kept = _window.ToArray();
        int open = OpenGap;
        GarchModelState again = new(parameters, start, _options);
        foreach (WindowedReturn r in kept)
        {
            again.Miss(r.Gap);
            again.Take(r.Value, r.LogRealized);
        }

        again.Miss(open);
        Restore(again.Snapshot());
    }

    /// <summary>Copies the state.</summary>
    public GarchModelSnapshot Snapshot() => new()
    {
        Parameters = Parameters,
        Options = _options,
        State = _state,
        Presample = _presample,
        Count = Count,
        MissingCount = MissingCount,
        Restarts = Restarts,
        OpenGap = OpenGap,
        StateBeforeGap = _stateBeforeGap,
        LastInnovation = LastInnovation,
        LastSpan = LastSpan,
        LogLikelihood = _sum.Parts,
        Squares = _engine.Memory is { } memory ? memory.Newest.ToArray() : [],
        Returns = _window.ToArray(),
    };

    /// <summary>Returns to a copied state.</summary>
    public void Restore(GarchModelSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Open(snapshot.Parameters, snapshot.Presample, snapshot.Options);
        _engine.Memory?.Load([.. snapshot.Squares]);
        foreach (WindowedReturn r in snapshot.Returns)
        {
            _window.Add(r);
        }

        (_state, _stateBeforeGap) = (snapshot.State, snapshot.StateBeforeGap);
        (Count, MissingCount, Restarts) = (snapshot.Count, snapshot.MissingCount, snapshot.Restarts);
        (OpenGap, LastInnovation, LastSpan) = (snapshot.OpenGap, snapshot.LastInnovation, snapshot.LastSpan);
        _sum = new LogLikelihoodSum(snapshot.LogLikelihood);
        NextVariance = _engine.Variance(_state);
    }

    private void Open(GarchModelParameters parameters, double presample, GarchStateOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxGapBars, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Window, nameof(options));
        _presample = Require.FinitePositive(presample, "squared return units");
        (Parameters, _options, _mu, _law) = (parameters, options, parameters.Mu, parameters.Law);
        _engine = VarianceEngine.Of(parameters, presample);
        _expected = _engine.Expected(_law);
        _window = new ReturnWindow(options.Window);
    }

    private void Take(double value, double logRealized)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite return.");
        }

        double e = (OpenGap > 0 ? value / Math.Sqrt(OpenGap + 1) : value) - _mu;
        double z = Step(e, logRealized);
        _window.Add(new(value, logRealized, z, OpenGap));
        LastSpan = OpenGap + 1;
        OpenGap = 0;
        Count++;
    }

    private double Step(double e, double logRealized)
    {
        double h = NextVariance, z = e / Math.Sqrt(h);
        _sum.Add(Math.Log(h) - (2 * _law.LogDensity(z)));
        _state = Parameters.Model == GarchModel.Realized
            ? _engine.Measured(_state, logRealized)
            : _engine.Next(_state, e, h);
        NextVariance = _engine.Variance(_state);
        LastInnovation = z;
        return z;
    }

    private void Miss(int bars)
    {
        for (int i = 0; i < bars; i++)
        {
            Miss();
        }
    }

    private void Miss()
    {
        _stateBeforeGap = OpenGap == 0 ? _state : _stateBeforeGap;
        OpenGap++;
        MissingCount++;
        bool hasLevel = _expected.Factor < 1;
        if (OpenGap > _options.MaxGapBars && hasLevel)
        {
            Restarts += OpenGap == _options.MaxGapBars + 1 ? 1 : 0;
            double level = _expected.Drift / (1 - _expected.Factor);
            _state = level + (Math.Pow(_expected.Factor, OpenGap) * (_stateBeforeGap - level));
        }
        else if (_options.Missing == MissingBars.Decay)
        {
            _state = _engine.Idle(_state, _expected);
        }
        else if (_options.Missing == MissingBars.CarryZero)
        {
            if (Parameters.Model == GarchModel.Realized)
            {
                _state = _engine.Idle(_state, _expected);           // a carried close has no realized variance
            }
            else
            {
                Step(-_mu, 0);
            }
        }

        NextVariance = _engine.Variance(_state);
    }
}
