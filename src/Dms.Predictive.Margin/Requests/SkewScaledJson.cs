using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes what only the skew-scaled policy has.</summary>
internal static class SkewScaledJson
{
    public const string Kind = "skew-scaled";

    /// <summary>Fields of an asset beside the usual ones.</summary>
    public static readonly string[] AssetFields =
        ["skewScale", "discountScalar", "minimumDiscount", "maximumDiscount"];

    public static SkewScaledPolicy Read(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(value, path, "keeper");
        return new(f.Has("keeper") ? ReadKeeper(f.Required("keeper"), f.At("keeper")) : null, quantum);
    }

    public static SkewRisk? ReadRisk(JsonFields instrument)
    {
        if (!instrument.Has("risk"))
        {
            return null;
        }

        JsonFields f = JsonFields.Open(
            instrument.Required("risk"), instrument.At("risk"), "skewScale", "initialMarginRatio",
            "minimumInitialMarginRatio", "maintenanceScalar", "minimumPositionMargin", "flagRewardRatio");
        return new()
        {
            SkewScale = f.Number("skewScale"),
            InitialMarginRatio = f.Number("initialMarginRatio"),
            MinimumInitialMarginRatio = f.Number("minimumInitialMarginRatio"),
            MaintenanceScalar = f.Number("maintenanceScalar"),
            MinimumPositionMargin = f.Number("minimumPositionMargin"),
            FlagRewardRatio = f.Number("flagRewardRatio"),
        };
    }

    public static SkewDiscount? ReadDiscount(JsonFields f) => AssetFields.Any(f.Has)
        ? new(
            f.Money("skewScale"),
            f.Money("discountScalar"),
            f.Money("minimumDiscount", 0),
            f.Money("maximumDiscount", 1))
        : null;

    public static void Write(Utf8JsonWriter w, SkewScaledPolicy policy)
    {
        if (policy.Keeper is not KeeperRules k)
        {
            return;
        }

        w.WriteStartObject("keeper");
        w.WriteNumber("executionCost", k.ExecutionCost);
        w.WriteNumber("minimumReward", k.MinimumReward);
        w.WriteNumber("profitRatio", k.ProfitRatio);
        w.WriteNumber("maximumReward", k.MaximumReward);
        w.WriteNumber("marginScaling", k.MarginScaling);
        w.WriteNumber("collateralRatio", k.CollateralRatio);
        w.WriteNumber("windows", k.Windows);
        w.WriteNumber("windowCost", k.WindowCost);
        w.WriteEndObject();
    }

    public static void WriteRisk(Utf8JsonWriter w, SkewRisk r)
    {
        w.WriteStartObject("risk");
        w.WriteNumber("skewScale", r.SkewScale);
        w.WriteNumber("initialMarginRatio", r.InitialMarginRatio);
        w.WriteNumber("minimumInitialMarginRatio", r.MinimumInitialMarginRatio);
        w.WriteNumber("maintenanceScalar", r.MaintenanceScalar);
        w.WriteNumber("minimumPositionMargin", r.MinimumPositionMargin);
        w.WriteNumber("flagRewardRatio", r.FlagRewardRatio);
        w.WriteEndObject();
    }

    public static void WriteDiscount(Utf8JsonWriter w, SkewDiscount d)
    {
        w.WriteNumber("skewScale", d.SkewScale);
        w.WriteNumber("discountScalar", d.Scalar);
        w.WriteNumber("minimumDiscount", d.Minimum);
        w.WriteNumber("maximumDiscount", d.Maximum);
    }

    public static void WriteDetails(Utf8JsonWriter w, SkewScaledDetails d)
    {
        w.Rows("positions", d.Positions, p =>
        {
            w.WriteString("instrument", p.Instrument);
            w.WriteNumber("initial", p.Initial);
            w.WriteNumber("maintenance", p.Maintenance);
            w.WriteNumber("pnl", p.Pnl);
            w.WriteNumber("initialRatio", p.InitialRatio);
            w.WriteNumber("maintenanceRatio", p.MaintenanceRatio);
        });
        w.WriteNumber("liquidationReward", d.LiquidationReward);
        w.WriteNumber("withdrawable", d.Withdrawable);
    }

    private static KeeperRules ReadKeeper(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "executionCost", "minimumReward", "profitRatio", "maximumReward", "marginScaling",
            "collateralRatio", "windows", "windowCost");
        return new()
        {
            ExecutionCost = f.Number("executionCost"),
            MinimumReward = f.Number("minimumReward"),
            ProfitRatio = f.Number("profitRatio"),
            MaximumReward = f.Number("maximumReward"),
            MarginScaling = f.Number("marginScaling"),
            CollateralRatio = f.Number("collateralRatio"),
            Windows = f.Whole("windows"),
            WindowCost = f.Number("windowCost"),
        };
    }
}
