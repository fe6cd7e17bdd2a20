using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>Carries the multipliers from decision to decision and announces rises of maintenance margin.</summary>
internal sealed class OverlayMemory(PipelinePolicy policy, OverlayState? state = null)
{
    private OverlayState? _state = state;
    private Timestamp? _announcedAt;

    /// <summary>Multipliers after the last decision; null before the first.</summary>
    public OverlayState? State => _state;

    /// <summary>The overlay of the next decision.</summary>
    public MarginOverlay For(AnnualizedVolatility reference, IssuedForecast? forecast, SpikeForecast? spike, Timestamp asOf) =>
        new(policy.Overlay, Forecast(reference, forecast, spike, asOf)) { Previous = _state, AnnouncedAt = _announcedAt };

    /// <summary>An overlay without any forecast: the multiplier is held, without decay.</summary>
    public MarginOverlay Held(AnnualizedVolatility reference, Timestamp asOf) =>
        new(policy.Overlay, new OverlayForecast(reference.Fraction, null, null, asOf, asOf + policy.ForecastValidity))
        {
            Previous = _state,
            AnnouncedAt = _announcedAt,
        };

    /// <summary>Notes what was decided.</summary>
    public void Note(MarginOverlay overlay, OverlayOutcome outcome, Timestamp asOf)
    {
        _state = ForecastOverlay.NextState(overlay, outcome, asOf);
        bool rampDone = ForecastOverlay.RampEnd(overlay) is Timestamp end && asOf >= end;
        bool noGap = outcome.Multiplier <= outcome.MaintenanceMultiplier;
        if (rampDone || noGap)
        {
            _announcedAt = null;
        }

        // A later rise is announced anew, with a notice of its own.
        if (_announcedAt is null && outcome.Multiplier > outcome.MaintenanceMultiplier * (1 + policy.AnnounceAt))
        {
            _announcedAt = asOf;
        }
    }

    private OverlayForecast Forecast(AnnualizedVolatility reference, IssuedForecast? forecast, SpikeForecast? spike, Timestamp asOf)
    {
        if (forecast is null)
        {
            return new OverlayForecast(reference.Fraction, null, null, asOf, asOf + policy.ForecastValidity);
        }

        return new OverlayForecast(
            reference.Fraction,
            forecast.Annualize(forecast.LnGarch).Fraction,
            double.IsFinite(forecast.LnBlend) ? forecast.Annualize(forecast.LnBlend).Fraction : null,
            forecast.AsOf,
            forecast.AsOf + policy.ForecastValidity)
        {
            SpikeProbability = spike?.Probability ?? 0,
            SpikeMultiple = policy.SpikeMultiple,
            BundleVerified = forecast.Model.Verified,
        };
    }
}
