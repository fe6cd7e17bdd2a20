using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>Upper quantiles of a symmetric law for sampling: eight pieces to every halving of the probability, each a
/// polynomial of degree five with the right value, slope and curvature at both ends.</summary>
/// <remarks>From ¼ inwards the argument is ½ − v, so that pieces also crowd at 0, where the generalized error law has no
/// third derivative. Built once per law.</remarks>
internal sealed class QuantileTable
{
    private const int Halvings = 56;                                // 2^-58 … 2^-2
    private const int Pieces = 8;
    private const int Width = 6;
    private const int Intervals = Halvings * Pieces;
    private const double Smallest = 1.0 / (1UL << 58);
    private const long FirstIndex = (1023L - 58) << 3;
    private readonly double[] _terms = new double[2 * Intervals * Width];

    public QuantileTable(SymmetricLaw law)
    {
        double near = 0;
        for (int i = Intervals - 1; i >= 0; i--)
        {
            (double from, double to) = Ends(i);
            near = Fill(_terms.AsSpan(i * Width, Width), from, to, v => law.UpperQuantile(v, near), law, -1);
            Fill(_terms.AsSpan((Intervals + i) * Width, Width), from, to, law.CentreQuantile, law, 1);
        }
    }

    /// <summary>z ≥ 0 with P(Z &gt; z) = v.</summary>
    /// <param name="v">In (0, ½].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Upper(double v)
    {
        bool far = v < 0.25;
        double x = far ? v : 0.5 - v;
        x = x < Smallest ? Smallest : x >= 0.25 ? BelowQuarter : x;
        long bits = BitConverter.DoubleToInt64Bits(x);
        int index = unchecked((int)((bits >> 49) - FirstIndex)) + (far ? 0 : Intervals);
        double t = (bits & ((1L << 49) - 1)) * (1.0 / (1L << 49));
        ReadOnlySpan<double> c = _terms.AsSpan(index * Width, Width);
        return c[0] + (t * (c[1] + (t * (c[2] + (t * (c[3] + (t * (c[4] + (t * c[5])))))))));
    }

    private const double BelowQuarter = 0.25 - (1.0 / (1UL << 54));

    private static (double From, double To) Ends(int i)
    {
        double low = Math.ScaleB(1, (i / Pieces) - 58);
        return (low * (1 + ((i % Pieces) / (double)Pieces)), low * (1 + (((i % Pieces) + 1) / (double)Pieces)));
    }

    /// <summary>Hermite's polynomial of degree five in the part of the interval; gives the left value.</summary>
    private static double Fill(
        Span<double> terms, double from, double to, Func<double, double> quantile, SymmetricLaw law, int sign)
    {
        double width = to - from;
        (double y0, double d0, double s0) = At(from);
        (double y1, double d1, double s1) = At(to);
        double rise = y1 - y0;
        terms[0] = y0;
        terms[1] = d0;
        terms[2] = 0.5 * s0;
        terms[3] = (10 * rise) - (6 * d0) - (4 * d1) - (1.5 * s0) + (0.5 * s1);
        terms[4] = (-15 * rise) + (8 * d0) + (7 * d1) + (1.5 * s0) - s1;
        terms[5] = (6 * rise) - (3 * (d0 + d1)) + (0.5 * (s1 - s0));
        return y0;

        // dz/dx = ±1/f and d²z/dx² = −(ln f)'/f².
        (double Value, double Slope, double Bend) At(double x)
        {
            double z = quantile(x), f = law.Density(z);
            return (z, sign * width / f, -law.Score(z) * width * width / (f * f));
        }
    }
}
