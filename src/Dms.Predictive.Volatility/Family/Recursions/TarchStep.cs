using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>√h' = ω + (α + γ·1{e &lt; 0})·|e| + β·√h.</summary>
internal readonly struct TarchStep(double omega, double alpha, double gamma, double beta) : IVarianceStep
{
    /// <inheritdoc/>
    public double Variance(double state) => state * state;

    /// <inheritdoc/>
    public double State(double variance) => Math.Sqrt(variance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double state, double e, double h, double chance) =>
        omega + ((alpha + (gamma * GarchStep.Lower(e))) * Math.Abs(e)) + (beta * state);

    /// <inheritdoc/>
    /// <remarks>E|z|·1{z &lt; 0} is half of E|z|, since E z = 0.</remarks>
    public (double Drift, double Factor) Expected(InnovationLaw law) =>
        (omega, ((alpha + (0.5 * gamma)) * law.MeanAbsolute) + beta);
}
