using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes what only the tiered perpetual policy has.</summary>
internal static class TieredPerpJson
{
    public const string Kind = "tiered-perp";

    /// <summary>Fields of an instrument beside the usual ones.</summary>
    public static readonly string[] InstrumentFields =
        ["atomicResolution", "tier", "openInterestNotional", "customInitialMarginPpm"];

    public static TieredPerpPolicy Read(JsonElement value, string path, decimal? quantum)
    {
        JsonFields f = JsonFields.Open(value, path, "tiers", "liquidation");
        Dictionary<string, PerpTier> tiers = new(StringComparer.Ordinal);
        JsonFields map = JsonFields.OpenMap(f.Required("tiers"), f.At("tiers"));
        foreach (string name in map.Names)
        {
            tiers[name] = ReadTier(map.Required(name), map.At(name));
        }

        TieredPerpParameters parameters = new(
            tiers, f.Has("liquidation") ? ReadLiquidation(f.Required("liquidation"), f.At("liquidation")) : null);
        return new(parameters, quantum ?? Quantums.QuoteQuantum);
    }

    public static TieredPerpTerms? ReadTerms(JsonFields f) => f.Has("atomicResolution") || f.Has("tier")
        ? new(f.Text("tier"), f.Whole("atomicResolution"))
        {
            OpenInterestNotional = f.Money("openInterestNotional", 0),
            CustomInitialMarginPpm = f.Whole("customInitialMarginPpm", 0),
        }
        : null;

    public static void Write(Utf8JsonWriter w, TieredPerpParameters p)
    {
        w.WriteStartObject("tiers");
        foreach ((string name, PerpTier t) in p.Tiers.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            w.WriteStartObject(name);
            w.WriteNumber("initialMarginPpm", t.InitialMarginPpm);
            w.WriteNumber("maintenanceFractionPpm", t.MaintenanceFractionPpm);
            w.WriteNumber("openInterestLower", t.OpenInterestLower);
            w.WriteNumber("openInterestUpper", t.OpenInterestUpper);
            w.WriteEndObject();
        }

        w.WriteEndObject();
        if (p.Liquidation is PerpLiquidationRules l)
        {
            w.WriteStartObject("liquidation");
            w.WriteNumber("bankruptcyAdjustmentPpm", l.BankruptcyAdjustmentPpm);
            w.WriteNumber("spreadToMaintenancePpm", l.SpreadToMaintenancePpm);
            w.WriteNumber("maxLiquidationFeePpm", l.MaxLiquidationFeePpm);
            w.WriteNumber("minNotional", l.MinNotional);
            w.WriteNumber("maxPortionPpm", l.MaxPortionPpm);
            w.WriteEndObject();
        }
    }

    public static void WriteTerms(Utf8JsonWriter w, TieredPerpTerms terms)
    {
        w.WriteNumber("atomicResolution", terms.AtomicResolution);
        w.WriteString("tier", terms.Tier);
        w.WriteNumber("openInterestNotional", terms.OpenInterestNotional);
        w.WriteNumber("customInitialMarginPpm", terms.CustomInitialMarginPpm);
    }

    public static void WriteDetails(Utf8JsonWriter w, TieredPerpDetails d)
    {
        w.WriteNumber("netCollateralQuantums", d.NetCollateralQuantums);
        w.WriteNumber("initialQuantums", d.InitialQuantums);
        w.WriteNumber("maintenanceQuantums", d.MaintenanceQuantums);
        w.Rows("positions", d.Positions, p =>
        {
            w.WriteString("instrument", p.Instrument);
            w.WriteNumber("initialQuantums", p.InitialQuantums);
            w.WriteNumber("maintenanceQuantums", p.MaintenanceQuantums);
            w.WriteNumber("effectiveInitialMarginPpm", p.EffectiveInitialMarginPpm);
        });
    }

    private static PerpTier ReadTier(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "initialMarginPpm", "maintenanceFractionPpm", "openInterestLower", "openInterestUpper");
        return new(f.Whole("initialMarginPpm"), f.Whole("maintenanceFractionPpm"))
        {
            OpenInterestLower = f.Money("openInterestLower", 0),
            OpenInterestUpper = f.Money("openInterestUpper", 0),
        };
    }

    private static PerpLiquidationRules ReadLiquidation(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "bankruptcyAdjustmentPpm", "spreadToMaintenancePpm", "maxLiquidationFeePpm", "minNotional",
            "maxPortionPpm");
        return new()
        {
            BankruptcyAdjustmentPpm = f.Whole("bankruptcyAdjustmentPpm"),
            SpreadToMaintenancePpm = f.Whole("spreadToMaintenancePpm"),
            MaxLiquidationFeePpm = f.Whole("maxLiquidationFeePpm"),
            MinNotional = f.Money("minNotional"),
            MaxPortionPpm = f.Whole("maxPortionPpm"),
        };
    }
}
