using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>How an alert score came about; the terms sum to it exactly.</summary>
/// <param name="Score">What thresholds are compared with; NaN while something is missing.</param>
/// <param name="FromReturns">ln of the last minutes' variance, over ten minutes, ÷ the spike threshold.</param>
/// <param name="FromForecast">Weight × ln of the forecast ÷ the spike threshold.</param>
public readonly record struct AlertReading(double Score, double FromReturns, double FromForecast);

/// <summary>
/// Score of an early warning, renewed with every bar: how near the last minutes are to a shock, and how near the
/// forecast says the next ten are. One writer; a few operations a bar, no memory.
/// </summary>
/// <remarks>Half-life and weight were chosen on bitcoin minutes of 2018 among half-lives 3, 5, 8, 20 and weights 0 to 1.
/// The fast part sees a move within minutes; the forecast adds lead.</remarks>
public sealed class AlertScore
{
    private const double Minutes = 10;
    private const double FloorPercentSquared = 1e-5;
    private const double SmallestThreshold = 1e-9;

    private readonly double _keep;
    private readonly int _barMinutes;
    private readonly double _weight;
    private double _variance = double.NaN;

    /// <summary>Starts without history.</summary>
    /// <param name="barMinutes">Bar length in minutes, ≥ 1.</param>
    /// <param name="halfLifeMinutes">Half-life of the fast variance, &gt; 0.</param>
    /// <param name="forecastWeight">Weight of the forecast, ≥ 0; 0 = returns alone.</param>
    public AlertScore(int barMinutes, double halfLifeMinutes = 3, double forecastWeight = 0.4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(barMinutes, 1);
        Require.FinitePositive(halfLifeMinutes, "minutes");
        _weight = Require.FiniteNonNegative(forecastWeight, "weight");
        _barMinutes = barMinutes;
        _keep = PinnedMath.Exp(-PinnedMath.Log(2) * barMinutes / halfLifeMinutes);
    }

    /// <summary>Takes the next grid bar.</summary>
    /// <param name="returnPercent">Clipped log return, percent.</param>
    public void Append(double returnPercent)
    {
        double squared = returnPercent * returnPercent;
        _variance = double.IsNaN(_variance) ? squared : (_keep * _variance) + ((1 - _keep) * squared);
    }

    /// <summary>Score as of the last bar.</summary>
    /// <param name="lnForecast">ln of the latest ten-minute forecast, percent²; NaN = none, and there is no score
    /// unless its weight is 0.</param>
    /// <param name="thresholdPercentSquared">Latest spike threshold, percent²; NaN = none yet.</param>
    public AlertReading Read(double lnForecast, double thresholdPercentSquared)
    {
        if (double.IsNaN(thresholdPercentSquared))
        {
            return new AlertReading(double.NaN, double.NaN, double.NaN);
        }

        double lnThreshold = PinnedMath.Log(Math.Max(thresholdPercentSquared, SmallestThreshold));
        double fast = PinnedMath.Log((_variance * Minutes / _barMinutes) + FloorPercentSquared) - lnThreshold;
        double ahead = _weight > 0 ? _weight * (lnForecast - lnThreshold) : 0;
        return new AlertReading(fast + ahead, fast, ahead);
    }
}
