using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Follows realized measures with fixed parameters: the variance ahead, O(1) per period, no
/// allocation.</summary>
/// <remarks>A return moves nothing here: the realized measure alone carries the news.</remarks>
public readonly record struct HeavyState
{
    private readonly HeavyParameters _variance;
    private readonly HeavyParameters _measure;

    /// <summary>Starts before the first period.</summary>
    /// <param name="variance">Equation of the variance.</param>
    /// <param name="measure">Equation of the measure.</param>
    /// <param name="startVariance">h before the first period; &gt; 0.</param>
    /// <param name="startMeasure">x and m before the first period; ≥ 0.</param>
    public HeavyState(
        HeavyParameters variance, HeavyParameters measure, double startVariance, double startMeasure)
    {
        (_variance, _measure) = (variance, measure);
        NextVariance = variance.Next(startMeasure, startVariance);
        NextMeasure = measure.Next(startMeasure, startMeasure);
    }

    /// <summary>h of the next period, squared return units.</summary>
    public double NextVariance { get; private init; }

    /// <summary>m of the next period: its expected realized measure.</summary>
    public double NextMeasure { get; private init; }

    /// <summary>The state after one more period.</summary>
    /// <param name="measure">Its realized measure; finite, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The measure is out of range.</exception>
    public HeavyState Append(double measure)
    {
        Require.FiniteNonNegative(measure, "squared return units");
        return this with
        {
            NextVariance = _variance.Next(measure, NextVariance),
            NextMeasure = _measure.Next(measure, NextMeasure),
        };
    }

    /// <summary>E[h] of each of the next periods.</summary>
    /// <param name="steps">Periods; ≥ 1.</param>
    /// <returns>The first is <see cref="NextVariance"/>; later ones put m where the measure is not known yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    public double[] VariancePath(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double[] path = new double[steps];
        HeavyState state = this;
        for (int k = 0; k < steps; k++)
        {
            path[k] = state.NextVariance;
            state = state.Append(state.NextMeasure);
        }

        return path;
    }
}
