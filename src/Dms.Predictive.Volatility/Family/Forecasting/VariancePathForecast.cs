namespace Dms.Predictive.Volatility;

/// <summary>Expected variance of each of the next bars. It says nothing about returns.</summary>
public sealed record VariancePathForecast
{
    /// <summary>Horizon, origin, unit, method.</summary>
    public required ForecastTerms Terms { get; init; }

    /// <summary>Element j is E[h] of bar j + 1 ahead, squared return units.</summary>
    public required IReadOnlyList<double> Variances { get; init; }

    /// <summary>Monte-Carlo standard error of each element; null for closed forms.</summary>
    public required IReadOnlyList<double>? SimulationErrors { get; init; }

    /// <summary>Σ E[h] over the horizon.</summary>
    public double Total => Variances.Sum();

    /// <summary>Quantiles of Σ h over paths: how far the variance itself may go; empty for closed forms.</summary>
    public required IReadOnlyList<ForecastQuantile> TotalQuantiles { get; init; }
}

/// <summary>One quantile.</summary>
/// <param name="Level">In (0, 1).</param>
/// <param name="Value">Quantile.</param>
public readonly record struct ForecastQuantile(double Level, double Value);
