namespace Dms.Predictive.Training;

/// <summary>Settings of one boosted-trees fit with squared-error loss.</summary>
public sealed record BoostingRecipe
{
    /// <summary>Leaves per tree, 2 … 1,024.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Fewest training rows in a leaf, ≥ 1.</summary>
    public int MinimumRowsPerLeaf { get; init; } = 200;

    /// <summary>Shrinkage per tree, in (0, 1].</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Boosting rounds, 1 … 10,000.</summary>
    public int Trees { get; init; } = 160;

    /// <summary>L2 penalty on leaf values, ≥ 0.</summary>
    public double L2 { get; init; } = 1.0;

    /// <summary>Share of the features drawn for each tree, in (0, 1].</summary>
    public double FeatureFraction { get; init; } = 1.0;

    /// <summary>Share of the rows drawn for each tree without replacement, in (0, 1].</summary>
    public double RowFraction { get; init; } = 1.0;

    /// <summary>Histogram bins per feature, 2 … 65,535.</summary>
    public int Bins { get; init; } = 255;

    /// <summary>Passes the recipe when every setting is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is not.</exception>
    internal BoostingRecipe Checked()
    {
        InRange(Leaves, 2, 1_024, nameof(Leaves));
        InRange(MinimumRowsPerLeaf, 1, int.MaxValue, nameof(MinimumRowsPerLeaf));
        InRange(Trees, 1, 10_000, nameof(Trees));
        InRange(Bins, 2, 65_535, nameof(Bins));
        Share(LearningRate, nameof(LearningRate));
        Share(FeatureFraction, nameof(FeatureFraction));
        Share(RowFraction, nameof(RowFraction));
        if (!(L2 >= 0) || double.IsInfinity(L2))
        {
            throw new ArgumentOutOfRangeException(nameof(L2), L2, "Expected a finite number >= 0.");
        }

        return this;
    }

    private static void InRange(int value, int low, int high, string name)
    {
        if (value < low || value > high)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected {low} … {high}.");
        }
    }

    private static void Share(double value, string name)
    {
        if (!(value > 0 && value <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a number in (0, 1].");
        }
    }
}
