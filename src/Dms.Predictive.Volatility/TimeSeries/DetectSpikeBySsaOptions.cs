using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Options of <c>DetectSpikeBySsa</c> under the names of the ML.NET time-series package.</summary>
public sealed record DetectSpikeBySsaOptions
{
    /// <summary>Column written: [alert, raw score, p-value].</summary>
    public string OutputColumnName { get; init; } = "Prediction";

    /// <summary>Column read; <c>null</c> = that of the output.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>Percent in [0, 100]: alert when p ≤ 1 − confidence/100.</summary>
    public required double Confidence { get; init; }

    /// <summary>W ≥ 1: scores remembered.</summary>
    public required int PvalueHistoryLength { get; init; }

    /// <summary>Observations of the training series used, &gt; 2·<see cref="SeasonalityWindowSize"/>.</summary>
    public required int TrainingWindowSize { get; init; }

    /// <summary>Window of the model, ≥ 2: at least the longest cycle.</summary>
    public required int SeasonalityWindowSize { get; init; }

    /// <summary>Which deviations count.</summary>
    public AnomalySide Side { get; init; } = AnomalySide.TwoSided;

    /// <summary>Distance between observation and prediction.</summary>
    public ErrorFunction ErrorFunction { get; init; } = ErrorFunction.SignedDifference;
}
