using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Options on a spot price with a continuous yield.</summary>
/// <remarks>Black 1976 at the forward S·e^((r−q)T); delta and vanna carry the growth once, gamma twice. Black and Scholes
/// (1973), Merton (1973).</remarks>
public static class BlackScholes
{
    /// <summary>Value and greeks with respect to the spot price.</summary>
    /// <param name="quote">Spot, strike, volatility, time and right.</param>
    /// <param name="rate">Continuous rate per year.</param>
    /// <param name="dividendYield">Continuous yield per year.</param>
    public static OptionGreeks Greeks(OptionQuote quote, double rate, double dividendYield)
    {
        double years = Math.Max(0, quote.Years);
        double growth = PinnedMath.Exp((rate - dividendYield) * years);
        OptionQuote forward = quote with { Price = quote.Price * growth };
        OptionGreeks g = Black76.Greeks(forward, rate);
        if (!Black76.IsAlive(forward))
        {
            return g;
        }

        double exercised = PinnedNormal.Cumulative(quote.Sign * Black76.Deviations(forward).D2);
        double strike = quote.Sign * quote.Strike * Black76.Discount(quote, rate) * exercised;
        double delta = g.Delta * growth;
        return g with
        {
            Delta = delta,
            Gamma = g.Gamma * growth * growth,
            Vanna = g.Vanna * growth,
            Rho = years * strike,
            Theta = (-g.Vega * quote.Volatility / (2 * years)) - (rate * strike) + (dividendYield * quote.Price * delta),
        };
    }
}
