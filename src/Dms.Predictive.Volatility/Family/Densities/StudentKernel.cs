using System.Runtime.Intrinsics;

namespace Dms.Predictive.Volatility;

/// <summary>What the t laws share, as functions of k = 1/ν that are smooth down to k = 0.</summary>
/// <remarks>ln f(u) = C(k) − T(u², k), T = (1+k)/(2k)·ln(1 + s·u²), s = k/(1−2k). Written as q·u²·g(s·u²) with
/// g(x) = ln(1+x)/x, nothing cancels as k goes to 0.</remarks>
internal readonly struct StudentKernel
{
    /// <summary>Largest k: ν = 2.05.</summary>
    public const double MostK = 1 / 2.05;

    /// <summary>From here on the sums of logarithms lose nothing to cancellation.</summary>
    private const double PlainK = 1e-3;

    private readonly double _k;
    private readonly double _q;
    private readonly double _qSlope;
    private readonly double _s;
    private readonly double _sSlope;

    public StudentKernel(double k)
    {
        _k = k;
        double free = 1 - (2 * k);
        _s = k / free;
        _sSlope = 1 / (free * free);
        _q = (1 + k) / (2 * free);
        _qSlope = 1.5 / (free * free);
        (double ratio, double slope) = GammaRatio(k);
        Constant = ratio - NormalDensity.HalfLogTwoPi;
        ConstantSlope = slope;
    }

    /// <summary>C(k).</summary>
    public double Constant { get; }

    /// <summary>∂C/∂k.</summary>
    public double ConstantSlope { get; }

    /// <summary>T at w = u².</summary>
    public double Tail(double w)
    {
        double x = _s * w;
        return _q * w * (x < 1e-3 ? SmallG(x) : LogOnePlus(x) / x);
    }

    /// <summary>T at w = u² with ∂T/∂w and ∂T/∂k.</summary>
    public double Tail(double w, out double perW, out double perK)
    {
        double x = _s * w;
        double inverse = 1 / (1 + x);
        double g = x < 1e-3 ? SmallG(x) : LogOnePlus(x) / x;
        double slope = x < 0.02 ? SmallSlope(x) : (inverse - g) / x;
        perW = _q * inverse;
        perK = w * ((_qSlope * g) + (_q * slope * w * _sSlope));
        return _q * w * g;
    }

    /// <summary>Σ T with −∂T/∂u of each and Σ ∂T/∂k; NaN for k between 0 and 1e-3, where the sums would
    /// cancel.</summary>
    /// <param name="u">Innovations.</param>
    /// <param name="scratch">Overwritten; as long as u.</param>
    /// <param name="score">Receives −∂T/∂u; empty when not asked for.</param>
    /// <param name="perK">Σ ∂T/∂k.</param>
    /// <remarks>T = m·ln(1 + s·w) with m = (1+k)/(2k): ∂T/∂k = −ln(1 + s·w)/(2k²) + m·s'·w/(1 + s·w).</remarks>
    public double Tails(ReadOnlySpan<double> u, Span<double> scratch, Span<double> score, out double perK)
    {
        perK = double.NaN;
        if (_k < PlainK)
        {
            return _k == 0 ? NormalTails(u, score, out perK) : double.NaN;
        }

        Vector256<double> ratios = Vector256<double>.Zero;
        int t = 0;
        for (; t + 4 <= u.Length; t += 4)
        {
            Vector256<double> at = Vector256.Create(u.Slice(t, 4)), w = at * at;
            Vector256<double> one = Vector256<double>.One + (_s * w), inverse = Vector256<double>.One / one;
            one.CopyTo(scratch.Slice(t, 4));
            ratios += w * inverse;
            if (!score.IsEmpty)
            {
                (-2 * _q * at * inverse).CopyTo(score.Slice(t, 4));
            }
        }

        double ratio = ratios[0] + ratios[1] + (ratios[2] + ratios[3]);
        for (; t < u.Length; t++)
        {
            double w = u[t] * u[t], one = 1 + (_s * w), inverse = 1 / one;
            scratch[t] = one;
            if (!score.IsEmpty)
            {
                score[t] = -2 * _q * u[t] * inverse;
            }

            ratio += w * inverse;
        }

        double m = (1 + _k) / (2 * _k), logs = LogSum.Of(scratch[..u.Length]);
        perK = (m * _sSlope * ratio) - (logs / (2 * _k * _k));
        return m * logs;
    }

    /// <summary>At k = 0: T = ½·w and ∂T/∂k = 1.5·w − ¼·w².</summary>
    private static double NormalTails(ReadOnlySpan<double> u, Span<double> score, out double perK)
    {
        double squares = 0, fourths = 0;
        LogLikelihoodSum sum = default;
        for (int t = 0; t < u.Length; t++)
        {
            double w = u[t] * u[t];
            squares += w;
            fourths += w * w;
            sum.Add(-w);
            if (!score.IsEmpty)
            {
                score[t] = -u[t];
            }
        }

        perK = (1.5 * squares) - (0.25 * fourths);
        return sum.Total(0);
    }

    /// <summary>ln(1+x), exact to rounding for x ≥ 1e-3.</summary>
    private static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return Math.Log(u) + ((x - (u - 1)) / u);
    }

    private static double SmallG(double x) =>
        1 + (x * (-1.0 / 2 + (x * (1.0 / 3 + (x * (-1.0 / 4 + (x * (1.0 / 5 + (x * (-1.0 / 6))))))))));

    /// <summary>∓j/(j+1), highest power first.</summary>
    private static ReadOnlySpan<double> SlopeTerms =>
    [
        10.0 / 11, -9.0 / 10, 8.0 / 9, -7.0 / 8, 6.0 / 7, -5.0 / 6, 4.0 / 5, -3.0 / 4, 2.0 / 3, -1.0 / 2,
    ];

    private static double SmallSlope(double x)
    {
        double sum = 0;
        foreach (double c in SlopeTerms)
        {
            sum = c + (x * sum);
        }

        return sum;
    }

    /// <summary>ln Γ((ν+1)/2) − ln Γ(ν/2) − ½·ln((ν−2)/2) and its slope in k.</summary>
    private static (double Value, double Slope) GammaRatio(double k)
    {
        double value = -0.5 * Math.Log(1 - (2 * k)), slope = 1 / (1 - (2 * k));
        value = k < 1e-3 ? -0.5 * LogOneMinus(2 * k) : value;
        if (k <= 0.02)
        {
            (double r, double d) = Series(2 * k);
            return (value + r, slope + (2 * d));
        }

        // R(x) = ln Γ(x+½) − ln Γ(x) − ½·ln x, moved up to where its series is exact.
        const int steps = 25;
        double x = 0.5 / k, sum = 0, perX = 0;
        for (int i = 0; i < steps; i++)
        {
            double at = x + i;
            sum -= Math.Log(1 + (0.5 / at));
            perX += (1 / at) - (1 / (at + 0.5));
        }

        double far = x + steps;
        (double tail, double tailSlope) = Series(1 / far);
        sum += tail + (0.5 * Math.Log(far / x));
        perX += (-tailSlope / (far * far)) + (0.5 / far) - (0.5 / x);
        return (value + sum, slope - (perX * 0.5 / (k * k)));
    }

    private static double LogOneMinus(double y)
    {
        double sum = 0;
        for (int j = 8; j >= 1; j--)
        {
            sum = (-1.0 / j) + (y * sum);
        }

        return y * sum;
    }

    /// <summary>R and dR/dy at y = 1/x.</summary>
    private static (double Value, double Slope) Series(double y)
    {
        double w = y * y;
        double value = y * ((-1.0 / 8) + (w * ((1.0 / 192) + (w * ((-1.0 / 640) + (w * ((17.0 / 14336)
            + (w * (-31.0 / 18432)))))))));
        double slope = (-1.0 / 8) + (w * ((3.0 / 192) + (w * ((-5.0 / 640) + (w * ((7 * 17.0 / 14336)
            + (w * (-9 * 31.0 / 18432))))))));
        return (value, slope);
    }
}
