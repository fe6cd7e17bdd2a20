using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What a perpetual contract on the instrument shows at the end of a minute.</summary>
/// <param name="Time">End of the minute, when it was known.</param>
/// <param name="Index">Efficient price, quote currency.</param>
/// <param name="Mark">Mark price: the index and a smoothed premium.</param>
/// <param name="OpenInterestBase">Open interest, base units.</param>
/// <param name="LiquidatedBase">Closed by force in the minute, base units.</param>
/// <param name="FundingRate">Rate settled at this instant, fraction per 8 hours; NaN between settlements.</param>
public readonly record struct DerivativeMinute(
    Timestamp Time, double Index, double Mark, double OpenInterestBase, double LiquidatedBase, double FundingRate);

/// <summary>Premium, mark, open interest and funding: the premium wanders, and follows one-sided taking a little.</summary>
internal sealed class SimulatedDerivatives(ulong seed, double baseOfUnit)
{
    private const int FundingMinutes = 480;
    private const double Deviation = 3e-4;
    private const double Interest = 1e-4;
    private const double MostFunding = 0.0075;

    private static readonly double Memory = Math.Exp(-Math.Log(2) / 240);

    private readonly SeededStream _stream = new(seed, SeededPurpose.Premium);
    private readonly List<DerivativeMinute> _minutes = [];
    private double _premium;
    private double _sum;
    private double _liquidated;

    /// <summary>The minutes so far.</summary>
    public IReadOnlyList<DerivativeMinute> Minutes => _minutes;

    /// <summary>Closes a minute.</summary>
    public void EndMinute(Timestamp end, EfficientPrice price, double takerTilt)
    {
        _premium = (Memory * _premium) + (Math.Sqrt(1 - (Memory * Memory)) * Deviation * _stream.Normal());
        double premium = _premium + (0.2 * Deviation * takerTilt);
        _sum += premium;
        double funding = double.NaN;
        if (end.Minutes % FundingMinutes == 0)
        {
            // The usual rule: the mean premium, and the interest as far as ± 5 bps around it allow.
            double mean = _sum / FundingMinutes;
            double rate = mean + Math.Clamp(Interest - mean, -5e-4, 5e-4);
            funding = Math.Round(Math.Clamp(rate, -MostFunding, MostFunding), 8);
            _sum = 0;
        }

        double index = Math.Round(Math.Exp(price.LogPrice), 6);
        double liquidated = price.Leverage.LiquidatedBase - _liquidated;
        _liquidated = price.Leverage.LiquidatedBase;
        _minutes.Add(new DerivativeMinute(
            end,
            index,
            Math.Round(index * (1 + premium), 6),
            Math.Round(price.Leverage.OpenInterestBase * baseOfUnit, 4),
            Math.Round(liquidated * baseOfUnit, 4),
            funding));
    }
}
