using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Black's formula for an out-of-the-money option in units of √(FK): b = e^(x/2)·N(h + t) − e^(−x/2)·N(h − t) for
/// x = −|ln(F/K)|, h = x/s, t = s/2. Written as G·D with G = φ(√(h² + t²)) = db/ds and D = Y(h + t) − Y(h − t),
/// Y = N/φ, so that its logarithm exists where b itself is below the smallest double.
/// </summary>
/// <remarks>Notation of Jäckel (2015), "Let's Be Rational", Wilmott 75, 40–53.</remarks>
internal readonly record struct NormalizedBlack
{
    private const double LogSqrtTwoPi = 0.9189385332046727;
    private const double ShortTime = 0.1;
    private const double SeriesFrom = -5;
    private const int SeriesTerms = 15;
    private readonly double _h;
    private readonly double _t;

    public NormalizedBlack(double x, double s) => (_h, _t) = (x / s, s / 2);

    /// <summary>ln G.</summary>
    public double LogSlope => (-0.5 * ((_h * _h) + (_t * _t))) - LogSqrtTwoPi;

    /// <summary>D: the value over its slope.</summary>
    public double ValueOverSlope => _t < ShortTime && _h > SeriesFrom
        ? Series(_h, _t)
        : Ratio(_h + _t) - Ratio(_h - _t);

    /// <summary>(e^(x/2) − b) over the slope; free of cancellation.</summary>
    public double ComplementOverSlope => Ratio(-_h - _t) + Ratio(_h - _t);

    // Odd Taylor terms of Y around h: Y′ = 1 + h·Y, Y⁽ⁿ⁺¹⁾ = h·Y⁽ⁿ⁾ + n·Y⁽ⁿ⁻¹⁾.
    private static double Series(double h, double t)
    {
        double before = Ratio(h);
        double now = 1 + (h * before);
        double power = t;
        double sum = now * power;
        for (int n = 1; n < SeriesTerms; n += 2)
        {
            (before, now) = (now, (h * now) + (n * before));
            (before, now) = (now, (h * now) + ((n + 1) * before));
            power *= t * t / ((n + 1) * (n + 2));
            sum += now * power;
        }

        return 2 * sum;
    }

    // N(z)/φ(z). The density underflows where the ratio does not: the continued fraction takes over there.
    private static double Ratio(double z)
    {
        if (z > -30)
        {
            return PinnedNormal.Cumulative(z) / PinnedNormal.Density(z);
        }

        double square = z * z;
        return -1 / z * (1 - (1 / square * (1 - (3 / square * (1 - (5 / square * (1 - (7 / square))))))));
    }
}
