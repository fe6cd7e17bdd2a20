using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>How one factor moved.</summary>
/// <param name="RiskClass">Risk class id.</param>
/// <param name="Bucket">Bucket id within the class.</param>
/// <param name="Factor">Factor id within the bucket.</param>
/// <param name="DailyChanges">Change per day, oldest first, in the unit of the sensitivities: a return where those are
/// quote per unit return. Equal length for all factors, all finite.</param>
public sealed record FactorHistory(
    string RiskClass, string Bucket, string Factor, IReadOnlyList<double> DailyChanges)
{
    /// <summary>Daily changes of the factor's volatility; null = none, and the vega weight must be given.</summary>
    public IReadOnlyList<double>? DailyVolatilityChanges { get; init; }
}

/// <summary>What a calibration should reach.</summary>
public sealed record SensitivityCalibrationRules
{
    /// <summary>Level of the quantiles, in (0.5, 1).</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>Days that a move may take; ≥ 1.</summary>
    public int HorizonDays { get; init; } = 10;

    /// <summary>Maintenance margin as a fraction of initial margin, [0, 1].</summary>
    public double MaintenanceRatio { get; init; } = 0.8;

    /// <summary>Vega weight of buckets without a history of volatilities; null = such a bucket is refused.</summary>
    public double? VegaWeightWithoutHistory { get; init; }
}

/// <summary>Parameters with what they were made from.</summary>
/// <param name="Parameters">What the policy takes.</param>
/// <param name="Factors">One row per factor, ordinal by class, bucket and factor.</param>
/// <param name="Shrinkage">How much each estimate of correlations was shrunk.</param>
/// <param name="Windows">Moves over the horizon that each quantile was taken from; they overlap.</param>
public sealed record SensitivityCalibrationResult(
    SensitivitiesParameters Parameters,
    IReadOnlyList<CalibratedFactor> Factors,
    IReadOnlyList<CorrelationShrinkage> Shrinkage,
    int Windows);

/// <summary>One factor of a calibration.</summary>
/// <param name="RiskClass">Risk class id.</param>
/// <param name="Bucket">Bucket id.</param>
/// <param name="Factor">Factor id.</param>
/// <param name="Weight">Its own quantile; the bucket takes the largest of its factors.</param>
/// <param name="Beyond">Share of windows with a larger move than the bucket's weight.</param>
public sealed record CalibratedFactor(string RiskClass, string Bucket, string Factor, double Weight, double Beyond);

/// <summary>How much an estimate of correlations was shrunk.</summary>
/// <param name="Name">Such as <c>crypto/major</c>, <c>crypto</c> across buckets, or empty across classes.</param>
/// <param name="Sample">Mean correlation of the sample.</param>
/// <param name="Intensity">Share taken off, [0, 1].</param>
public sealed record CorrelationShrinkage(string Name, double Sample, double Intensity);
