namespace Dms.Predictive.Core;

/// <summary>The standard normal distribution on <see cref="PinnedMath"/>: the same bits everywhere.</summary>
public static class PinnedNormal
{
    private const double InverseSqrtTwoPi = 0.3989422804014327;
    private const double Sqrt2 = 1.4142135623730951;
    private const double FarTail = 39;
    private const double SqrtTwoPi = 2.5066282746310002;

    // Polynomial in t = (x − 4)/(x + 4) of (x + 1)·e^(x²/2)·N(−x), x ≥ 0: Chebyshev fit in 50 digits, degree 26,
    // relative error 3.5e-17.
    private static readonly double[] ScaledTail =
    [
        0.47205320650984467, -0.09670347732652577, 0.013999634724424455, 0.02860036405354698,
        -0.032197837428028876, 0.017936097479808313, -0.0050023785923607065, -0.0002856231002340135,
        0.000694897120184032, -9.443023204456728e-05, -8.785329222964207e-05, 2.1249915729449347e-05,
        1.3627344150798229e-05, -3.4316562688625695e-06, -2.61426070042354e-06, 4.0299124275744025e-07,
        5.545351057486293e-07, 4.242344418455231e-09, -1.1405819667561071e-07, -2.3315488161994274e-08,
        1.9877590086615607e-08, 8.858538843412715e-09, -2.39097585609548e-09, -1.9068104342795273e-09,
        9.97584028167652e-11, 1.968773941157251e-10, 1.2150315292578637e-11,
    ];

    /// <summary>Density φ(x) = e^(−x²/2)/√(2π).</summary>
    public static double Density(double x)
    {
        double magnitude = Math.Abs(x);
        return magnitude >= FarTail ? 0 : Gaussian(magnitude, 0.5, InverseSqrtTwoPi);
    }

    /// <summary>Distribution function N(x); relative error within 2 ulp also far in the lower tail.</summary>
    public static double Cumulative(double x)
    {
        double magnitude = Math.Abs(x);
        if (!(magnitude < FarTail))
        {
            return double.IsNaN(x) ? x : x < 0 ? 0 : 1;
        }

        double tail = Gaussian(magnitude, 0.5, TailRatio(magnitude));
        return x > 0 ? 1 - tail : tail;
    }

    /// <summary>N(x)/φ(x), scaled so that neither underflows: about −1/x far below 0, √(2π)·e^(x²/2) far above.</summary>
    /// <returns>Relative error within a few ulp; +∞ above 37.6.</returns>
    public static double CumulativeOverDensity(double x)
    {
        double magnitude = Math.Abs(x);
        if (!(x > 0))
        {
            return double.IsNaN(x) ? x : SqrtTwoPi * TailRatio(magnitude);
        }

        double square = x * x;
        double lost = Math.FusedMultiplyAdd(x, x, -square);
        if (square > 1418)
        {
            return double.PositiveInfinity;
        }

        (double sum, double rest, int exponent) = PinnedMath.ExpParts(0.5 * square, 0.5 * lost);
        return SqrtTwoPi * (PinnedMath.Scale(sum + rest, exponent) - TailRatio(magnitude));
    }

    /// <summary>Complementary error function erfc(x) = 2·N(−x·√2); relative accuracy in the upper tail.</summary>
    public static double Erfc(double x)
    {
        double magnitude = Math.Abs(x);
        if (!(magnitude < FarTail))
        {
            return double.IsNaN(x) ? x : x < 0 ? 2 : 0;
        }

        double tail = Gaussian(magnitude, 1, 2 * TailRatio(magnitude * Sqrt2));
        return x < 0 ? 2 - tail : tail;
    }

    /// <summary>Quantile N⁻¹(p): the x with N(x) = p.</summary>
    /// <param name="p">Probability in (0, 1).</param>
    /// <returns>Error within 4 ulp of max(|x|, 1).</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside (0, 1).</exception>
    /// <remarks>Abramowitz–Stegun 26.2.23 as the start, then three Halley steps, each of which triples the
    /// digits.</remarks>
    public static double Quantile(double p)
    {
        if (p is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "Expected a probability in (0, 1).");
        }

        double tail = p <= 0.5 ? p : 1 - p;
        double t = Math.Sqrt(-2 * PinnedMath.Log(tail));
        double x = ((((0.010328 * t) + 0.802853) * t) + 2.515517)
            / ((((((0.001308 * t) + 0.189269) * t) + 1.432788) * t) + 1);
        x -= t;
        for (int step = 0; step < 3; step++)
        {
            double error = (Cumulative(x) - tail) / Density(x);
            x -= error / (1 + (x * error / 2));
        }

        return p <= 0.5 ? x : -x;
    }

    // factor · e^(−share·x²): the square is kept in two parts, because its rounding would grow with x².
    private static double Gaussian(double x, double share, double factor)
    {
        double square = x * x;
        double lost = Math.FusedMultiplyAdd(x, x, -square);
        if (share * square > 760)
        {
            return 0;
        }

        (double sum, double rest, int exponent) = PinnedMath.ExpParts(-share * square, -share * lost);
        return PinnedMath.Scale(Math.FusedMultiplyAdd(sum, factor, rest * factor), exponent);
    }

    // e^(x²/2)·N(−x) for x ≥ 0.
    private static double TailRatio(double x)
    {
        double t = (x - 4) / (x + 4);
        double p = ScaledTail[^1];
        for (int i = ScaledTail.Length - 2; i >= 0; i--)
        {
            p = Math.FusedMultiplyAdd(p, t, ScaledTail[i]);
        }

        return p / (x + 1);
    }
}
