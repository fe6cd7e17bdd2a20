namespace Dms.Predictive.Volatility;

/// <summary>What the t laws share, as functions of k = 1/ν that are smooth down to k = 0.</summary>
/// <remarks>ln f(u) = C(k) − T(u², k), T = (1+k)/(2k)·ln(1 + s·u²), s = k/(1−2k). Written as q·u²·g(s·u²) with
/// g(x) = ln(1+x)/x, nothing cancels as k goes to 0.</remarks>
internal readonly struct StudentKernel
{
    /// <summary>Largest k: ν = 2.05.</summary>
    public const double MostK = 1 / 2.05;

    private readonly double _q;
    private readonly double _qSlope;
    private readonly double _s;
    private readonly double _sSlope;

    public StudentKernel(double k)
    {
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

    /// <summary>ln(1+x), exact to rounding for x ≥ 1e-3.</summary>
    private static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return Math.Log(u) + ((x - (u - 1)) / u);
    }

    private static double SmallG(double x) =>
        1 + (x * (-1.0 / 2 + (x * (1.0 / 3 + (x * (-1.0 / 4 + (x * (1.0 / 5 + (x * (-1.0 / 6))))))))));

    private static double SmallSlope(double x)
    {
        double sum = 0;
        for (int j = 10; j >= 1; j--)
        {
            sum = (j % 2 == 1 ? -1 : 1) * (double)j / (j + 1) + (x * sum);
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
