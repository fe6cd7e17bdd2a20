using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Names every reason against a forecast, in the order of <see cref="GateReason"/>.</summary>
internal static class OverlayGates
{
    public static IReadOnlyList<GateReason> Check(MarginOverlay overlay, Timestamp asOf)
    {
        OverlayForecast f = overlay.Forecast;
        List<GateReason> reasons = [];
        Add(reasons, overlay.KillSwitch, GateReason.KillSwitch);
        Add(reasons, !IsUsable(f.SigmaMl) || !HasUsableSpike(f), GateReason.ForecastNotFinite);
        Add(reasons, asOf >= f.ValidUntil, GateReason.ForecastExpired);
        Add(reasons, asOf < f.IssuedAt, GateReason.ForecastNotYetValid);
        Add(reasons, f.OutOfDistribution, GateReason.OutOfDistribution);
        Add(reasons, f.CalibrationFailed, GateReason.Miscalibrated);
        Add(reasons, !f.BundleVerified, GateReason.BundleUnverified);
        reasons.AddRange(overlay.Blocks.Distinct().Order());
        Add(reasons, !HasBaseline(f), GateReason.BaselineUnavailable);
        return reasons;
    }

    public static bool HasBaseline(OverlayForecast forecast) =>
        IsUsable(forecast.SigmaReference) && IsUsable(forecast.SigmaGarch);

    private static bool IsUsable(double? sigma) => sigma is > 0 and <= 100;

    private static bool HasUsableSpike(OverlayForecast f) =>
        f.SpikeProbability is >= 0 and <= 1 && f.SpikeMultiple >= 1 && double.IsFinite(f.SpikeMultiple);

    private static void Add(List<GateReason> reasons, bool applies, GateReason reason)
    {
        if (applies)
        {
            reasons.Add(reason);
        }
    }
}
