using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>q' = ω + α·(|e| − γ·e)^δ + β·q with q = σ^δ.</summary>
internal readonly struct AparchStep(double omega, double alpha, double gamma, double beta, double delta)
    : IVarianceStep
{
    private readonly double _ratio = 2 / delta;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Variance(double state) => Math.Exp(_ratio * Math.Log(state));

    /// <inheritdoc/>
    public double State(double variance) => Math.Exp(delta / 2 * Math.Log(variance));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double state, double e, double h, double chance) => After(state, Power(e, out _, out _));

    /// <summary>(|e| − γ·e)^δ, and its base with its logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Power(double e, out double size, out double log)
    {
        size = Math.Abs(e) - (gamma * e);
        log = size > 0 ? Math.Log(size) : 0;
        return size > 0 ? Math.Exp(delta * log) : 0;
    }

    /// <summary>State after a power of news.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double After(double state, double power) => omega + (alpha * power) + (beta * state);

    /// <inheritdoc/>
    public (double Drift, double Factor) Expected(InnovationLaw law)
    {
        AparchStep self = this;
        return (omega, (alpha * law.Expect(z => self.Power(z, out _, out _))) + beta);
    }
}
