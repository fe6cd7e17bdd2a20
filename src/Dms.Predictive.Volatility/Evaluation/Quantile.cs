using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Sample quantiles by linear interpolation between order statistics (Hyndman and Fan type 7).</summary>
public static class Quantile
{
    /// <summary>Quantile of values that are already in rising order.</summary>
    /// <param name="ordered">Rising; at least one.</param>
    /// <param name="level">In [0, 1].</param>
    /// <returns>x_i + (k − i)(x_{i+1} − x_i) with k = level·(n − 1), i its whole part.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside [0, 1].</exception>
    public static double OfOrdered(ReadOnlySpan<double> ordered, double level)
    {
        Require.Probability(level);
        if (ordered.IsEmpty)
        {
            throw new ArgumentException("Expected at least one value.", nameof(ordered));
        }

        double k = level * (ordered.Length - 1);
        int i = (int)k;
        return i + 1 >= ordered.Length ? ordered[i] : ordered[i] + ((k - i) * (ordered[i + 1] - ordered[i]));
    }

    /// <summary>Quantile of values in any order; copies and sorts them.</summary>
    /// <inheritdoc cref="OfOrdered(ReadOnlySpan{double}, double)"/>
    public static double Of(ReadOnlySpan<double> values, double level)
    {
        double[] ordered = values.ToArray();
        Array.Sort(ordered);
        return OfOrdered(ordered, level);
    }
}
