using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes what only the pool policy has.</summary>
internal static class PoolJson
{
    public const string Kind = "pool";

    /// <summary>Fields of an instrument beside the usual ones.</summary>
    public static readonly string[] InstrumentFields = ["minPrice", "maxPrice"];

    /// <summary>Fields of a position beside the usual ones.</summary>
    public static readonly string[] PositionFields =
        ["sizeUsd", "collateralAsset", "collateralQuantity", "borrowingFee", "fundingFee", "pendingImpact"];

    private static readonly string[] Common = ["version", "positionFeeFactor", "maxPnlFactorForTraders"];

    private static readonly string[] V1 = [.. Common, "maxLeverage", "liquidationFeeUsd"];

    private static readonly string[] V2 =
    [
        .. Common, "minCollateralFactor", "minCollateralFactorForLiquidation", "minCollateralUsd",
        "maxImpactFactorForLiquidation", "openInterestMultiplier", "positiveImpactFactor", "negativeImpactFactor",
        "impactExponent",
    ];

    public static PoolPolicy Read(JsonElement value, string path, decimal quantum)
    {
        JsonFields version = JsonFields.OpenMap(value, path);
        return version.Text("version") switch
        {
            "v1" => new(ReadV1(JsonFields.Open(value, path, V1)), quantum),
            "v2" => new(ReadV2(JsonFields.Open(value, path, V2)), quantum),
            string other => throw Refuse.OutOfRange(version.At("version"), $"'{other}'", "v1 or v2"),
        };
    }

    public static PoolPosition? ReadPosition(JsonFields f) => PositionFields.Any(f.Has)
        ? new(f.Money("sizeUsd"), f.Text("collateralAsset"), f.Money("collateralQuantity"))
        {
            BorrowingFee = f.Money("borrowingFee", 0),
            FundingFee = f.Money("fundingFee", 0),
            PendingImpact = f.Money("pendingImpact", 0),
        }
        : null;

    public static TradingPool ReadPool(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "long", "short");
        return new(ReadSide(f.Required("long"), f.At("long")), ReadSide(f.Required("short"), f.At("short")));
    }

    public static void Write(Utf8JsonWriter w, PoolParameters p)
    {
        w.WriteString("version", p.Version);
        w.WriteNumber("positionFeeFactor", p.PositionFeeFactor);
        w.WriteNumber("maxPnlFactorForTraders", p.MaxPnlFactorForTraders);
        if (p is PoolV1Parameters v1)
        {
            w.WriteNumber("maxLeverage", v1.MaxLeverage);
            w.WriteNumber("liquidationFeeUsd", v1.LiquidationFeeUsd);
        }
        else if (p is PoolV2Parameters v2)
        {
            w.WriteNumber("minCollateralFactor", v2.MinCollateralFactor);
            w.WriteNumber("minCollateralFactorForLiquidation", v2.MinCollateralFactorForLiquidation);
            w.WriteNumber("minCollateralUsd", v2.MinCollateralUsd);
            w.WriteNumber("maxImpactFactorForLiquidation", v2.MaxImpactFactorForLiquidation);
            w.WriteNumber("openInterestMultiplier", v2.OpenInterestMultiplier);
            w.WriteNumber("positiveImpactFactor", v2.PositiveImpactFactor);
            w.WriteNumber("negativeImpactFactor", v2.NegativeImpactFactor);
            w.WriteNumber("impactExponent", v2.ImpactExponent);
        }
    }

    public static void WritePosition(Utf8JsonWriter w, PoolPosition p)
    {
        w.WriteNumber("sizeUsd", p.SizeUsd);
        w.WriteString("collateralAsset", p.CollateralAsset);
        w.WriteNumber("collateralQuantity", p.CollateralQuantity);
        w.WriteNumber("borrowingFee", p.BorrowingFee);
        w.WriteNumber("fundingFee", p.FundingFee);
        w.WriteNumber("pendingImpact", p.PendingImpact);
    }

    public static void WritePool(Utf8JsonWriter w, TradingPool pool)
    {
        w.WriteStartObject("pool");
        WriteSide(w, "long", pool.Long);
        WriteSide(w, "short", pool.Short);
        w.WriteEndObject();
    }

    public static void WriteDetails(Utf8JsonWriter w, PoolDetails d) => w.Rows("positions", d.Positions, p =>
    {
        w.WriteString("instrument", p.Instrument);
        w.WriteNumber("remaining", p.Remaining);
        w.WriteNumber("pnl", p.Pnl);
        if (p.Impact is double impact)
        {
            w.WriteNumber("impact", impact);
        }

        w.WriteNumber("fees", p.Fees);
        w.WriteBoolean("liquidatable", p.IsLiquidatable);
        w.WriteString("reason", p.Reason.ToString());
        if (p.ReducedSizeUsd is double reduced)
        {
            w.WriteBoolean("reduceOnly", p.IsReduceOnly);
            w.WriteNumber("reducedSizeUsd", reduced);
        }
    });

    private static PoolV1Parameters ReadV1(JsonFields f) => new()
    {
        PositionFeeFactor = f.Money("positionFeeFactor", 0),
        MaxPnlFactorForTraders = f.Money("maxPnlFactorForTraders"),
        MaxLeverage = f.Money("maxLeverage"),
        LiquidationFeeUsd = f.Money("liquidationFeeUsd"),
    };

    private static PoolV2Parameters ReadV2(JsonFields f) => new()
    {
        PositionFeeFactor = f.Money("positionFeeFactor", 0),
        MaxPnlFactorForTraders = f.Money("maxPnlFactorForTraders"),
        MinCollateralFactor = f.Money("minCollateralFactor"),
        MinCollateralFactorForLiquidation = f.Money("minCollateralFactorForLiquidation"),
        MinCollateralUsd = f.Money("minCollateralUsd"),
        MaxImpactFactorForLiquidation = f.Money("maxImpactFactorForLiquidation"),
        OpenInterestMultiplier = f.Number("openInterestMultiplier"),
        PositiveImpactFactor = f.Number("positiveImpactFactor"),
        NegativeImpactFactor = f.Number("negativeImpactFactor"),
        ImpactExponent = f.Number("impactExponent"),
    };

    private static PoolSide ReadSide(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "poolUsd", "openInterestUsd", "tradersPnl");
        return new(f.Money("poolUsd"), f.Money("openInterestUsd"), f.Money("tradersPnl", 0));
    }

    private static void WriteSide(Utf8JsonWriter w, string name, PoolSide side)
    {
        w.WriteStartObject(name);
        w.WriteNumber("poolUsd", side.PoolUsd);
        w.WriteNumber("openInterestUsd", side.OpenInterestUsd);
        w.WriteNumber("tradersPnl", side.TradersPnl);
        w.WriteEndObject();
    }
}
