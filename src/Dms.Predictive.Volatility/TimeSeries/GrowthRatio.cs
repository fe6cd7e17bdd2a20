using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>The largest growth that a stabilised forecast may keep: <see cref="Growth"/> over
/// <see cref="TimeSpan"/> observations.</summary>
/// <remarks><c>default</c> has no time span and is refused where it is used.</remarks>
public readonly record struct GrowthRatio
{
    /// <summary>States a cap.</summary>
    /// <param name="timeSpan">Observations, ≥ 1.</param>
    /// <param name="growth">Factor over that span, finite and ≥ 0; 1 = no growth.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public GrowthRatio(int timeSpan, double growth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeSpan, 1);
        (TimeSpan, Growth) = (timeSpan, Require.FiniteNonNegative(growth, "factor per time span"));
    }

    /// <summary>Observations over which the series may grow by <see cref="Growth"/>.</summary>
    public int TimeSpan { get; }

    /// <summary>Factor over the time span.</summary>
    public double Growth { get; }

    /// <summary>Factor per observation.</summary>
    public double Ratio => Math.Pow(Growth, 1.0 / TimeSpan);
}
