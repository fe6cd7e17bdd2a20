using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Follows the moves after each decision and says by how much the policy's volatility falls short of the
/// coverage it should have. Only outcomes that are known enter. One writer.</summary>
internal sealed class CoverageKeeper
{
    private readonly ConformalMultiplier _conformal;
    private readonly Queue<Pending> _pending = new();
    private readonly double _tailFactor;
    private readonly double _lowest;
    private readonly int _horizonBars;
    private readonly TimeSpan _horizon;
    private long _bars;
    private long _outageBars;
    private double _level;

    /// <summary>Starts without outcomes.</summary>
    /// <param name="policy">Horizon, step and tail factor.</param>
    /// <param name="rules">Target and speed.</param>
    /// <param name="barMinutes">Bar length in minutes.</param>
    public CoverageKeeper(PipelinePolicy policy, CoverageRules rules, int barMinutes)
    {
        _conformal = new ConformalMultiplier(rules.For(policy.HorizonMinutes / policy.StepMinutes));
        _tailFactor = policy.InitialPerDeviation();
        _lowest = rules.LowestScale;
        _horizonBars = Math.Max(1, policy.HorizonMinutes / barMinutes);
        _horizon = TimeSpan.FromMinutes(policy.HorizonMinutes);
    }

    /// <summary>What holds now.</summary>
    public CoverageState State
    {
        get
        {
            double multiplier = _conformal.Multiplier;
            double scale = double.IsNaN(multiplier) ? 1 : Math.Max(_lowest, multiplier / _tailFactor);
            return new CoverageState(scale, multiplier, _conformal.Tail, _conformal.Ratios.Count);
        }
    }

    /// <summary>Takes the next grid bar; decisions whose horizon ends with it are judged, unless an outage hid a part of
    /// their move.</summary>
    public void Append(in GridBar bar, bool inOutage)
    {
        _bars++;
        _level += bar.ReturnPercent;
        _outageBars += inOutage ? 1 : 0;
        while (_pending.TryPeek(out Pending head) && head.Bars + _horizonBars <= _bars)
        {
            _pending.Dequeue();
            if (head.OutageBars == _outageBars)
            {
                _conformal.Learn(Math.Abs(_level - head.Level) / head.SigmaPercent, head.Multiplier);
            }
        }
    }

    /// <summary>Notes a decision, to be judged when its horizon has passed.</summary>
    /// <param name="reference">The policy's own baseline volatility, before scaling.</param>
    /// <param name="uplift">What the overlay multiplied it with, ≥ 1.</param>
    public void Issued(AnnualizedVolatility reference, double uplift)
    {
        double sigma = Math.Sqrt(reference.Over(_horizon, YearBasis.Calendar365).PercentSquared) * uplift;
        _pending.Enqueue(new Pending(_bars, _outageBars, _level, sigma, _conformal.Multiplier));
    }

    private readonly record struct Pending(long Bars, long OutageBars, double Level, double SigmaPercent, double Multiplier);
}
