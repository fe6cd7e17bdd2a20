using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>ln h' = ω + β·ln h + α·ln x, where ln x = ξ + δ·ln h + η₁z + η₂(z² − 1) + λu.</summary>
internal readonly struct RealizedStep(ReadOnlySpan<double> p) : IVarianceStep
{
    private readonly double _omega = p[0];
    private readonly double _alpha = p[1];
    private readonly double _beta = p[2];
    private readonly double _xi = p[3];
    private readonly double _delta = p[4];
    private readonly double _eta1 = p[5];
    private readonly double _eta2 = p[6];
    private readonly double _lambda = p[7];

    /// <inheritdoc/>
    public static bool Measures => true;

    /// <inheritdoc/>
    public double Variance(double state) => Math.Exp(state);

    /// <inheritdoc/>
    public double State(double variance) => Math.Log(variance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double state, double e, double h, double chance)
    {
        double z = e / Math.Sqrt(h);
        double log = _xi + (_delta * state) + (_eta1 * z) + (_eta2 * ((z * z) - 1)) + (_lambda * chance);
        return After(state, log);
    }

    /// <summary>State after a realized variance with that logarithm.</summary>
    public double After(double state, double log) => _omega + (_beta * state) + (_alpha * log);

    /// <inheritdoc/>
    public (double Drift, double Factor) Expected(InnovationLaw law) =>
        (_omega + (_alpha * _xi), _beta + (_alpha * _delta));
}
