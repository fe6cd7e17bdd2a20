namespace Dms.Predictive.Volatility;

/// <summary>Options of <c>ForecastBySsa</c> under the names of the ML.NET time-series package; ranges as in
/// <see cref="SsaOptions"/>.</summary>
public sealed record ForecastBySsaOptions
{
    /// <summary>Column written: one value per step ahead.</summary>
    public string OutputColumnName { get; init; } = "Forecast";

    /// <summary>Column read; <c>null</c> = that of the output.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>L ≥ 2.</summary>
    public required int WindowSize { get; init; }

    /// <summary>Observations kept, &gt; L.</summary>
    public required int SeriesLength { get; init; }

    /// <summary>Observations of the training series used, &gt; 2·L.</summary>
    public required int TrainSize { get; init; }

    /// <summary>Steps ahead, ≥ 1.</summary>
    public required int Horizon { get; init; }

    /// <summary>Every observation also moves the signal subspace.</summary>
    public bool IsAdaptive { get; init; }

    /// <summary>Weight of the past in an adaptive model, in [0, 1].</summary>
    public double DiscountFactor { get; init; } = 1;

    /// <summary>How the rank is chosen.</summary>
    public RankSelectionMethod RankSelectionMethod { get; init; } = RankSelectionMethod.Exact;

    /// <summary>Rank of <see cref="RankSelectionMethod.Fixed"/>.</summary>
    public int? Rank { get; init; }

    /// <summary>Largest rank tried.</summary>
    public int? MaxRank { get; init; }

    /// <summary>Roots outside the unit circle are pulled in.</summary>
    public bool ShouldStabilize { get; init; } = true;

    /// <summary>Spectrum and roots are kept.</summary>
    public bool ShouldMaintainInfo { get; init; }

    /// <summary>Largest growth of a stabilised trend.</summary>
    public GrowthRatio? MaxGrowth { get; init; }

    /// <summary>Column of the lower bounds; <c>null</c> = none. Both bounds or neither.</summary>
    public string? ConfidenceLowerBoundColumn { get; init; }

    /// <summary>Column of the upper bounds; <c>null</c> = none.</summary>
    public string? ConfidenceUpperBoundColumn { get; init; }

    /// <summary>Share of outcomes that the bounds are meant to hold, [0, 1).</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>Other horizons may be asked for after training.</summary>
    public bool VariableHorizon { get; init; }

    internal SsaOptions Model => new()
    {
        WindowSize = WindowSize,
        SeriesLength = SeriesLength,
        TrainSize = TrainSize,
        IsAdaptive = IsAdaptive,
        DiscountFactor = DiscountFactor,
        RankSelectionMethod = RankSelectionMethod,
        Rank = Rank,
        MaxRank = MaxRank,
        ShouldStabilize = ShouldStabilize,
        ShouldMaintainInfo = ShouldMaintainInfo,
        MaxGrowth = MaxGrowth,
    };

    internal bool HasBounds => ConfidenceLowerBoundColumn is not null;
}
