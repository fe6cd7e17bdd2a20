using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>
/// The blend of one horizon between two refits: combines members, survives missing ones, and learns weights (fixed
/// share) and scale from outcomes that are known. One writer; state is finite.
/// </summary>
/// <remarks>Fixed share: Herbster and Warmuth (1998), Machine Learning 32, 151–178. Weights keep the sum that the
/// refit gave them. An outcome counts once its last bar is in, never earlier, and never when a bar of it lay in an
/// outage. O(members) a decision.</remarks>
public sealed class OnlineBlend
{
    private readonly BlendMembers _members;
    private readonly LogPoolWeights _refit;
    private readonly OnlineBlendOptions _options;
    private readonly int _steps;
    private readonly double _floor;
    private readonly double _sum;
    private readonly double _forgetPerBar;
    private readonly double[] _weights;
    private readonly Queue<Pending> _pending = new();
    private double _scale;
    private double _last = double.NaN;
    private int _barsSince;
    private long _bars;
    private long _learnedTo;

    /// <summary>Starts from the weights of a refit, with nothing learned.</summary>
    /// <param name="members">Names, the guard, and the level to fall back to.</param>
    /// <param name="refit">Weights over the members.</param>
    /// <param name="options">How fast it learns.</param>
    /// <param name="baselines">Horizon, bar and floor of the outcomes.</param>
    /// <exception cref="ArgumentException">Numbers of members disagree.</exception>
    public OnlineBlend(
        BlendMembers members, LogPoolWeights refit, OnlineBlendOptions options, BaselineModel baselines)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(refit);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(baselines);
        if (members.Names.Count != refit.Weights.Length)
        {
            throw new ArgumentException($"{refit.Weights.Length} weights for {members.Names.Count} members.");
        }

        (_members, _refit, _options) = (members, refit, options.Checked());
        (_steps, _floor) = (baselines.Steps, baselines.Floor);
        _forgetPerBar = options.ScaleHalfLifeDays > 0
            ? Math.Log(2) * baselines.BarMinutes / (options.ScaleHalfLifeDays * 1440) : 0;
        _weights = [.. refit.Weights];
        _sum = _weights.Sum();
    }

    /// <summary>Weights in use.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Online correction of ln forecast, within ± the limit.</summary>
    public double Scale => Math.Clamp(_scale, -_options.ScaleLimit, _options.ScaleLimit);

    /// <summary>Takes the next grid bar; outcomes that end with it are learned from.</summary>
    /// <param name="returnPercent">Clipped log return, percent.</param>
    /// <param name="inOutage">Whether the bar lies in an outage.</param>
    public void Append(double returnPercent, bool inOutage)
    {
        _barsSince++;
        _bars++;
        foreach (Pending pending in _pending)
        {
            pending.Take(returnPercent * returnPercent, inOutage);
        }

        while (_pending.TryPeek(out Pending? oldest) && oldest.Bars == _steps)
        {
            Learn(_pending.Dequeue());
        }
    }

    /// <summary>Combines the members as of now and waits for the outcome.</summary>
    /// <param name="lnMembers">ln forecasts, percent² over the horizon; NaN = the member did not issue.</param>
    /// <param name="lnEwma">Stand-in for the guard; NaN = missing too.</param>
    public BlendedForecast Issue(ReadOnlySpan<double> lnMembers, double lnEwma)
    {
        double[] ln = [.. lnMembers];
        string? reason = StandIn(ln, lnEwma);
        bool[] present = [.. ln.Select(double.IsFinite)];
        if (!present.Contains(true))
        {
            double held = _members.Decay(_last, _barsSince);
            return new BlendedForecast(held, ln, new double[ln.Length], held, "all-members-missing");
        }

        double[] weights = present.Contains(false)
            ? new LogPoolWeights(_refit.Intercept, [.. _weights]).Renormalize(present) : [.. _weights];
        double level = _refit.Intercept + Scale;
        double sum = level;
        for (int m = 0; m < ln.Length; m++)
        {
            sum += present[m] ? weights[m] * ln[m] : 0;
        }

        if (_options.Rate > 0 || _forgetPerBar > 0)
        {
            _pending.Enqueue(new Pending(ln, sum - Scale));
        }

        (_last, _barsSince) = (sum, 0);
        return new BlendedForecast(sum, ln, weights, level, reason ?? _members.Missing(present));
    }

    private string? StandIn(double[] ln, double lnEwma)
    {
        if (double.IsFinite(ln[_members.Guard]) || !double.IsFinite(lnEwma))
        {
            return null;
        }

        ln[_members.Guard] = lnEwma;
        return "garch-from-ewma";
    }

    private void Learn(Pending matured)
    {
        if (matured.HasOutage || matured.Ln.Any(double.IsNaN))
        {
            return;
        }

        double realized = matured.Squares + _floor;
        if (_forgetPerBar > 0)
        {
            double forget = 1 - Math.Exp(-_forgetPerBar * Math.Min(_bars - _learnedTo, _steps));
            _learnedTo = _bars;
            _scale += forget * ((realized / Math.Exp(matured.LnUnscaled + _scale)) - 1);
            _scale = Math.Clamp(_scale, -_options.ScaleLimit, _options.ScaleLimit);
        }

        if (_options.Rate > 0)
        {
            Share(matured.Ln, realized);
        }
    }

    private void Share(double[] ln, double realized)
    {
        double total = 0;
        for (int m = 0; m < _weights.Length; m++)
        {
            double loss = Math.Min(ForecastLoss.Qlike(realized, Math.Exp(ln[m])), _options.LossLimit);
            _weights[m] *= Math.Exp(-_options.Rate * loss);
            total += _weights[m];
        }

        for (int m = 0; m < _weights.Length; m++)
        {
            _weights[m] = ((1 - _options.Share) * _weights[m] * (_sum / total)) + (_options.Share * _refit.Weights[m]);
        }

        KeepGuard();
    }

    private void KeepGuard()
    {
        double least = _options.GuardFloor * _sum;
        double guard = _weights[_members.Guard];
        if (guard >= least || _weights.Length == 1)
        {
            return;
        }

        double shrink = (_sum - least) / (_sum - guard);
        for (int m = 0; m < _weights.Length; m++)
        {
            _weights[m] = m == _members.Guard ? least : _weights[m] * shrink;
        }
    }

    private sealed class Pending(double[] ln, double lnUnscaled)
    {
        public double[] Ln { get; } = ln;

        public double LnUnscaled { get; } = lnUnscaled;

        public int Bars { get; private set; }

        public double Squares { get; private set; }

        public bool HasOutage { get; private set; }

        public void Take(double squared, bool inOutage)
        {
            Bars++;
            Squares += squared;
            HasOutage |= inOutage;
        }
    }
}
