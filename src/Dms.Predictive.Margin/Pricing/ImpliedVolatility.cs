using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Volatility at which Black 1976 gives a price.</summary>
public static class ImpliedVolatility
{
    private const int MostSteps = 12;
    private const double Settled = 1e-5;

    /// <summary>Solves for the volatility of the out-of-the-money option of the pair.</summary>
    /// <param name="price">Price of the option, quote.</param>
    /// <param name="quote">Forward, which must be &gt; 0, strike, time, which must be &gt; 0, and right; its volatility
    /// is not read.</param>
    /// <param name="rate">Continuous rate per year.</param>
    /// <returns>Annualized fraction; 0 at the intrinsic value, null below it and from the upper bound on (the forward
    /// for a call, the strike for a put, both discounted).</returns>
    /// <remarks>Normalised Black function, a rational guess in four branches and third-order Householder steps, two of
    /// them as a rule: Jäckel (2015), "Let's Be Rational", Wilmott 75, 40–53.</remarks>
    public static double? Solve(double price, OptionQuote quote, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quote.Price);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quote.Years);
        double forwardValue = price / Black76.Discount(quote, rate);
        double intrinsic = Math.Max(0, quote.Sign * (quote.Price - quote.Strike));
        if (!(forwardValue >= intrinsic) || forwardValue >= (quote.IsCall ? quote.Price : quote.Strike))
        {
            return null;
        }

        double x = -Math.Abs(LogMoneyness(quote.Price, quote.Strike));
        double beta = (forwardValue - intrinsic) / Math.Sqrt(quote.Price) / Math.Sqrt(quote.Strike);
        return Deviation(x, beta) / Math.Sqrt(quote.Years);
    }

    /// <summary>ln(F/K): the quotient would lose the digits that F and K share.</summary>
    internal static double LogMoneyness(double forward, double strike) =>
        Math.Abs(forward - strike) < 0.5 * strike
            ? PinnedMath.Log1p((forward - strike) / strike)
            : PinnedMath.Log(forward / strike);

    /// <summary>σ√T at which an out-of-the-money option has a value.</summary>
    /// <param name="x">−|ln(F/K)|; ≤ 0.</param>
    /// <param name="beta">Value over √(FK), undiscounted; ≥ 0.</param>
    /// <returns>0 for the value 0, null from the upper bound e^(x/2) on.</returns>
    internal static double? Deviation(double x, double beta)
    {
        double bound = PinnedMath.Exp(x / 2);
        if (beta <= 0)
        {
            return 0;
        }

        if (!(beta < bound))
        {
            return null;
        }

        (PriceBranch branch, double s) = DeviationGuess.Of(x, beta, bound);
        double logPrice = branch == PriceBranch.Low ? PinnedMath.Log(beta) : 0;
        for (int i = 0; i < MostSteps; i++)
        {
            NormalizedBlack b = new(x, s);
            double move = branch switch
            {
                PriceBranch.Low => LowMove(b, logPrice),
                PriceBranch.Middle => MiddleMove(b, beta),
                _ => HighMove(b, bound - beta),
            };
            s = Math.Max(s + move, 0.5 * s);
            if (Math.Abs(move) <= Settled * s)
            {
                break;                                               // the next step is below the last bit
            }
        }

        return s;
    }

    // Solves 1/ln b = 1/ln β.
    private static double LowMove(NormalizedBlack b, double logPrice)
    {
        double ratio = b.ValueOverSlope;
        double log = b.LogSlope + PinnedMath.Log(ratio);
        double slope = 1 / ratio;
        double inverse = 1 / log;
        double lean = 1 + (2 * inverse);
        double second = b.SecondOverSlope;
        return Householder(
            (logPrice - log) * log / logPrice * ratio,
            second - (slope * lean),
            b.ThirdOverSlope + (slope * slope * (2 + (6 * inverse * (1 + inverse)))) - (3 * second * slope * lean));
    }

    // Solves b = β.
    private static double MiddleMove(NormalizedBlack b, double beta) =>
        Householder((beta / b.Slope) - b.ValueOverSlope, b.SecondOverSlope, b.ThirdOverSlope);

    // Solves ln(bound − b) = ln(bound − β).
    private static double HighMove(NormalizedBlack b, double rest)
    {
        double ratio = b.ComplementOverSlope;
        double slope = 1 / ratio;
        double second = b.SecondOverSlope;
        double error = b.LogSlope + PinnedMath.Log(ratio) - PinnedMath.Log(rest);
        return Householder(
            error * ratio, second + slope, b.ThirdOverSlope + (slope * ((2 * slope) + (3 * second))));
    }

    // Third order, fourth-order convergence: ν = −g/g′, γ = g″/g′, δ = g‴/g′. Falls back to Newton's step where the
    // quotient would turn the direction.
    private static double Householder(double newton, double second, double third)
    {
        double above = 1 + (0.5 * second * newton);
        double below = 1 + (newton * (second + (third * newton / 6)));
        double factor = above / below;
        return newton * (factor is > 0 and < 4 ? factor : 1);
    }
}
