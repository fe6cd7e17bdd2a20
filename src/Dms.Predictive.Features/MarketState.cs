using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features;

/// <summary>
/// All that decisions need of one instrument's past: the feature engine, the spike threshold at decision times and the
/// return history. Training tables and the live pipeline are both built on it.
/// </summary>
public sealed class MarketState
{
    private const int SpikeWindowMinutes = 10;

    private readonly SpikeThreshold _threshold;
    private readonly List<double> _returns = [];
    private readonly int _barMinutes;
    private readonly int _stepMinutes;

    /// <summary>Starts without history.</summary>
    /// <param name="barMinutes">Bar length in minutes.</param>
    /// <param name="stepMinutes">Spacing of decision times; a multiple of the bar.</param>
    /// <param name="inputs">What else the engine will be told of; null = bars alone.</param>
    /// <exception cref="ArgumentException">The step is no multiple of the bar, or the inputs do not fit together.</exception>
    public MarketState(int barMinutes, int stepMinutes, EngineInputs? inputs = null)
    {
        if (stepMinutes < barMinutes || stepMinutes % barMinutes != 0)
        {
            throw new ArgumentException(
                $"A step of {stepMinutes} min is no multiple of the bar of {barMinutes} min.", nameof(stepMinutes));
        }

        (_barMinutes, _stepMinutes) = (barMinutes, stepMinutes);
        _threshold = new SpikeThreshold(stepMinutes);
        Engine = new FeatureEngine(barMinutes, inputs) { GridBarAdded = OnGridBar };
    }

    /// <summary>The features.</summary>
    public FeatureEngine Engine { get; }

    /// <summary>Open time of the first bar; meaningless before it came.</summary>
    public Timestamp FirstBar { get; private set; }

    /// <summary>Grid returns in percent, oldest first.</summary>
    public IReadOnlyList<double> Returns => _returns;

    /// <summary>Realized variance of the last ten minutes (one bar where bars are longer), percent².</summary>
    public double Realized10 { get; private set; }

    /// <summary>Spike threshold at the last decision time, percent²; NaN before five days.</summary>
    public double Threshold => _threshold.Value;

    /// <summary>Called at every decision time, when all bars known by then are in.</summary>
    public Action<Timestamp>? DecisionReached { get; set; }

    /// <summary>Called with each grid bar.</summary>
    public Action<GridBar>? GridBarAdded { get; set; }

    /// <summary>Takes the next bar of the feed.</summary>
    public void Append(in Bar bar)
    {
        if (Engine.Grid.Count == 0)
        {
            FirstBar = bar.OpenTime;
        }

        Engine.Append(in bar);
    }

    // Every grid bar, missing ones too, may complete a decision time: decisions inside holes are made like any other.
    private void OnGridBar(GridBar bar)
    {
        _returns.Add(bar.ReturnPercent);
        GridBarAdded?.Invoke(bar);
        long known = bar.OpenTime.Minutes + _barMinutes;
        if (known % _stepMinutes != 0 || _returns.Count * (long)_barMinutes < Math.Max(SpikeWindowMinutes, _barMinutes))
        {
            return;
        }

        Realized10 = Engine.RealizedVariance(SpikeWindowMinutes);
        _threshold.Append(Realized10);
        DecisionReached?.Invoke(Timestamp.FromMinutes(known));
    }
}
