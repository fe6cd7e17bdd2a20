using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Follows how far prices stray after each decision and gives the distribution of what may come. Only what is
/// known enters. One writer.</summary>
internal sealed class MoveWatch
{
    private readonly ExcursionSample _falls = new();
    private readonly ExcursionSample _rises = new();
    private readonly Queue<Pending> _pending = new();
    private readonly TimeSpan _horizon;
    private readonly int _horizonBars;
    private long _bars;

    /// <summary>Starts without outcomes.</summary>
    /// <param name="horizonMinutes">Span looked over, minutes.</param>
    /// <param name="barMinutes">Bar length, minutes.</param>
    public MoveWatch(int horizonMinutes, int barMinutes)
    {
        _horizon = TimeSpan.FromMinutes(horizonMinutes);
        _horizonBars = Math.Max(1, horizonMinutes / barMinutes);
    }

    /// <summary>Takes the next grid bar; decisions whose horizon ends with it are judged, unless an outage hid a part of
    /// the way.</summary>
    public void Append(in GridBar bar, bool inOutage)
    {
        _bars++;
        foreach (Pending p in _pending)
        {
            p.Lowest = Math.Min(p.Lowest, bar.Low);
            p.Highest = Math.Max(p.Highest, bar.High);
            p.SawOutage |= inOutage;
        }

        while (_pending.TryPeek(out Pending? head) && head.Bars + _horizonBars <= _bars)
        {
            _pending.Dequeue();
            if (!head.SawOutage)
            {
                _falls.Learn(Math.Max(0, -100 * PinnedMath.Log(head.Lowest / head.Price) / head.SigmaPercent));
                _rises.Learn(Math.Max(0, 100 * PinnedMath.Log(head.Highest / head.Price) / head.SigmaPercent));
            }
        }
    }

    /// <summary>Looks ahead from a decision, which will be judged when its horizon has passed.</summary>
    /// <param name="price">Price at the decision, &gt; 0.</param>
    /// <param name="forecast">Variance that is forecast over the horizon.</param>
    public MoveOutlook Issued(double price, PeriodVariance forecast)
    {
        double sigma = Math.Sqrt(forecast.PercentSquared);
        MoveOutlook outlook = new(_horizon, sigma, _falls.Curve(), _rises.Curve());
        _pending.Enqueue(new Pending(_bars, price, sigma));
        return outlook;
    }

    private sealed class Pending(long bars, double price, double sigmaPercent)
    {
        public long Bars { get; } = bars;

        public double Price { get; } = price;

        public double SigmaPercent { get; } = sigmaPercent;

        public double Lowest { get; set; } = price;

        public double Highest { get; set; } = price;

        public bool SawOutage { get; set; }
    }
}
