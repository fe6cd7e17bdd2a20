using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>The options among the rows of a view.</summary>
internal sealed class OptionBook
{
    private readonly double _value;

    private OptionBook(IReadOnlyList<OptionHolding> holdings)
    {
        Holdings = holdings;
        _value = ValueAt(_ => 1);
    }

    public static OptionBook Empty { get; } = new([]);

    /// <summary>One per row with an option, in the order of the rows.</summary>
    public IReadOnlyList<OptionHolding> Holdings { get; }

    public bool IsEmpty => Holdings.Count == 0;

    /// <exception cref="InputRefusedException">An option has no row among the expiries.</exception>
    public static OptionBook Of(IReadOnlyList<MarginViewRow> rows, MarginMarket market, OptionConvention convention)
    {
        List<OptionHolding> holdings = [];
        Dictionary<(string, double?), OptionExpiry> expiries = [];
        for (int i = 0; i < rows.Count; i++)
        {
            Instrument instrument = rows[i].Instrument;
            if (instrument.Option is null)
            {
                continue;
            }

            (string, double?) key = (instrument.Underlying, instrument.SecondsToExpiry);
            if (!expiries.TryGetValue(key, out OptionExpiry? expiry))
            {
                expiry = OptionExpiry.Find(instrument, market, convention)
                    ?? throw Refuse.UnknownExpiry(instrument, "market.expiries");
                expiries[key] = expiry;
            }

            holdings.Add(new(i, instrument, (double)(rows[i].Quantity * instrument.ContractSize), expiry));
        }

        return holdings.Count == 0 ? Empty : new(holdings);
    }

    /// <summary>Marks of all options at the request's prices, quote.</summary>
    public double Value() => _value;

    /// <summary>Marks after prices moved, quote; volatilities stay.</summary>
    /// <param name="view">The view at moved prices.</param>
    public double Value(MarginView view) => ValueAt(view.PriceFactorOf);

    private double ValueAt(Func<string, double> factorOf)
    {
        double value = 0;
        foreach (OptionHolding option in Holdings)
        {
            value += option.Size * option.PriceAt(option.Expiry.ForwardAt(factorOf(option.Instrument.Underlying)));
        }

        return value;
    }
}

/// <summary>A net position in one option.</summary>
/// <param name="Row">Row of the view.</param>
/// <param name="Instrument">The contract.</param>
/// <param name="Size">Underlying units, signed: quantity · multiplier.</param>
/// <param name="Expiry">Forward, rate and time.</param>
internal sealed record OptionHolding(int Row, Instrument Instrument, double Size, OptionExpiry Expiry)
{
    public double Strike { get; } = (double)Instrument.Option!.Strike;

    public double Volatility => Instrument.Option!.Volatility;

    public bool IsCall => Instrument.Option!.IsCall;

    /// <summary>Value of one underlying unit at another forward, quote.</summary>
    public double PriceAt(double forward) => PriceAt(forward, Volatility);

    /// <summary>Value of one underlying unit at another forward and volatility, quote.</summary>
    public double PriceAt(double forward, double volatility) =>
        Black76.Price(new(forward, Strike, volatility, Expiry.Years, IsCall), Expiry.Rate);

    /// <summary>Money by which the option moves per relative move of its underlying, quote.</summary>
    /// <param name="factor">The underlying's price as a multiple of the request's.</param>
    public double DeltaExposure(double factor)
    {
        OptionQuote quote = new(Expiry.ForwardAt(factor), Strike, Volatility, Expiry.Years, IsCall);
        return Size * Black76.Greeks(quote, Expiry.Rate).Delta * Expiry.Variable * factor;
    }
}
