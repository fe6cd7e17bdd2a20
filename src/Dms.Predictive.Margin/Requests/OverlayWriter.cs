using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Writes an overlay as the request's <c>overlay</c> object; a number that is not finite becomes
/// null.</summary>
internal static class OverlayWriter
{
    public static void Write(Utf8JsonWriter w, MarginOverlay overlay)
    {
        w.WriteStartObject();
        w.WriteStartObject("forecast");
        WriteForecast(w, overlay.Forecast);
        w.WriteEndObject();
        WriteRules(w, overlay.Rules);
        WriteAnnounced(w, overlay);
        w.WriteBoolean("killSwitch", overlay.KillSwitch);
        WritePrevious(w, overlay);
        WriteBlocks(w, overlay);
        w.WriteEndObject();
    }

    /// <summary>Writes overlays that share rules, kill switch and blocks as one object.</summary>
    public static void WriteAll(Utf8JsonWriter w, IReadOnlyDictionary<string, MarginOverlay> overlays)
    {
        MarginOverlay first = overlays.Values.First();
        w.WriteStartObject();
        w.WriteStartObject("forecasts");
        foreach ((string id, MarginOverlay overlay) in overlays.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            w.WriteStartObject(id);
            WriteForecast(w, overlay.Forecast);
            WriteAnnounced(w, overlay);
            WritePrevious(w, overlay);
            w.WriteEndObject();
        }

        w.WriteEndObject();
        WriteRules(w, first.Rules);
        w.WriteBoolean("killSwitch", first.KillSwitch);
        WriteBlocks(w, first);
        w.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter w, OverlayRules rules)
    {
        w.WriteNumber("weightMl", rules.WeightMl);
        w.WriteNumber("cap", rules.Cap);
        w.WriteNumber("maxStep", rules.MaxStep);
        w.WriteNumber("stepSeconds", rules.StepSeconds);
        w.WriteNumber("halfLifeSeconds", rules.HalfLifeSeconds);
        w.WriteNumber("noticeSeconds", rules.NoticeSeconds);
        w.WriteNumber("rampSeconds", rules.RampSeconds);
        w.WriteString("maintenanceMode", JsonNames.Of(JsonNames.MaintenanceModes, rules.MaintenanceMode));
    }

    private static void WriteAnnounced(Utf8JsonWriter w, MarginOverlay overlay)
    {
        if (overlay.AnnouncedAt is Timestamp announced)
        {
            w.TimeOf("announcedAt", announced);
        }
    }

    private static void WritePrevious(Utf8JsonWriter w, MarginOverlay overlay)
    {
        if (overlay.Previous is OverlayState previous)
        {
            w.WriteStartObject("previous");
            w.WriteNumber("multiplier", previous.Multiplier);
            w.WriteNumber("maintenanceMultiplier", previous.MaintenanceMultiplier);
            w.TimeOf("at", previous.At);
            w.WriteEndObject();
        }
    }

    private static void WriteBlocks(Utf8JsonWriter w, MarginOverlay overlay)
    {
        if (overlay.Blocks.Count > 0)
        {
            w.WriteStartArray("blocks");
            foreach (GateReason block in overlay.Blocks)
            {
                w.WriteStringValue(block.ToString());
            }

            w.WriteEndArray();
        }
    }

    private static void WriteForecast(Utf8JsonWriter w, OverlayForecast f)
    {
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
    }
}
