namespace Dms.Predictive.Explanation;

/// <summary>Parameters of h(t+1) = ω + α ε²(t) + β h(t). The default is no model.</summary>
/// <param name="Omega">ω, variance per bar.</param>
/// <param name="Alpha">α ≥ 0, dimensionless.</param>
/// <param name="Beta">β ≥ 0, dimensionless.</param>
public readonly record struct GarchTerms(double Omega, double Alpha, double Beta)
{
    /// <summary>Variance of the next bar.</summary>
    /// <param name="variance">h of this bar.</param>
    /// <param name="shock">ε: demeaned return of this bar.</param>
    public double Next(double variance, double shock) => Omega + (Alpha * shock * shock) + (Beta * variance);
}
