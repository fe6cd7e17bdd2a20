using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Options of <c>DetectChangePointBySsa</c> under the names of the ML.NET time-series package.</summary>
public sealed record DetectChangePointBySsaOptions
{
    /// <summary>Column written: [alert, raw score, p-value, martingale score].</summary>
    public string OutputColumnName { get; init; } = "Prediction";

    /// <summary>Column read; <c>null</c> = that of the output.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>Percent in [0, 100]; see <see cref="ChangePointRule"/>.</summary>
    public required double Confidence { get; init; }

    /// <summary>W ≥ 1: scores and bets remembered.</summary>
    public required int ChangeHistoryLength { get; init; }

    /// <summary>Observations of the training series used, &gt; 2·<see cref="SeasonalityWindowSize"/>.</summary>
    public required int TrainingWindowSize { get; init; }

    /// <summary>Window of the model, ≥ 2: at least the longest cycle.</summary>
    public required int SeasonalityWindowSize { get; init; }

    /// <summary>Distance between observation and prediction.</summary>
    public ErrorFunction ErrorFunction { get; init; } = ErrorFunction.SignedDifference;

    /// <summary>Kind of bet.</summary>
    public MartingaleType Martingale { get; init; } = MartingaleType.Power;

    /// <summary>ε of the power bet, in (0, 1).</summary>
    public double Eps { get; init; } = 0.1;
}
