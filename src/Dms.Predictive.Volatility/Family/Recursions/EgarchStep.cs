using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>ln h' = ω + α·(|z| − √(2/π)) + γ·z + β·ln h.</summary>
internal readonly struct EgarchStep(double omega, double alpha, double gamma, double beta) : IVarianceStep
{
    /// <summary>√(2/π), for every law.</summary>
    public const double MeanAbsolute = 0.797884560802865355879892119869;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Variance(double state)
    {
        double root = Math.Exp(0.5 * state);
        return root * root;
    }

    /// <inheritdoc/>
    public double State(double variance) => Math.Log(variance);

    /// <inheritdoc/>
    /// <remarks>√ of a square gives back the root exactly, so z is that of the filter.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double state, double e, double h, double chance) => After(state, e / Math.Sqrt(h));

    /// <summary>State after an innovation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double After(double state, double z) =>
        omega + (alpha * (Math.Abs(z) - MeanAbsolute)) + (gamma * z) + (beta * state);

    /// <inheritdoc/>
    public (double Drift, double Factor) Expected(InnovationLaw law) =>
        (omega + (alpha * (law.MeanAbsolute - MeanAbsolute)), beta);
}
