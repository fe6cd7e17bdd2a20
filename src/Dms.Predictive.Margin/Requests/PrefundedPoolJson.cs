using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes what only the prefunded-pool policy has.</summary>
internal static class PrefundedPoolJson
{
    public const string Kind = "prefunded-pool";

    public static PrefundedPoolPolicy Read(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(
            value, path, "confidence", "horizonDays", "yearDays", "volatility", "maintenanceRatio",
            "maximumExposureFactor");
        return new(
            new()
            {
                Confidence = f.Number("confidence"),
                HorizonDays = f.Number("horizonDays"),
                YearDays = f.Number("yearDays", 365),
                Volatility = f.Number("volatility"),
                MaintenanceRatio = f.Number("maintenanceRatio"),
                MaximumExposureFactor = f.Money("maximumExposureFactor"),
            },
            quantum);
    }

    public static PrefundedPool ReadPool(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "netExposureUsd", "layers", "members");
        f.Required("layers");
        return new(f.Money("netExposureUsd"), f.Rows("layers", ReadLayer), f.Rows("members", ReadMember));
    }

    public static void Write(Utf8JsonWriter w, PrefundedPoolParameters p)
    {
        w.WriteNumber("confidence", p.Confidence);
        w.WriteNumber("horizonDays", p.HorizonDays);
        w.WriteNumber("yearDays", p.YearDays);
        w.WriteNumber("volatility", p.Volatility);
        w.WriteNumber("maintenanceRatio", p.MaintenanceRatio);
        w.WriteNumber("maximumExposureFactor", p.MaximumExposureFactor);
    }

    public static void WritePool(Utf8JsonWriter w, PrefundedPool pool)
    {
        w.WriteStartObject("pool");
        w.WriteNumber("netExposureUsd", pool.NetExposureUsd);
        w.Rows("layers", pool.Layers, l =>
        {
            w.WriteString("name", l.Name);
            w.WriteNumber("amount", l.Amount);
        });
        w.Rows("members", pool.Members, m =>
        {
            w.WriteString("id", m.Id);
            w.WriteNumber("shares", m.Shares);
        });
        w.WriteEndObject();
    }

    public static void WriteDetails(Utf8JsonWriter w, PrefundedPoolDetails d)
    {
        w.Rows("waterfall", d.Waterfall, l =>
        {
            w.WriteString("layer", l.Layer);
            w.WriteNumber("absorbed", l.Absorbed);
            w.WriteNumber("remaining", l.Remaining);
        });
        w.Rows("socialized", d.Socialized, s =>
        {
            w.WriteString("member", s.Member);
            w.WriteNumber("amount", s.Amount);
        });
        w.WriteNumber("unallocated", d.Unallocated);
        w.WriteNumber("exposureLimitUsd", d.ExposureLimitUsd);
        w.WriteBoolean("exposureAllowed", d.ExposureAllowed);
        w.WriteNumber("depletionProbability", d.DepletionProbability);
    }

    private static PrefundedLayer ReadLayer(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "name", "amount");
        return new(f.Text("name"), f.Money("amount"));
    }

    private static PrefundedMember ReadMember(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "id", "shares");
        return new(f.Text("id"), f.Money("shares"));
    }
}
