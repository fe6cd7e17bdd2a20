namespace Dms.Predictive.Core;

/// <summary>A variance that a model expects over (as-of, as-of + horizon].</summary>
/// <param name="Model">Model id: <c>ewma</c>, <c>garch</c>, <c>har</c>, <c>gbdt</c>, <c>blend</c> …</param>
/// <param name="AsOf">Information cut-off.</param>
/// <param name="Variance">Expected variance with its horizon.</param>
public sealed record VarianceForecast(string Model, Timestamp AsOf, PeriodVariance Variance);

/// <summary>A calibrated chance that realized variance over the horizon exceeds the threshold.</summary>
/// <param name="AsOf">Information cut-off.</param>
/// <param name="Horizon">Span that the forecast covers.</param>
/// <param name="Probability">Calibrated probability in [0, 1].</param>
/// <param name="ThresholdPercentSquared">Realized variance that counts as a spike, percent².</param>
public sealed record SpikeForecast(
    Timestamp AsOf, TimeSpan Horizon, double Probability, double ThresholdPercentSquared);
