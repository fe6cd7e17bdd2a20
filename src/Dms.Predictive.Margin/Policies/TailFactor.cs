using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Requirement per unit of standard deviation.</summary>
public static class TailFactor
{
    /// <summary>
    /// Normal: z, or φ(z)/(1−α). Student's t scaled to unit variance: √((ν−2)/ν) times t, or times
    /// f(t)/(1−α)·(ν+t²)/(ν−1).
    /// </summary>
    /// <param name="parameters">Confidence, measure and distribution.</param>
    /// <returns>Dimensionless factor &gt; 0.</returns>
    public static double Of(ParametricParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        double level = parameters.Confidence;
        bool shortfall = parameters.Measure == TailMeasure.ExpectedShortfall;
        if (parameters.DegreesOfFreedom is not double nu)
        {
            double z = PinnedNormal.Quantile(level);
            return shortfall ? PinnedNormal.Density(z) / (1 - level) : z;
        }

        double t = PinnedStudent.Quantile(level, nu);
        double unit = Math.Sqrt((nu - 2) / nu);
        return shortfall
            ? unit * PinnedStudent.Density(t, nu) / (1 - level) * (nu + (t * t)) / (nu - 1)
            : unit * t;
    }
}
