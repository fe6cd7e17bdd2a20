namespace Dms.Predictive.Volatility;

/// <summary>Where a filter begins.</summary>
/// <param name="First">h of the first return, squared return units; &gt; 0.</param>
/// <param name="Presample">What stands for e² before it; read by <c>figarch</c> only; &gt; 0.</param>
public sealed record VarianceStart(double First, double Presample)
{
    /// <summary>The same level for both; figarch takes its first h from the level.</summary>
    public static VarianceStart At(double variance) => new(variance, variance);
}
