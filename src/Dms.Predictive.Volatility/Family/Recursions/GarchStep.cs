using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>h' = ω + (α + γ·1{e &lt; 0})·e² + β·h; γ = 0 for garch.</summary>
internal readonly struct GarchStep(double omega, double alpha, double gamma, double beta) : IVarianceStep
{
    /// <summary>1 below zero, without a branch to guess.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Lower(double e) => BitConverter.DoubleToUInt64Bits(e) >> 63;

    /// <inheritdoc/>
    public double Variance(double state) => state;

    /// <inheritdoc/>
    public double State(double variance) => variance;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double state, double e, double h, double chance) =>
        Garch11Recursion.Next(omega, alpha + (gamma * Lower(e)), beta, e * e, state);

    /// <inheritdoc/>
    public (double Drift, double Factor) Expected(InnovationLaw law) =>
        (omega, alpha + (gamma == 0 ? 0 : gamma * law.LowerVariance) + beta);
}
