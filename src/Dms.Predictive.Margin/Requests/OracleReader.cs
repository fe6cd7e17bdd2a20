using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads the request's <c>oracle</c>.</summary>
internal static class OracleReader
{
    private static readonly string[] LimitFields =
    [
        "maxAgeSeconds", "maxConfidenceRatio", "maxDeviation", "minimumSources", "degradedAgeFraction",
        "degradedConfidenceFraction", "maxFutureSeconds",
    ];

    public static MarginOracle Read(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "default", "feeds", "observations", "sequencer");
        FeedLimits limits = ReadLimits(f.Required("default"), f.At("default"), null);
        Dictionary<string, FeedLimits> feeds = new(StringComparer.Ordinal);
        if (f.Has("feeds"))
        {
            JsonFields map = JsonFields.OpenMap(f.Required("feeds"), f.At("feeds"));
            foreach (string id in map.Names)
            {
                feeds[id] = ReadLimits(map.Required(id), map.At(id), limits);
            }
        }

        return new(limits, f.Rows("observations", ReadObservation))
        {
            Feeds = feeds,
            Sequencer = f.Has("sequencer") ? ReadSequencer(f.Required("sequencer"), f.At("sequencer")) : null,
        };
    }

    private static FeedLimits ReadLimits(JsonElement value, string path, FeedLimits? otherwise)
    {
        JsonFields f = JsonFields.Open(value, path, LimitFields);
        return new()
        {
            MaxAgeSeconds = f.Number("maxAgeSeconds", otherwise?.MaxAgeSeconds),
            MaxConfidenceRatio = f.Money("maxConfidenceRatio", otherwise?.MaxConfidenceRatio),
            MaxDeviation = f.Money("maxDeviation", otherwise?.MaxDeviation),
            MinimumSources = f.Whole("minimumSources", otherwise?.MinimumSources),
            DegradedAgeFraction = f.Number("degradedAgeFraction", otherwise?.DegradedAgeFraction ?? 1),
            DegradedConfidenceFraction =
                f.Money("degradedConfidenceFraction", otherwise?.DegradedConfidenceFraction ?? 1),
            MaxFutureSeconds = f.Number("maxFutureSeconds", otherwise?.MaxFutureSeconds ?? 0),
        };
    }

    private static PriceObservation ReadObservation(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "feed", "price", "confidenceInterval", "publishTime", "sources", "reference");
        return new(f.Text("feed"), f.MoneyOrNull("price"), f.Time("publishTime"))
        {
            ConfidenceInterval = f.Money("confidenceInterval", 0),
            Sources = f.Whole("sources", 1),
            Reference = f.MoneyOrNull("reference"),
        };
    }

    private static SequencerState ReadSequencer(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "up", "upSince", "graceSeconds");
        bool up = f.Has("up") ? f.Flag("up", false) : f.Required("up").GetBoolean();
        return new(up, f.Time("upSince"), f.Number("graceSeconds"));
    }
}
