using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes what only the debt-pool policy has.</summary>
internal static class DebtPoolJson
{
    public const string Kind = "debt-pool";

    public static DebtPoolPolicy Read(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(value, path, "issuanceRatio", "liquidationRatio", "penalty");
        return new(new(f.Money("issuanceRatio"), f.Money("liquidationRatio"), f.Money("penalty")), quantum);
    }

    public static DebtPool ReadPool(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "totalDebt", "totalShares");
        return new(f.Money("totalDebt"), f.Money("totalShares"));
    }

    public static void Write(Utf8JsonWriter w, DebtPoolParameters p)
    {
        w.WriteNumber("issuanceRatio", p.IssuanceRatio);
        w.WriteNumber("liquidationRatio", p.LiquidationRatio);
        w.WriteNumber("penalty", p.Penalty);
    }

    public static void WritePool(Utf8JsonWriter w, DebtPool pool)
    {
        w.WriteStartObject("debtPool");
        w.WriteNumber("totalDebt", pool.TotalDebt);
        w.WriteNumber("totalShares", pool.TotalShares);
        w.WriteEndObject();
    }

    public static void WriteDetails(Utf8JsonWriter w, DebtPoolDetails d)
    {
        w.WriteNumber("debt", d.Debt);
        if (d.CollateralRatio is decimal ratio)
        {
            w.WriteNumber("collateralRatio", ratio);
        }
        else
        {
            w.WriteNull("collateralRatio");
        }

        w.WriteNumber("cureAmount", d.CureAmount);
        w.WriteBoolean("liquidatable", d.IsLiquidatable);
    }
}
