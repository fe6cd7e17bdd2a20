using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Losses of one model on a set of decisions.</summary>
public sealed record ModelLosses
{
    /// <summary>Model id.</summary>
    public required string Model { get; init; }

    /// <summary>Share of eligible decisions with a forecast.</summary>
    public required double IssuedShare { get; init; }

    /// <summary>Mean QLIKE; a skipped decision is judged by the forecast before it.</summary>
    public required double Qlike { get; init; }

    /// <summary>Mean QLIKE with its stationary-bootstrap 95 % interval.</summary>
    public required MeanInterval QlikeInterval { get; init; }

    /// <summary>Mean squared error, percent⁴.</summary>
    public required double MeanSquaredError { get; init; }

    /// <summary>√mean((√y − √f)²/y): error of volatility as a share of it.</summary>
    public required double RootMeanSquarePercentageError { get; init; }

    /// <summary>1 − Σ(ln y − ln f)²/Σ(ln y − mean)²; negative when worse than the mean.</summary>
    public required double LogRSquared { get; init; }

    /// <summary>p-value in the model confidence set, in [0, 1].</summary>
    public required double ConfidenceSetPValue { get; init; }

    /// <summary>Whether the model is in the 90 % confidence set: the data cannot tell it from the best.</summary>
    public required bool InConfidenceSet { get; init; }

    /// <summary>Regression of the outcome on the forecast, both in percent²; null when the forecast never
    /// varies.</summary>
    public required MincerZarnowitzResult? Levels { get; init; }

    /// <summary>Regression of ln outcome on ln forecast; null when the forecast never varies. An intercept below 0 is
    /// natural: a forecast of the mean lies above the mean of the log.</summary>
    public required MincerZarnowitzResult? Logs { get; init; }

    /// <summary>Average precision of variance ÷ threshold; null without spikes or at other horizons.</summary>
    public required double? SpikePrAuc { get; init; }

    /// <summary>The same with its interval.</summary>
    public required MeanInterval? SpikePrAucInterval { get; init; }
}
