using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What the options of one expiry are priced from.</summary>
internal sealed class OptionExpiry
{
    private readonly double _fixed;

    private OptionExpiry(ExpiryForward row, OptionConvention convention)
    {
        Row = row;
        Years = row.SecondsToExpiry / YearBasis.Calendar365.Length.TotalSeconds;
        Forward = (double)row.Forward;
        double open = Math.Clamp(row.SecondsToExpiry / convention.SettlementWindowSeconds, 0, 1);
        _fixed = row.ForwardFixed is decimal settled ? (double)settled : Forward * (1 - open);
        Rate = !convention.Discounts ? 0 : convention.FloorsRates ? Math.Max(0, row.Rate) : row.Rate;
    }

    public ExpiryForward Row { get; }

    /// <summary>Years of 365 days until expiry; 0 or less = expired.</summary>
    public double Years { get; }

    /// <summary>Forward of the request, quote.</summary>
    public double Forward { get; }

    /// <summary>Continuous rate per year.</summary>
    public double Rate { get; }

    /// <summary>Part of the forward that still moves, quote.</summary>
    public double Variable => Forward - _fixed;

    public static OptionExpiry? Find(Instrument instrument, MarginMarket market, OptionConvention convention)
    {
        foreach (ExpiryForward row in market.Expiries)
        {
            if (row.Underlying == instrument.Underlying && row.SecondsToExpiry == instrument.SecondsToExpiry)
            {
                return new(row, convention);
            }
        }

        return null;
    }

    /// <summary>Forward when the underlying is at a multiple of the request's price.</summary>
    public double ForwardAt(double factor) => factor == 1 ? Forward : _fixed + (Variable * factor);

    /// <summary>Forward after the underlying also moved by an amount.</summary>
    /// <param name="factor">Multiple of the request's price.</param>
    /// <param name="move">Quote per unit.</param>
    public double ForwardAt(double factor, double move) =>
        move == 0 ? ForwardAt(factor) : ForwardAt(factor) + (move * (Variable / Forward));
}
