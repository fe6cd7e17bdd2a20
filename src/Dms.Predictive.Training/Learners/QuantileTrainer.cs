using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Fits <see cref="QuantileForecaster"/> with LightGBM's pinball loss.</summary>
public static class QuantileTrainer
{
    /// <summary>Levels that margins look at.</summary>
    public static IReadOnlyList<double> Levels { get; } = [0.5, 0.9, 0.95, 0.99, 0.999];

    /// <summary>Fits one forest per level.</summary>
    /// <param name="rows">Feature rows in time order; the target is the absolute return over the horizon, percent.
    /// </param>
    /// <param name="recipe">Settings of each forest.</param>
    /// <param name="seed">Seed of row and feature draws, ≥ 0.</param>
    /// <param name="cancellation">Stops between trees.</param>
    /// <exception cref="ArgumentException">A target is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting of the recipe is outside its range.</exception>
    /// <exception cref="DllNotFoundException">The native library is not installed.</exception>
    public static QuantileForecaster Fit(
        TrainingRows rows, BoostingRecipe recipe, int seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        foreach (float target in rows.Target.Span)
        {
            if (target < 0)
            {
                throw new ArgumentException("Absolute returns are not negative.", nameof(rows));
            }
        }

        return new QuantileForecaster(Levels, [.. Levels.Select(level => NativeTreesTrainer.Train(
            rows, recipe, NativeObjective.Quantile(level), new NativeFit(seed), cancellation).Forest)]);
    }
}
