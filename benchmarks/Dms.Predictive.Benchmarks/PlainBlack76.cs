namespace Dms.Predictive.Benchmarks;

/// <summary>The formula as a textbook writes it, on Math and an error function by Numerical Recipes' Chebyshev fit.</summary>
internal static class PlainBlack76
{
    private static readonly double[] Erfc =
    [
        -1.3026537197817094, 6.4196979235649026e-1, 1.9476473204185836e-2, -9.561514786808631e-3, -9.46595344482036e-4,
        3.66839497852761e-4, 4.2523324806907e-5, -2.0278578112534e-5, -1.624290004647e-6, 1.303655835580e-6,
        1.5626441722e-8, -8.5238095915e-8, 6.529054439e-9, 5.059343495e-9, -9.91364156e-10, -2.27365122e-10,
        9.6467911e-11, 2.394038e-12, -6.886027e-12, 8.94487e-13, 3.13092e-13, -1.12708e-13, 3.81e-16, 7.106e-15,
    ];

    /// <summary>Values the sample and derives five greeks.</summary>
    public static void Greeks(OptionSampleColumns sample, double[][] to)
    {
        for (int i = 0; i < sample.Quotes.Length; i++)
        {
            (double f, double k, double v, double t, bool call) = sample.Quotes[i];
            (double rate, int sign) = (sample.Rates[i], call ? 1 : -1);
            double root = Math.Sqrt(t);
            double s = v * root;
            double d1 = (Math.Log(f / k) / s) + (s / 2);
            double d2 = d1 - s;
            double discount = Math.Exp(-rate * t);
            double n1 = Normal(sign * d1);
            double density = discount * Math.Exp(-0.5 * d1 * d1) / Math.Sqrt(2 * Math.PI);
            double price = discount * sign * ((f * n1) - (k * Normal(sign * d2)));
            to[0][i] = price;
            to[1][i] = sign * discount * n1;
            to[2][i] = density / (f * s);
            to[3][i] = f * density * root;
            to[4][i] = (-f * density * v / (2 * root)) + (rate * price);
            to[5][i] = -t * price;
        }
    }

    private static double Normal(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2);
        double t = 2 / (2 + z);
        double ty = (4 * t) - 2;
        double d = 0, dd = 0;
        for (int j = Erfc.Length - 1; j > 0; j--)
        {
            (d, dd) = ((ty * d) - dd + Erfc[j], d);
        }

        double tail = 0.5 * t * Math.Exp((-z * z) + (0.5 * (Erfc[0] + (ty * d))) - dd);
        return x > 0 ? 1 - tail : tail;
    }
}
