using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes what only the scenario-portfolio policy has.</summary>
internal static class ScenarioPortfolioJson
{
    public const string Kind = "scenario-portfolio";

    private static readonly Dictionary<string, VolatilityMove> Moves = new(StringComparer.Ordinal)
    {
        ["up"] = VolatilityMove.Up,
        ["none"] = VolatilityMove.None,
        ["down"] = VolatilityMove.Down,
        ["linear"] = VolatilityMove.Linear,
        ["absolute"] = VolatilityMove.Absolute,
    };

    public static ScenarioPortfolioPolicy Read(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(
            value, path, "settlementWindowSeconds", "scenarios", "volatilityShock", "lossFactors", "basis",
            "contingencies", "skewShock", "scaleVolatility");
        f.Required("scenarios");
        return new(
            new()
            {
                SettlementWindowSeconds = f.Number("settlementWindowSeconds", MarketShift.SettlementWindowSeconds),
                Scenarios = f.Rows("scenarios", ReadScenario),
                VolatilityShock = ReadVolatility(f.Required("volatilityShock"), f.At("volatilityShock")),
                LossFactors = ReadLoss(f.Required("lossFactors"), f.At("lossFactors")),
                Basis = ReadBasis(f.Required("basis"), f.At("basis")),
                Contingencies = ReadContingencies(f.Required("contingencies"), f.At("contingencies")),
                SkewShock = f.Has("skewShock") ? ReadSkew(f.Required("skewShock"), f.At("skewShock")) : null,
                ScaleVolatility = f.Flag("scaleVolatility", false),
            },
            quantum);
    }

    public static void Write(Utf8JsonWriter w, ScenarioPortfolioParameters p)
    {
        w.WriteNumber("settlementWindowSeconds", p.SettlementWindowSeconds);
        w.Rows("scenarios", p.Scenarios, s =>
        {
            w.WriteString("name", s.Name);
            w.WriteNumber("spot", s.Spot);
            w.WriteString("volatility", JsonNames.Of(Moves, s.Volatility));
            w.WriteNumber("dampening", s.Dampening);
        });
        WriteShocks(w, p);
        WriteLoss(w, p.LossFactors);
        WriteContingencies(w, p.Contingencies);
        if (p.SkewShock is SkewShock skew)
        {
            WriteSkew(w, skew);
        }

        if (p.ScaleVolatility)
        {
            w.WriteBoolean("scaleVolatility", true);
        }
    }

    public static void WriteDetails(Utf8JsonWriter w, ScenarioDetails d) => w.Rows("underlyings", d.Underlyings, u =>
    {
        w.WriteString("underlying", u.Underlying);
        w.WriteNumber("worstIndex", u.Worst.Index);
        w.WriteString("worstName", u.Worst.Name);
        w.WriteNumber("worstPnl", u.Worst.Pnl);
        w.WriteNumber("basisPnl", u.BasisPnl);
        w.Numbers("scenarioPnl", u.ScenarioPnl);
    });

    private static PortfolioScenario ReadScenario(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "name", "spot", "volatility", "dampening");
        return new(f.Text("name"), f.Number("spot"), f.Word("volatility", Moves), f.Number("dampening", 1));
    }

    private static VolatilityShock ReadVolatility(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "rangeUp", "rangeDown", "minimumShockedVolatility", "shortTermPower", "longTermPower",
            "daysFloor");
        return new(f.Number("rangeUp"), f.Number("rangeDown"))
        {
            MinimumShockedVolatility = f.Number("minimumShockedVolatility"),
            ShortTermPower = f.Number("shortTermPower"),
            LongTermPower = f.Number("longTermPower"),
            DaysFloor = f.Number("daysFloor"),
        };
    }

    private static LossFactors ReadLoss(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "initial", "maintenance", "positiveDiscount", "negativeDiscount", "longRateMultiplier",
            "longRateAdditive", "shortRateMultiplier", "shortRateAdditive");
        return new(f.Number("initial"), f.Number("maintenance"))
        {
            PositiveDiscount = f.Number("positiveDiscount"),
            NegativeDiscount = f.Number("negativeDiscount"),
            LongRateMultiplier = f.Number("longRateMultiplier"),
            LongRateAdditive = f.Number("longRateAdditive"),
            ShortRateMultiplier = f.Number("shortRateMultiplier"),
            ShortRateAdditive = f.Number("shortRateAdditive"),
        };
    }

    private static BasisShock ReadBasis(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "spotUp", "spotDown", "additive", "perYear");
        return new(f.Number("spotUp"), f.Number("spotDown"), f.Number("additive"), f.Number("perYear"));
    }

    private static PortfolioContingencies ReadContingencies(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "pegThreshold", "pegFactor", "confidenceThreshold", "confidenceMargin", "perpMaintenanceRate",
            "perpInitialRate", "nakedMaintenanceRate", "nakedInitialRate");
        return new()
        {
            PegThreshold = f.Number("pegThreshold"),
            PegFactor = f.Number("pegFactor"),
            ConfidenceThreshold = f.Number("confidenceThreshold"),
            ConfidenceMargin = f.Number("confidenceMargin"),
            PerpMaintenanceRate = f.Number("perpMaintenanceRate"),
            PerpInitialRate = f.Number("perpInitialRate"),
            NakedMaintenanceRate = f.Number("nakedMaintenanceRate"),
            NakedInitialRate = f.Number("nakedInitialRate"),
        };
    }

    private static SkewShock ReadSkew(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "linearBase", "linearCap", "absoluteBase", "absoluteCap", "minimumWidth", "widthScale",
            "volatilityStatic", "volatilitySlope");
        return new()
        {
            LinearBase = f.Number("linearBase"),
            LinearCap = f.Number("linearCap"),
            AbsoluteBase = f.Number("absoluteBase"),
            AbsoluteCap = f.Number("absoluteCap"),
            MinimumWidth = f.Number("minimumWidth"),
            WidthScale = f.Number("widthScale"),
            VolatilityStatic = f.Number("volatilityStatic"),
            VolatilitySlope = f.Number("volatilitySlope"),
        };
    }

    private static void WriteShocks(Utf8JsonWriter w, ScenarioPortfolioParameters p)
    {
        w.WriteStartObject("volatilityShock");
        w.WriteNumber("rangeUp", p.VolatilityShock.RangeUp);
        w.WriteNumber("rangeDown", p.VolatilityShock.RangeDown);
        w.WriteNumber("minimumShockedVolatility", p.VolatilityShock.MinimumShockedVolatility);
        w.WriteNumber("shortTermPower", p.VolatilityShock.ShortTermPower);
        w.WriteNumber("longTermPower", p.VolatilityShock.LongTermPower);
        w.WriteNumber("daysFloor", p.VolatilityShock.DaysFloor);
        w.WriteEndObject();
        w.WriteStartObject("basis");
        w.WriteNumber("spotUp", p.Basis.SpotUp);
        w.WriteNumber("spotDown", p.Basis.SpotDown);
        w.WriteNumber("additive", p.Basis.Additive);
        w.WriteNumber("perYear", p.Basis.PerYear);
        w.WriteEndObject();
    }

    private static void WriteLoss(Utf8JsonWriter w, LossFactors p)
    {
        w.WriteStartObject("lossFactors");
        w.WriteNumber("initial", p.Initial);
        w.WriteNumber("maintenance", p.Maintenance);
        w.WriteNumber("positiveDiscount", p.PositiveDiscount);
        w.WriteNumber("negativeDiscount", p.NegativeDiscount);
        w.WriteNumber("longRateMultiplier", p.LongRateMultiplier);
        w.WriteNumber("longRateAdditive", p.LongRateAdditive);
        w.WriteNumber("shortRateMultiplier", p.ShortRateMultiplier);
        w.WriteNumber("shortRateAdditive", p.ShortRateAdditive);
        w.WriteEndObject();
    }

    private static void WriteContingencies(Utf8JsonWriter w, PortfolioContingencies p)
    {
        w.WriteStartObject("contingencies");
        w.WriteNumber("pegThreshold", p.PegThreshold);
        w.WriteNumber("pegFactor", p.PegFactor);
        w.WriteNumber("confidenceThreshold", p.ConfidenceThreshold);
        w.WriteNumber("confidenceMargin", p.ConfidenceMargin);
        w.WriteNumber("perpMaintenanceRate", p.PerpMaintenanceRate);
        w.WriteNumber("perpInitialRate", p.PerpInitialRate);
        w.WriteNumber("nakedMaintenanceRate", p.NakedMaintenanceRate);
        w.WriteNumber("nakedInitialRate", p.NakedInitialRate);
        w.WriteEndObject();
    }

    private static void WriteSkew(Utf8JsonWriter w, SkewShock p)
    {
        w.WriteStartObject("skewShock");
        w.WriteNumber("linearBase", p.LinearBase);
        w.WriteNumber("linearCap", p.LinearCap);
        w.WriteNumber("absoluteBase", p.AbsoluteBase);
        w.WriteNumber("absoluteCap", p.AbsoluteCap);
        w.WriteNumber("minimumWidth", p.MinimumWidth);
        w.WriteNumber("widthScale", p.WidthScale);
        w.WriteNumber("volatilityStatic", p.VolatilityStatic);
        w.WriteNumber("volatilitySlope", p.VolatilitySlope);
        w.WriteEndObject();
    }
}
