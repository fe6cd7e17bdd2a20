namespace Dms.Predictive.Volatility;

/// <summary>b_0 + a_1/(b_1 + a_2/(b_2 + …)) by Lentz's method (Thompson and Barnett 1986).</summary>
internal static class ContinuedFraction
{
    private const int MostTerms = 10_000;
    private const double Tiny = 1e-300;

    /// <summary>The value, to rounding.</summary>
    /// <param name="b">b_m, m ≥ 0.</param>
    /// <param name="a">a_m, m ≥ 1.</param>
    public static double Of(Func<int, double> b, Func<int, double> a)
    {
        double value = b(0) is var first && first == 0 ? Tiny : first, c = value, d = 0;
        for (int m = 1; m < MostTerms; m++)
        {
            double above = a(m), below = b(m);
            d = below + (above * d);
            d = 1 / (d == 0 ? Tiny : d);
            c = below + (above / c);
            c = c == 0 ? Tiny : c;
            double ratio = c * d;
            value *= ratio;
            if (Math.Abs(ratio - 1) < 1e-16)
            {
                break;
            }
        }

        return value;
    }
}
