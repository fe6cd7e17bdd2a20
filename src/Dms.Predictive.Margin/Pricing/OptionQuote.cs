namespace Dms.Predictive.Margin;

/// <summary>What a European option is priced from.</summary>
/// <param name="Price">Forward (Black 1976) or spot (Black, Scholes, Merton 1973), quote.</param>
/// <param name="Strike">Strike price, quote; &gt; 0.</param>
/// <param name="Volatility">Annualized volatility as a fraction; ≥ 0.</param>
/// <param name="Years">Time to expiry, years of 365 days; 0 or less = expired.</param>
/// <param name="IsCall">True for a call, false for a put.</param>
public readonly record struct OptionQuote(double Price, double Strike, double Volatility, double Years, bool IsCall)
{
    internal int Sign => IsCall ? 1 : -1;
}

/// <summary>Value of an option and how it changes.</summary>
/// <param name="Price">Quote.</param>
/// <param name="Delta">Per unit of the forward or spot.</param>
/// <param name="Gamma">Change of delta per unit.</param>
/// <param name="Vega">Per 1.00 of volatility.</param>
/// <param name="Theta">Per year that passes.</param>
/// <param name="Rho">Per 1.00 of the rate.</param>
/// <param name="Vanna">Change of delta per 1.00 of volatility.</param>
/// <param name="Volga">Change of vega per 1.00 of volatility.</param>
public readonly record struct OptionGreeks(
    double Price, double Delta, double Gamma, double Vega, double Theta, double Rho, double Vanna, double Volga);
