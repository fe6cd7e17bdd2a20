namespace Dms.Predictive.Core;

/// <summary>The volatility forecast that may raise margin, with what speaks for and against trusting it.</summary>
/// <param name="SigmaReference">The policy's own baseline volatility, annualized fraction; null or not &gt; 0 =
/// missing.</param>
/// <param name="SigmaGarch">GARCH forecast, annualized fraction; null or not &gt; 0 = missing.</param>
/// <param name="SigmaMl">Learned forecast, annualized fraction; null or not &gt; 0 = missing.</param>
/// <param name="IssuedAt">First instant at which the forecast may be used.</param>
/// <param name="ValidUntil">First instant at which it may no longer be used.</param>
public sealed record OverlayForecast(
    double? SigmaReference, double? SigmaGarch, double? SigmaMl, Timestamp IssuedAt, Timestamp ValidUntil)
{
    /// <summary>Calibrated probability of a spike, [0, 1]; NaN blocks the learned part.</summary>
    public double SpikeProbability { get; init; }

    /// <summary>Volatility multiple that a spike is taken to mean; ≥ 1.</summary>
    public double SpikeMultiple { get; init; } = 1;

    /// <summary>The features lie outside what the model was trained on.</summary>
    public bool OutOfDistribution { get; init; }

    /// <summary>The model's calibration check failed.</summary>
    public bool CalibrationFailed { get; init; }

    /// <summary>Hash and signature of the model bundle were checked.</summary>
    public bool BundleVerified { get; init; } = true;
}
