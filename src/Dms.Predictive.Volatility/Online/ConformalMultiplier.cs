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
    private readonly Queue<double> _recent = new();
    private readonly List<double> _ordered = [];

    /// <summary>Starts without outcomes.</summary>
    /// <param name="options">Target and speed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ConformalMultiplier(ConformalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
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
            Remember(ratio);
        }

        Tail = tail;
    }

    /// <summary>a: share of outcomes that the quantile leaves beyond itself, before its clamp.</summary>
    public double Tail { get; private set; }

    /// <summary>Outcomes remembered, oldest first.</summary>
    public IReadOnlyCollection<double> Ratios => _recent;

    /// <summary>Margin ÷ volatility forecast in force; NaN while there are too few outcomes.</summary>
    public double Multiplier => _ordered.Count < _options.Fewest
        ? double.NaN
        : Quantile.OfOrdered(
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ordered),
            Math.Clamp(1 - Tail, LowestLevel, HighestLevel));

    /// <summary>Learns from an outcome that became known.</summary>
    /// <param name="ratio">|return over the horizon| ÷ the volatility that was forecast for it; finite, ≥ 0.</param>
    /// <param name="multiplierAtIssue">The multiplier that stood when that forecast was made; NaN = there was none, and
    /// the level stays.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not finite or below 0.</exception>
    public void Learn(double ratio, double multiplierAtIssue)
    {
        Require.FiniteNonNegative(ratio, "return per volatility");
        Remember(ratio);
        if (!double.IsNaN(multiplierAtIssue))
        {
            // Far beyond the clamp the level could not find back in time, so it stops where the clamp does.
            double rate = _options.Rate / _options.Overlap;
            Tail += rate * (_options.Tail - (ratio > multiplierAtIssue ? 1 : 0));
            Tail = Math.Clamp(Tail, 1 - HighestLevel - rate, 1 - LowestLevel + rate);
        }
    }

    private void Remember(double ratio)
    {
        _recent.Enqueue(ratio);
        Insert(ratio);
        if (_recent.Count > _options.Window)
        {
            _ordered.RemoveAt(_ordered.BinarySearch(_recent.Dequeue()));
        }
    }

    private void Insert(double ratio)
    {
        int at = _ordered.BinarySearch(ratio);
        _ordered.Insert(at < 0 ? ~at : at, ratio);
    }
}
