using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Options on a forward.</summary>
/// <remarks>C = df(F·N(d1) − K·N(d2)), P = df(K·N(−d2) − F·N(−d1)), d1 = ln(F/K)/s + s/2, d2 = d1 − s, s = σ√T,
/// df = e^(−rT). Black (1976), J. Financial Economics 3, 167–179.</remarks>
public static class Black76
{
    private const double SmallestDeviation = 1e-12;

    /// <summary>Value of an option, quote; the discounted intrinsic value at and after expiry or without
    /// volatility.</summary>
    /// <param name="quote">Forward, strike, volatility, time and right.</param>
    /// <param name="rate">Continuous rate per year.</param>
    public static double Price(OptionQuote quote, double rate)
    {
        double discount = Discount(quote, rate);
        if (!IsAlive(quote))
        {
            return discount * Math.Max(0, quote.Sign * (quote.Price - quote.Strike));
        }

        (double d1, double d2) = Deviations(quote);
        return discount * quote.Sign * ((quote.Price * PinnedNormal.Cumulative(quote.Sign * d1))
            - (quote.Strike * PinnedNormal.Cumulative(quote.Sign * d2)));
    }

    /// <summary>Value and greeks with respect to the forward. Theta and rho hold the forward fixed.</summary>
    /// <param name="quote">Forward, strike, volatility, time and right.</param>
    /// <param name="rate">Continuous rate per year.</param>
    /// <returns>At expiry delta is ±1 inside, 0 outside, ±½ at the strike; all other greeks are 0 then.</returns>
    public static OptionGreeks Greeks(OptionQuote quote, double rate)
    {
        double price = Price(quote, rate);
        if (!IsAlive(quote))
        {
            return new(price, ExpiryDelta(quote), 0, 0, 0, 0, 0, 0);
        }

        (double d1, double d2) = Deviations(quote);
        double discount = Discount(quote, rate);
        double root = Math.Sqrt(quote.Years);
        double density = discount * PinnedNormal.Density(d1);
        double vega = quote.Price * density * root;
        return new(
            price,
            quote.Sign * discount * PinnedNormal.Cumulative(quote.Sign * d1),
            density / (quote.Price * quote.Volatility * root),
            vega,
            (-quote.Price * density * quote.Volatility / (2 * root)) + (rate * price),
            -quote.Years * price,
            -density * d2 / quote.Volatility,
            vega * d1 * d2 / quote.Volatility);
    }

    internal static bool IsAlive(OptionQuote quote) => quote.Years > 0 && quote.Price > 0
        && quote.Volatility * Math.Sqrt(quote.Years) >= SmallestDeviation;

    internal static double Discount(OptionQuote quote, double rate) =>
        PinnedMath.Exp(-rate * Math.Max(0, quote.Years));

    internal static (double D1, double D2) Deviations(OptionQuote quote)
    {
        double s = quote.Volatility * Math.Sqrt(quote.Years);
        double d1 = (PinnedMath.Log(quote.Price / quote.Strike) / s) + (s / 2);
        return (d1, d1 - s);
    }

    private static double ExpiryDelta(OptionQuote quote)
    {
        double inside = quote.Sign * (quote.Price - quote.Strike);
        return inside > 0 ? quote.Sign : inside < 0 ? 0 : 0.5 * quote.Sign;
    }
}
