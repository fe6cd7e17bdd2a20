using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes what only the span policy has.</summary>
internal static class SpanJson
{
    public const string Kind = "span";

    /// <summary>Fields of an instrument beside the usual ones.</summary>
    public static readonly string[] InstrumentFields = ["riskArray", "compositeDelta"];

    private static readonly Dictionary<string, bool> Sides = new(StringComparer.Ordinal)
    {
        ["opposite"] = true,
        ["same"] = false,
    };

    public static SpanPolicy Read(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(value, path, "maintenanceRatio", "underlyings", "interSpreads");
        f.Required("underlyings");
        return new(
            new()
            {
                MaintenanceRatio = f.Number("maintenanceRatio"),
                Underlyings = f.Rows("underlyings", ReadUnderlying),
                InterSpreads = f.Rows("interSpreads", ReadInterSpread),
            },
            quantum);
    }

    public static SpanArray? ReadArray(JsonFields f)
    {
        if (f.Has("riskArray"))
        {
            return new(
                JsonFields.RowsOf(f.Required("riskArray"), f.At("riskArray"), JsonFields.Finite),
                f.Number("compositeDelta", 0));
        }

        return f.Has("compositeDelta")
            ? throw new InputRefusedException(
                "MissingField", "Field 'compositeDelta' belongs to a risk array.", f.At("riskArray"))
            : null;
    }

    public static void WriteArray(Utf8JsonWriter w, SpanArray array)
    {
        w.Numbers("riskArray", array.Profits);
        w.WriteNumber("compositeDelta", array.CompositeDelta);
    }

    public static void Write(Utf8JsonWriter w, SpanParameters p)
    {
        w.WriteNumber("maintenanceRatio", p.MaintenanceRatio);
        w.Rows("underlyings", p.Underlyings, u => WriteUnderlying(w, u));
        w.Rows("interSpreads", p.InterSpreads, s =>
        {
            w.Rows("legs", s.Legs, leg =>
            {
                w.WriteString("underlying", leg.Underlying);
                w.WriteNumber("deltaPerSpread", leg.DeltaPerSpread);
            });
            w.WriteString("sides", JsonNames.Of(Sides, s.IsOpposite));
            w.WriteNumber("creditRate", s.CreditRate);
        });
    }

    public static void WriteDetails(Utf8JsonWriter w, SpanDetails d) => w.Rows("underlyings", d.Underlyings, u =>
    {
        w.WriteString("underlying", u.Underlying);
        w.Numbers("pnl", u.Profits);
        w.WriteNumber("scanRisk", u.ScanRisk);
        w.WriteNumber("scenario", u.Scenario);
        w.WriteNumber("compositeDelta", u.CompositeDelta);
        w.WriteNumber("weightedPriceRisk", u.WeightedPriceRisk);
        w.WriteNumber("shortOptionMinimum", u.ShortOptionMinimum);
        w.WriteNumber("intraCharge", u.IntraCharge);
        w.WriteNumber("interCredit", u.InterCredit);
    });

    private static SpanUnderlying ReadUnderlying(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "underlying", "priceScanRange", "volScanRange", "volScanRelative", "extremeMultiple",
            "extremeCover", "lookAheadDays", "shortOptionMinimum", "tiers", "intraSpreads", "deliveryCharge");
        return new(f.Text("underlying"), f.Number("priceScanRange"), f.Number("volScanRange"))
        {
            VolScanRelative = f.Flag("volScanRelative", true),
            ExtremeMultiple = f.Number("extremeMultiple", 2),
            ExtremeCover = f.Number("extremeCover", 0.35),
            LookAheadDays = f.Number("lookAheadDays", 1),
            ShortOptionMinimum = f.Number("shortOptionMinimum", 0),
            Tiers = f.Rows("tiers", ReadTier),
            IntraSpreads = f.Rows("intraSpreads", ReadIntraSpread),
            Delivery = f.Has("deliveryCharge") ? ReadDelivery(f.Required("deliveryCharge"), f.At("deliveryCharge")) : null,
        };
    }

    private static SpanTier ReadTier(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "tier", "fromSeconds", "toSeconds");
        return new(f.Whole("tier"), f.Number("fromSeconds"), f.Number("toSeconds"));
    }

    private static IntraSpread ReadIntraSpread(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "longTier", "shortTier", "charge");
        return new(f.Whole("longTier"), f.Whole("shortTier"), f.Number("charge"));
    }

    private static DeliveryCharge ReadDelivery(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "tier", "rate");
        return new(f.Whole("tier"), f.Number("rate"));
    }

    private static InterSpread ReadInterSpread(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "legs", "sides", "creditRate");
        f.Required("legs");
        return new(f.Rows("legs", ReadLeg), f.Word("sides", Sides), f.Number("creditRate"));
    }

    private static SpreadLeg ReadLeg(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "underlying", "deltaPerSpread");
        return new(f.Text("underlying"), f.Number("deltaPerSpread"));
    }

    private static void WriteUnderlying(Utf8JsonWriter w, SpanUnderlying u)
    {
        w.WriteString("underlying", u.Underlying);
        w.WriteNumber("priceScanRange", u.PriceScanRange);
        w.WriteNumber("volScanRange", u.VolScanRange);
        w.WriteBoolean("volScanRelative", u.VolScanRelative);
        w.WriteNumber("extremeMultiple", u.ExtremeMultiple);
        w.WriteNumber("extremeCover", u.ExtremeCover);
        w.WriteNumber("lookAheadDays", u.LookAheadDays);
        w.WriteNumber("shortOptionMinimum", u.ShortOptionMinimum);
        w.Rows("tiers", u.Tiers, t =>
        {
            w.WriteNumber("tier", t.Tier);
            w.WriteNumber("fromSeconds", t.FromSeconds);
            w.WriteNumber("toSeconds", t.ToSeconds);
        });
        w.Rows("intraSpreads", u.IntraSpreads, s =>
        {
            w.WriteNumber("longTier", s.LongTier);
            w.WriteNumber("shortTier", s.ShortTier);
            w.WriteNumber("charge", s.Charge);
        });
        if (u.Delivery is DeliveryCharge delivery)
        {
            w.WriteStartObject("deliveryCharge");
            w.WriteNumber("tier", delivery.Tier);
            w.WriteNumber("rate", delivery.Rate);
            w.WriteEndObject();
        }
    }
}
