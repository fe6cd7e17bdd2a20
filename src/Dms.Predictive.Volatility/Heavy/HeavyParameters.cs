namespace Dms.Predictive.Volatility;

/// <summary>Parameters of one equation next = ω + α·x + β·now.</summary>
/// <param name="Omega">ω ≥ 0, in the unit of the left-hand side.</param>
/// <param name="Alpha">α ≥ 0, weight of the last realized measure.</param>
/// <param name="Beta">β in [0, 1].</param>
public readonly record struct HeavyParameters(double Omega, double Alpha, double Beta)
{
    /// <summary>The next value of the recursion.</summary>
    /// <param name="measure">x, the realized measure of the period that ended.</param>
    /// <param name="now">The value for that period.</param>
    public double Next(double measure, double now) => Omega + (Alpha * measure) + (Beta * now);
}
