namespace Dms.Predictive.Training;

/// <summary>Brings a double threshold into the float32 that the deployed model compares with.</summary>
public static class OnnxThreshold
{
    /// <summary>The largest float ≤ <paramref name="threshold"/>: for every float x, x ≤ result exactly when
    /// x ≤ threshold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is NaN.</exception>
    public static float RoundDown(double threshold)
    {
        if (double.IsNaN(threshold))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold must be a number.");
        }

        float nearest = (float)threshold;
        return nearest > threshold ? MathF.BitDecrement(nearest) : nearest;
    }
}
