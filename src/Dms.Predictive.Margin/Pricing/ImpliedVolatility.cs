using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Volatility at which Black 1976 gives a price.</summary>
public static class ImpliedVolatility
{
    private const int MostSteps = 200;
    private const double LastBits = 4e-16;

    /// <summary>Solves for the volatility of the out-of-the-money option of the pair.</summary>
    /// <param name="price">Price of the option, quote.</param>
    /// <param name="quote">Forward, which must be &gt; 0, strike, time, which must be &gt; 0, and right; its volatility
    /// is not read.</param>
    /// <param name="rate">Continuous rate per year.</param>
    /// <returns>Annualized fraction; 0 at the intrinsic value, null below it and from the upper bound on (the forward
    /// for a call, the strike for a put, both discounted).</returns>
    /// <remarks>
    /// Newton's method, kept within a bracket, on that function of the price that is nearest to a straight line: ln b
    /// over 1/s² for low prices, b over s around the inflection s = √(2|x|), and ln(bound − b) over s for high ones.
    /// </remarks>
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

        double x = -Math.Abs(PinnedMath.Log(quote.Price / quote.Strike));
        double beta = (forwardValue - intrinsic) / (Math.Sqrt(quote.Price) * Math.Sqrt(quote.Strike));
        double bound = PinnedMath.Exp(x / 2);
        return beta <= 0 ? 0
            : beta >= bound ? null
            : Deviation(x, beta, bound) / Math.Sqrt(quote.Years);
    }

    private static double Deviation(double x, double beta, double bound)
    {
        double inflection = Math.Sqrt(-2 * x);
        double atInflection = inflection == 0 ? 0 : Value(new(x, inflection));
        return beta < atInflection ? Newton(s => LowStep(x, PinnedMath.Log(beta), s), (0, inflection), inflection)
            : beta < (atInflection + bound) / 2 ? Newton(s => MiddleStep(x, beta, s), (inflection, 1e3), Start(inflection))
            : Newton(s => HighStep(x, PinnedMath.Log(bound - beta), s), (inflection, 1e3), Math.Max(inflection, 2));
    }

    private static double Start(double inflection) => inflection == 0 ? 1e-3 : inflection;

    private static double Value(NormalizedBlack b) => PinnedMath.Exp(b.LogSlope) * b.ValueOverSlope;

    // Each step returns what is wrong (positive = s is too high) and the next s.
    private static (double Error, double Next) LowStep(double x, double logBeta, double s)
    {
        NormalizedBlack b = new(x, s);
        double ratio = b.ValueOverSlope;
        double error = b.LogSlope + PinnedMath.Log(ratio) - logBeta;
        double inverse = (1 / (s * s)) + (2 * ratio * error / (s * s * s));
        return (error, inverse > 0 ? 1 / Math.Sqrt(inverse) : double.NaN);
    }

    private static (double Error, double Next) MiddleStep(double x, double beta, double s)
    {
        NormalizedBlack b = new(x, s);
        double error = b.ValueOverSlope - (beta / PinnedMath.Exp(b.LogSlope));
        return (error, s - error);
    }

    private static (double Error, double Next) HighStep(double x, double logRest, double s)
    {
        NormalizedBlack b = new(x, s);
        double ratio = b.ComplementOverSlope;
        double error = logRest - (b.LogSlope + PinnedMath.Log(ratio));
        return (error, s - (error * ratio));
    }

    private static double Newton(
        Func<double, (double Error, double Next)> step, (double Low, double High) bracket, double start)
    {
        (double low, double high) = bracket;
        double s = start;
        for (int i = 0; i < MostSteps; i++)
        {
            (double error, double next) = step(s);
            if (Math.Abs(next - s) <= LastBits * s)
            {
                return next;
            }

            (low, high) = error > 0 ? (low, s) : (s, high);
            double middle = 0.5 * (low + high);
            if (middle == low || middle == high)
            {
                return middle;
            }

            s = next > low && next < high ? next : middle;
        }

        return s;
    }
}
