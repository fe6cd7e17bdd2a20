using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>
/// Multiplier of a volatility forecast that keeps coverage: an empirical quantile of past |return| ÷ forecast whose
/// level rises after breaches and falls while there are none. One writer; the state is finite and told in full.
/// </summary>
/// <remarks>Gibbs and Candès (2021), Adaptive conformal inference under distribution shift. O(window) moves of memory an
/// outcome. Only outcomes that are known may be passed, in the order in which they became known.</remarks>
public sealed class ConformalMultiplier
{
    private const double LowestLevel = 0.9;
    private const double HighestLevel = 0.9999;

    private readonly ConformalOptions _options;
    private readonly RollingOrder _past;

    /// <summary>Starts without outcomes.</summary>
    /// <param name="options">Target and speed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ConformalMultiplier(ConformalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        _past = new RollingOrder(_options.Window);
        Tail = _options.Tail;
    }

    /// <summary>Continues from a state that was told before.</summary>
    /// <param name="options">Target and speed.</param>
    /// <param name="tail">a as it was.</param>
    /// <param name="ratios">Outcomes as they were, oldest first; at most the window.</param>
    /// <exception cref="ArgumentException">More outcomes than the window, or one that is not finite and ≥ 0.</exception>
    public ConformalMultiplier(ConformalOptions options, double tail, IReadOnlyList<double> ratios)
        : this(options)
    {
        ArgumentNullException.ThrowIfNull(ratios);
        if (ratios.Count > _options.Window || !double.IsFinite(tail) || ratios.Any(r => !double.IsFinite(r) || r < 0))
        {
            throw new ArgumentException(
                $"Found {ratios.Count} outcomes and level {tail}; expected at most {_options.Window} finite ratios >= 0 "
                + "and a finite level.", nameof(ratios));
        }

        foreach (double ratio in ratios)
        {
            _past.Add(ratio);
        }

        Tail = tail;
    }

    /// <summary>a: share of outcomes that the quantile leaves beyond itself, before its clamp.</summary>
    public double Tail { get; private set; }

    /// <summary>Outcomes remembered, oldest first.</summary>
    public IReadOnlyCollection<double> Ratios => _past.Recent;

    /// <summary>Margin ÷ volatility forecast in force; NaN while there are too few outcomes.</summary>
    public double Multiplier => _past.Recent.Count < _options.Fewest
        ? double.NaN
        : Quantile.OfOrdered(_past.Ordered, Math.Clamp(1 - Tail, LowestLevel, HighestLevel));

    /// <summary>Learns from an outcome that became known.</summary>
    /// <param name="ratio">|return over the horizon| ÷ the volatility that was forecast for it; finite, ≥ 0.</param>
    /// <param name="multiplierAtIssue">The multiplier that stood when that forecast was made; NaN = there was none, and
    /// the level stays.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not finite or below 0.</exception>
    public void Learn(double ratio, double multiplierAtIssue)
    {
        Require.FiniteNonNegative(ratio, "return per volatility");
        _past.Add(ratio);
        if (!double.IsNaN(multiplierAtIssue))
        {
            // Not bounded: breaches beyond the clamp are remembered until they are paid back, which is what keeps
            // coverage whatever the market does.
            Tail += _options.Rate / _options.Overlap * (_options.Tail - (ratio > multiplierAtIssue ? 1 : 0));
        }
    }
}
