using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Options of <c>DetectIidSpike</c> under the names of the ML.NET time-series package.</summary>
public sealed record DetectIidSpikeOptions
{
    /// <summary>Column written: [alert, raw score, p-value].</summary>
    public string OutputColumnName { get; init; } = "Prediction";

    /// <summary>Column read; <c>null</c> = that of the output.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>Percent in [0, 100]: alert when p ≤ 1 − confidence/100.</summary>
    public required double Confidence { get; init; }

    /// <summary>W ≥ 1: scores remembered.</summary>
    public required int PvalueHistoryLength { get; init; }

    /// <summary>Which deviations count.</summary>
    public AnomalySide Side { get; init; } = AnomalySide.TwoSided;
}
