using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads the request's <c>addOns</c>.</summary>
internal static class AddOnsReader
{
    public static MarginAddOns Read(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "liquidity", "concentration", "openInterest", "jump", "oracle", "peg", "collateral",
            "instruments");
        return new()
        {
            Liquidity = One(f, "liquidity", ["impactCoefficient"], r => new LiquidityAddOn(r.Number("impactCoefficient"))),
            Concentration = One(
                f, "concentration", ["participation", "marginPeriodDays", "rate"],
                r => new ConcentrationAddOn(r.Number("participation"), r.Number("marginPeriodDays"), r.Number("rate"))),
            OpenInterest = One(
                f, "openInterest", ["maximumRate"], r => new OpenInterestAddOn(r.Number("maximumRate"))),
            Jump = One(
                f, "jump", ["jumpSize", "coveredMove", "coverage"],
                r => new JumpAddOn(r.Number("jumpSize"), r.Number("coveredMove"), r.Number("coverage"))),
            Oracle = One(
                f, "oracle", ["confidenceThreshold", "confidenceMargin"],
                r => new ConfidenceAddOn(r.Number("confidenceThreshold"), r.Number("confidenceMargin"))),
            Peg = One(
                f, "peg", ["threshold", "factor"], r => new PegAddOn(r.Number("threshold"), r.Number("factor"))),
            Collateral = f.Flag("collateral", false),
            Instruments = ReadInstruments(f),
        };
    }

    private static T? One<T>(JsonFields f, string name, string[] allowed, Func<JsonFields, T> read)
        where T : class => f.Has(name) ? read(JsonFields.Open(f.Required(name), f.At(name), allowed)) : null;

    private static Dictionary<string, InstrumentDepth> ReadInstruments(JsonFields f)
    {
        Dictionary<string, InstrumentDepth> depths = new(StringComparer.Ordinal);
        if (!f.Has("instruments"))
        {
            return depths;
        }

        JsonFields map = JsonFields.OpenMap(f.Required("instruments"), f.At("instruments"));
        foreach (string id in map.Names)
        {
            JsonFields row = JsonFields.Open(
                map.Required(id), map.At(id), "averageDailyVolume", "dailyVolatility", "spread", "openInterest",
                "openInterestLower", "openInterestUpper");
            depths[id] = new()
            {
                AverageDailyVolume = row.NumberOrNull("averageDailyVolume"),
                DailyVolatility = row.NumberOrNull("dailyVolatility"),
                Spread = row.NumberOrNull("spread"),
                OpenInterest = row.NumberOrNull("openInterest"),
                OpenInterestLower = row.NumberOrNull("openInterestLower"),
                OpenInterestUpper = row.NumberOrNull("openInterestUpper"),
            };
        }

        return depths;
    }
}
