using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Options of <c>DetectIidChangePoint</c> under the names of the ML.NET time-series package.</summary>
public sealed record DetectIidChangePointOptions
{
    /// <summary>Column written: [alert, raw score, p-value, martingale score].</summary>
    public string OutputColumnName { get; init; } = "Prediction";

    /// <summary>Column read; <c>null</c> = that of the output.</summary>
    public string? InputColumnName { get; init; }

    /// <summary>Percent in [0, 100]; see <see cref="ChangePointRule"/>.</summary>
    public required double Confidence { get; init; }

    /// <summary>W ≥ 1: scores and bets remembered.</summary>
    public required int ChangeHistoryLength { get; init; }

    /// <summary>Kind of bet.</summary>
    public MartingaleType Martingale { get; init; } = MartingaleType.Power;

    /// <summary>ε of the power bet, in (0, 1).</summary>
    public double Eps { get; init; } = 0.1;
}
