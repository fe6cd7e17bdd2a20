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
    private const double NearMoney = -0.5;
    private const int SeriesTerms = 19;
    private readonly double _x;
    private readonly double _s;
    private readonly double _h;
    private readonly double _t;

    /// <summary>Prepares the value at one deviation.</summary>
    /// <param name="x">−|ln(F/K)|; ≤ 0.</param>
    /// <param name="s">σ√T; &gt; 0.</param>
    public NormalizedBlack(double x, double s) => (_x, _s, _h, _t) = (x, s, x / s, s / 2);

    /// <summary>b; 0 where it is below the smallest double. From its upper half on it is what its bound leaves, which has
    /// fewer roundings.</summary>
    public double Value
    {
        get
        {
            double rest = _t > -_h ? Slope * ComplementOverSlope : 1;
            double bound = PinnedMath.Exp(_x / 2);
            return rest < 0.5 * bound ? bound - rest : Slope * ValueOverSlope;
        }
    }

    /// <summary>G = db/ds.</summary>
    public double Slope => PinnedMath.Exp(LogSlope);

    /// <summary>ln G.</summary>
    public double LogSlope => (-0.5 * ((_h * _h) + (_t * _t))) - LogSqrtTwoPi;

    /// <summary>D: the value over its slope.</summary>
    public double ValueOverSlope => _t < ShortTime && _h * _t > NearMoney
        ? Series(_h, _t)
        : PinnedNormal.CumulativeOverDensity(_h + _t) - PinnedNormal.CumulativeOverDensity(_h - _t);

    /// <summary>(e^(x/2) − b) over the slope; free of cancellation.</summary>
    public double ComplementOverSlope =>
        PinnedNormal.CumulativeOverDensity(-_h - _t) + PinnedNormal.CumulativeOverDensity(_h - _t);

    /// <summary>b″ over b′.</summary>
    public double SecondOverSlope => ((_h * _h) - (_t * _t)) / _s;

    /// <summary>b‴ over b′.</summary>
    public double ThirdOverSlope
    {
        get
        {
            double second = SecondOverSlope;
            return (second * second) - (3 * (_h / _s) * (_h / _s)) - 0.25;
        }
    }

    // Odd Taylor terms of Y around h: Y′ = 1 + h·Y, Y⁽ⁿ⁺¹⁾ = h·Y⁽ⁿ⁾ + n·Y⁽ⁿ⁻¹⁾. The difference of two near values of Y
    // would lose the digits that |x| is small by.
    private static double Series(double h, double t)
    {
        double before = PinnedNormal.CumulativeOverDensity(h);
        double now = 1 + (h * before);
        double power = t;
        double sum = now * power;
        for (int n = 1; n < SeriesTerms; n += 2)
        {
            (before, now) = (now, (h * now) + (n * before));
            (before, now) = (now, (h * now) + ((n + 1) * before));
            power *= t * t / ((n + 1) * (n + 2));
            double term = now * power;
            sum += term;
            if (!(Math.Abs(term) > 1e-17 * sum))
            {
                break;
            }
        }

        return 2 * sum;
    }
}
