using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Jumps of a price.</summary>
/// <param name="Intensity">λ, jumps per year; ≥ 0.</param>
/// <param name="Mean">μ, mean of the log jump.</param>
/// <param name="Deviation">δ, standard deviation of the log jump; ≥ 0.</param>
public readonly record struct MertonJumps(double Intensity, double Mean, double Deviation)
{
    private const double NegligibleWeight = 1e-20;

    /// <summary>
    /// Value of an option, quote: Σ Pois(n; λT)·Black(F·e^(−λkT + n(μ + δ²/2)), K, σ²T + nδ²), k = e^(μ + δ²/2) − 1,
    /// until the weight falls below 1e-20 past the mode. Without jumps it equals Black 1976 bit for bit.
    /// </summary>
    /// <param name="quote">Forward, strike, volatility, time and right.</param>
    /// <param name="rate">Continuous rate per year.</param>
    /// <remarks>Merton (1976), J. Financial Economics 3, 125–144.</remarks>
    public double Price(OptionQuote quote, double rate)
    {
        double expected = Intensity * quote.Years;
        if (!(expected > 0))
        {
            return Black76.Price(quote, rate);
        }

        double perJump = Mean + (Deviation * Deviation / 2);
        double drift = -expected * (PinnedMath.Exp(perJump) - 1);
        double logWeight = -expected;
        double sum = 0;
        for (int n = 0; ; n++)
        {
            double weight = PinnedMath.Exp(logWeight);
            if (n > expected && weight < NegligibleWeight)
            {
                return sum;
            }

            double variance = (quote.Volatility * quote.Volatility) + (n * Deviation * Deviation / quote.Years);
            sum += weight * Black76.Price(
                quote with
                {
                    Price = quote.Price * PinnedMath.Exp(drift + (n * perJump)),
                    Volatility = Math.Sqrt(variance),
                },
                rate);
            logWeight += PinnedMath.Log(expected / (n + 1));
        }
    }
}
