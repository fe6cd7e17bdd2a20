using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>What one period tells a heterogeneous autoregression; parts that its variant does not read may be
/// NaN.</summary>
/// <param name="Variance">Realized variance of the period; &gt; 0 for a log model, else ≥ 0.</param>
public sealed record HarObservation(double Variance)
{
    /// <summary>Realized quarticity, squared units of the variance; ≥ 0.</summary>
    public double Quarticity { get; init; } = double.NaN;

    /// <summary>Jump part, in [0, variance]; the rest is continuous.</summary>
    public double Jump { get; init; } = double.NaN;

    /// <summary>Upside semivariance; ≥ 0. Downside is the rest.</summary>
    public double Upside { get; init; } = double.NaN;

    /// <summary>Further regressors, finite.</summary>
    public IReadOnlyList<double> Exogenous { get; init; } = [];

    /// <summary>Takes the realized measures of a period; the jump part is that of the test.</summary>
    /// <param name="measures">Measures of the period.</param>
    /// <param name="jumps">Verdict on the period; without a test the jump part is max(RV − BV, 0).</param>
    public static HarObservation From(RealizedMeasures measures, BnsJumpTest? jumps = null)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return new(measures.RealizedVariance)
        {
            Quarticity = measures.RealizedQuarticity,
            Jump = jumps?.JumpVariation ?? Math.Max(measures.RealizedVariance - measures.BipowerVariation, 0),
            Upside = measures.UpsideSemivariance,
        };
    }
}
