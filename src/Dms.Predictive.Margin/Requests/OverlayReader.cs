using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads the request's <c>overlay</c>, or the same object without its forecast from a policy file.</summary>
public static class OverlayReader
{
    private static readonly string[] RuleFields =
    [
        "weightMl", "cap", "maxStep", "stepSeconds", "halfLifeSeconds", "noticeSeconds", "rampSeconds",
        "maintenanceMode",
    ];

    private static readonly string[] AllFields =
        [.. RuleFields, "forecast", "forecasts", "announcedAt", "killSwitch", "previous", "blocks"];

    private static readonly string[] ForecastFields =
    [
        "sigmaReference", "sigmaGarch", "sigmaMl", "spikeProbability", "spikeMultiple", "issuedAt", "validUntil",
        "outOfDistribution", "calibration", "bundleVerified",
    ];

    /// <summary>Reads the rules alone.</summary>
    /// <param name="value">The object; only rules may be in it.</param>
    /// <param name="path">Its place, for messages.</param>
    /// <exception cref="InputRefusedException">A field is unknown, missing or of the wrong type.</exception>
    public static OverlayRules ReadRules(JsonElement value, string path) =>
        Rules(JsonFields.Open(value, path, RuleFields));

    /// <summary>Reads one overlay, or one per underlying; exactly one of the two is not null.</summary>
    internal static (MarginOverlay? One, IReadOnlyDictionary<string, MarginOverlay>? Many) Read(
        JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, AllFields);
        if (!f.Has("forecasts"))
        {
            return (Common(f, ReadForecast(f.Required("forecast"), f.At("forecast"))), null);
        }

        if (f.Has("forecast"))
        {
            throw Refuse.OutOfRange(f.At("forecasts"), "forecast and forecasts", "one of the two");
        }

        JsonFields map = JsonFields.OpenMap(f.Required("forecasts"), f.At("forecasts"));
        Dictionary<string, MarginOverlay> overlays = new(StringComparer.Ordinal);
        foreach (string id in map.Names)
        {
            (JsonElement own, string at) = (map.Required(id), map.At(id));
            JsonFields o = JsonFields.Open(own, at, [.. ForecastFields, "previous", "announcedAt"]);
            MarginOverlay common = Common(f, ReadForecast(o, own));
            overlays[id] = common with
            {
                Previous = o.Has("previous") ? ReadPrevious(o.Required("previous"), o.At("previous")) : common.Previous,
                AnnouncedAt = o.TimeOrNull("announcedAt") ?? common.AnnouncedAt,
            };
        }

        return (null, overlays);
    }

    private static MarginOverlay Common(JsonFields f, OverlayForecast forecast) => new(Rules(f), forecast)
    {
        AnnouncedAt = f.TimeOrNull("announcedAt"),
        KillSwitch = f.Flag("killSwitch", false),
        Previous = f.Has("previous") ? ReadPrevious(f.Required("previous"), f.At("previous")) : null,
        Blocks = f.Rows("blocks", ReadBlock),
    };

    private static OverlayRules Rules(JsonFields f) => new()
    {
        WeightMl = f.Number("weightMl"),
        Cap = f.Number("cap"),
        MaxStep = f.Number("maxStep"),
        StepSeconds = f.Number("stepSeconds"),
        HalfLifeSeconds = f.Number("halfLifeSeconds"),
        NoticeSeconds = f.Number("noticeSeconds"),
        RampSeconds = f.Number("rampSeconds"),
        MaintenanceMode = f.Word("maintenanceMode", JsonNames.MaintenanceModes, MaintenanceMode.Ramped),
    };

    private static OverlayForecast ReadForecast(JsonElement value, string path) =>
        ReadForecast(JsonFields.Open(value, path, ForecastFields), value);

    private static OverlayForecast ReadForecast(JsonFields f, JsonElement value)
    {
        return new(
            Sigma(f, "sigmaReference"),
            Sigma(f, "sigmaGarch"),
            Sigma(f, "sigmaMl"),
            f.Time("issuedAt"),
            f.Time("validUntil"))
        {
            SpikeProbability = Spike(f, value, ("spikeProbability", 0, 1)),
            SpikeMultiple = Spike(f, value, ("spikeMultiple", 1, double.MaxValue)),
            OutOfDistribution = f.Flag("outOfDistribution", false),
            CalibrationFailed = f.Word("calibration", JsonNames.CalibrationFailed, false),
            BundleVerified = f.Flag("bundleVerified", true),
        };
    }

    private static double? Sigma(JsonFields f, string name)
    {
        double? sigma = f.NumberOrNull(name);
        Refuse.Unless(sigma is null or (> 0 and <= 100), f.At(name), sigma, "a fraction in (0, 100] or null");
        return sigma;
    }

    // Absent means the neutral value, its lower bound; null means missing, which blocks the learned part.
    private static double Spike(JsonFields f, JsonElement value, (string Name, double Low, double High) field)
    {
        double absent = value.TryGetProperty(field.Name, out _) ? double.NaN : field.Low;
        double? given = f.NumberOrNull(field.Name);
        Refuse.Unless(
            given is null || (given >= field.Low && given <= field.High),
            f.At(field.Name), given, field.High == 1 ? "in [0, 1]" : ">= 1");
        return given ?? absent;
    }

    private static OverlayState ReadPrevious(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "multiplier", "maintenanceMultiplier", "at");
        return new(f.Number("multiplier", 1), f.Number("maintenanceMultiplier", 1), f.Time("at"));
    }

    private static GateReason ReadBlock(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String
        && Enum.TryParse(value.GetString(), out GateReason reason)
        && reason.ToString() == value.GetString()
            ? reason
            : throw Refuse.OutOfRange(path, value.GetRawText(), "a gate reason");
}
