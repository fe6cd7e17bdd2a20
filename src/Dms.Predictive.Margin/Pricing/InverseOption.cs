namespace Dms.Predictive.Margin;

/// <summary>Options that settle in the coin itself: values per unit of the forward, undiscounted.</summary>
/// <param name="PriceCoin">Value in coin.</param>
/// <param name="DeltaPremiumAdjusted">Delta less the premium that is itself held in coin.</param>
/// <param name="VegaCoin">In coin per 1.00 of volatility.</param>
public readonly record struct InverseOption(double PriceCoin, double DeltaPremiumAdjusted, double VegaCoin)
{
    /// <summary>Values an option.</summary>
    /// <param name="quote">Forward, which must be &gt; 0, strike, volatility, time and right.</param>
    public static InverseOption Of(OptionQuote quote)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quote.Price);
        OptionGreeks g = Black76.Greeks(quote, 0);
        double coin = g.Price / quote.Price;
        return new(coin, g.Delta - coin, g.Vega / quote.Price);
    }
}
