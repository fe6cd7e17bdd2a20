using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Picks the regressors of the log-HAR out of a feature vector: nine log realized variances, time of day.</summary>
public sealed class HarRegressors
{
    /// <summary>Names of the regressors, in the order of the coefficients.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "ln_rv_5", "ln_rv_10", "ln_rv_30", "ln_rv_60", "ln_rv_180", "ln_rv_360", "ln_rv_1440", "ln_rv_4320", "ln_rv_10080",
        "day_sin_1", "day_cos_1", "day_sin_2", "day_cos_2",
    ];

    private readonly int[] _indexes;

    /// <summary>Finds the regressors in a schema.</summary>
    /// <exception cref="ArgumentException">The schema lacks one of them.</exception>
    public HarRegressors(FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _indexes = [.. Names.Select(schema.IndexOf)];
    }

    /// <summary>Number of regressors.</summary>
    public int Count => _indexes.Length;

    /// <summary>Copies the regressors; false when one is still warming up.</summary>
    public bool TryPick(ReadOnlySpan<double> features, Span<double> regressors)
    {
        bool defined = true;
        for (int i = 0; i < _indexes.Length; i++)
        {
            regressors[i] = features[_indexes[i]];
            defined &= !double.IsNaN(regressors[i]);
        }

        return defined;
    }
}
