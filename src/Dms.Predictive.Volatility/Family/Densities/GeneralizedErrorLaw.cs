using MathNet.Numerics;

namespace Dms.Predictive.Volatility;

/// <summary>Generalized error law with variance 1 at k = 1/ν: ½·|z/s|^ν has the gamma law with shape k.</summary>
internal sealed class GeneralizedErrorLaw : SymmetricLaw
{
    private const int MostTerms = 10_000;
    private const double LogTwo = 0.693147180559945309417;
    private readonly double _k;
    private readonly double _logScale;
    private readonly double _constant;

    /// <param name="k">1/ν.</param>
    public GeneralizedErrorLaw(double k)
    {
        _k = k;
        _logScale = GeneralizedErrorDensity.LogScale(k);
        _constant = GeneralizedErrorDensity.Constant(k, _logScale);
    }

    /// <inheritdoc/>
    public override double LogDensity(double z) => _constant - Power(z);

    /// <inheritdoc/>
    public override double Score(double z) => z == 0 ? 0 : -Power(z) / (_k * z);

    /// <inheritdoc/>
    public override double Tail(double z) => Power(z) is var x && x > 1 + _k
        ? _k * z * Density(z) / Fraction(_k, x)
        : 0.5 - (z * Density(z) * Sum(_k, x));

    /// <inheritdoc/>
    public override double Centre(double z) => Power(z) is var x && x > 1 + _k
        ? 0.5 - (_k * z * Density(z) / Fraction(_k, x))
        : z * Density(z) * Sum(_k, x);

    /// <inheritdoc/>
    /// <remarks>f(0)·s²·2^{2k}·k·Γ(2k, ½(z/s)^ν).</remarks>
    public override double TailMean(double z)
    {
        double x = Power(z), twice = 2 * _k;
        double unit = Math.Exp(_constant + (2 * _logScale) + (twice * LogTwo)) * _k;
        return unit * (x > 1 + twice
            ? Math.Exp((twice * Math.Log(x)) - x) / Fraction(twice, x)
            : Math.Exp(SpecialFunctions.GammaLn(twice))
                - (x > 0 ? Math.Exp((twice * Math.Log(x)) - x) / twice * Sum(twice, x) : 0));
    }

    private double Power(double z) => z == 0 ? 0 : 0.5 * Math.Exp((Math.Log(Math.Abs(z)) - _logScale) / _k);

    /// <summary>Σ_n x^n/((a+1)…(a+n)).</summary>
    private static double Sum(double a, double x)
    {
        double term = 1, sum = 1;
        for (int i = 1; i < MostTerms && term > sum * 1e-17; i++)
        {
            term *= x / (a + i);
            sum += term;
        }

        return sum;
    }

    /// <summary>x^a·e^{−x}/Γ(a, x) by Legendre's continued fraction.</summary>
    private static double Fraction(double a, double x) =>
        ContinuedFraction.Of(m => x + (2 * m) + 1 - a, m => -m * (m - a));
}
