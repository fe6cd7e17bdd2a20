using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Where a normalised price lies, which chooses the function that is solved.</summary>
internal enum PriceBranch
{
    /// <summary>Low: 1/ln b is near to a straight line.</summary>
    Low,

    /// <summary>Around the inflection: b itself is.</summary>
    Middle,

    /// <summary>High: ln(bound − b) is.</summary>
    High,
}

/// <summary>
/// First guess of σ√T from a normalised price: b is drawn as a rational cubic in four branches that meet at the
/// inflection s = √(2|x|) and at the two ends of its tangent.
/// </summary>
/// <remarks>Jäckel (2015), "Let's Be Rational", Wilmott 75, 40–53. The outer branches draw functions of s that are almost
/// straight in b: (2π|x|/3√3)·N(−|x|/(s√3))³ below, N(−s/2) above.</remarks>
internal static class DeviationGuess
{
    private const double SqrtThree = 1.7320508075688772;
    private const double TwoPi = 6.283185307179586;
    private const double SqrtHalfPi = 1.2533141373155003;

    /// <summary>The guess and the branch.</summary>
    /// <param name="x">−|ln(F/K)|; ≤ 0.</param>
    /// <param name="beta">Price over √(FK), in (0, <paramref name="bound"/>).</param>
    /// <param name="bound">e^(x/2).</param>
    public static (PriceBranch Branch, double Deviation) Of(double x, double beta, double bound)
    {
        double center = Math.Sqrt(-2 * x);
        if (center == 0)
        {
            return FromMoney(beta);
        }

        NormalizedBlack at = new(x, center);
        (double slope, double ratio) = (at.Slope, at.ValueOverSlope);
        double value = slope * ratio;
        CurvePoint inflection = new(value, center, 1 / slope);
        if (beta < value)
        {
            double s = center - ratio;
            NormalizedBlack low = new(x, s);
            double lowSlope = low.Slope;
            double lowValue = lowSlope * low.ValueOverSlope;
            return beta < lowValue
                ? (PriceBranch.Low, Below(x, beta, (s, lowValue, lowSlope)))
                : (PriceBranch.Middle, RationalCubic.FromRight(new(lowValue, s, 1 / lowSlope), inflection, 0).At(beta));
        }

        double highS = center + at.ComplementOverSlope;
        NormalizedBlack high = new(x, highS);
        double highSlope = high.Slope;
        double highValue = bound - (highSlope * high.ComplementOverSlope);
        return beta <= highValue
            ? (PriceBranch.Middle, RationalCubic.FromLeft(inflection, new(highValue, highS, 1 / highSlope), 0).At(beta))
            : (PriceBranch.High, Above(x, beta, bound, (highS, highValue)));
    }

    // At the money b = 1 − 2N(−s/2): the lower branches have no width.
    private static (PriceBranch Branch, double Deviation) FromMoney(double beta)
    {
        double s = 2 * SqrtHalfPi;
        double value = 1 - (2 * PinnedNormal.Cumulative(-SqrtHalfPi));
        return beta <= value
            ? (PriceBranch.Middle, RationalCubic.FromLeft(
                new(0, 0, 2 * SqrtHalfPi), new(value, s, 1 / PinnedNormal.Density(SqrtHalfPi)), 0).At(beta))
            : (PriceBranch.High, Above(0, beta, 1, (s, value)));
    }

    private static double Below(double x, double beta, (double S, double Value, double Slope) end)
    {
        double z = x / (SqrtThree * end.S);
        double factor = TwoPi * -x / (3 * SqrtThree);
        double tail = PinnedNormal.Cumulative(z);
        double slope = TwoPi * z * z * tail * tail * PinnedMath.Exp((z * z) + (end.S * end.S / 8));
        double bend = (-2 - (2 * z / PinnedNormal.CumulativeOverDensity(z)) - (2 * z * z)) / end.S;
        double second = slope * (bend + (end.S / 4)) / end.Slope;
        CurvePoint right = new(end.Value, factor * tail * tail * tail, slope);
        double f = RationalCubic.FromRight(new(0, 0, 1), right, second).At(beta);
        double cube = f > 0 ? PinnedMath.Exp(PinnedMath.Log(f / factor) / 3) : 0;
        return cube is > 0 and < 0.5 ? x / (SqrtThree * Quantile(cube)) : end.S;
    }

    private static double Above(double x, double beta, double bound, (double S, double Value) end)
    {
        double h = x / end.S;
        double slope = -0.5 * PinnedMath.Exp(h * h / 2);
        double second = SqrtHalfPi * PinnedMath.Exp((h * h) + (end.S * end.S / 8)) * h * h / end.S;
        CurvePoint left = new(end.Value, PinnedNormal.Cumulative(-end.S / 2), slope);
        double f = RationalCubic.FromLeft(left, new(bound, 0, -0.5), second).At(beta);
        return f is > 0 and < 0.5 ? Math.Max(end.S, -2 * Quantile(f)) : end.S;
    }

    // Abramowitz–Stegun 26.2.23, off by less than 4.5e-4: enough for a guess.
    private static double Quantile(double p)
    {
        double t = Math.Sqrt(-2 * PinnedMath.Log(p));
        return (((((0.010328 * t) + 0.802853) * t) + 2.515517)
            / ((((((0.001308 * t) + 0.189269) * t) + 1.432788) * t) + 1)) - t;
    }
}
