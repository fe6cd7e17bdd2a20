using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Writes an overlay as the request's <c>overlay</c> object; a number that is not finite becomes
/// null.</summary>
internal static class OverlayWriter
{
    public static void Write(Utf8JsonWriter w, MarginOverlay overlay)
    {
        OverlayRules rules = overlay.Rules;
        w.WriteStartObject();
        WriteForecast(w, overlay.Forecast);
        w.WriteNumber("weightMl", rules.WeightMl);
        w.WriteNumber("cap", rules.Cap);
        w.WriteNumber("maxStep", rules.MaxStep);
        w.WriteNumber("stepSeconds", rules.StepSeconds);
        w.WriteNumber("halfLifeSeconds", rules.HalfLifeSeconds);
        w.WriteNumber("noticeSeconds", rules.NoticeSeconds);
        w.WriteNumber("rampSeconds", rules.RampSeconds);
        w.WriteString("maintenanceMode", JsonNames.Of(JsonNames.MaintenanceModes, rules.MaintenanceMode));
        if (overlay.AnnouncedAt is Timestamp announced)
        {
            w.TimeOf("announcedAt", announced);
        }

        w.WriteBoolean("killSwitch", overlay.KillSwitch);
        if (overlay.Previous is OverlayState previous)
        {
            w.WriteStartObject("previous");
            w.WriteNumber("multiplier", previous.Multiplier);
            w.WriteNumber("maintenanceMultiplier", previous.MaintenanceMultiplier);
            w.TimeOf("at", previous.At);
            w.WriteEndObject();
        }

        if (overlay.Blocks.Count > 0)
        {
            w.WriteStartArray("blocks");
            foreach (GateReason block in overlay.Blocks)
            {
                w.WriteStringValue(block.ToString());
            }

            w.WriteEndArray();
        }

        w.WriteEndObject();
    }

    private static void WriteForecast(Utf8JsonWriter w, OverlayForecast f)
    {
        w.WriteStartObject("forecast");
        w.NumberOrNull("sigmaReference", f.SigmaReference);
        w.NumberOrNull("sigmaGarch", f.SigmaGarch);
        w.NumberOrNull("sigmaMl", f.SigmaMl);
        w.NumberOrNull("spikeProbability", f.SpikeProbability);
        w.NumberOrNull("spikeMultiple", f.SpikeMultiple);
        w.TimeOf("issuedAt", f.IssuedAt);
        w.TimeOf("validUntil", f.ValidUntil);
        w.WriteBoolean("outOfDistribution", f.OutOfDistribution);
        w.WriteString("calibration", JsonNames.Of(JsonNames.CalibrationFailed, f.CalibrationFailed));
        w.WriteBoolean("bundleVerified", f.BundleVerified);
        w.WriteEndObject();
    }
}
