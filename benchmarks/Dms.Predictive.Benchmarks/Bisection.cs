using Dms.Predictive.Margin;

namespace Dms.Predictive.Benchmarks;

/// <summary>Implied volatility by halving an interval.</summary>
internal static class Bisection
{
    /// <summary>The volatility in [0.001, 10], to the last bit or until the price does not tell any more.</summary>
    public static double Solve(double price, OptionQuote quote, double rate)
    {
        (double low, double high) = (0.001, 10);
        while (true)
        {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            if (Black76.Price(quote with { Volatility = middle }, rate) < price)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }
}
