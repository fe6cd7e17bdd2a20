using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads the request's <c>account</c>.</summary>
internal static class AccountReader
{
    private static readonly string[] Plain =
        ["instrument", "quantity", "entryPrice", "unrealizedPnl", "accruedFunding"];

    /// <param name="value">The object.</param>
    /// <param name="path">Its place, for messages.</param>
    /// <param name="kind">Kind of the policy: fields of another kind are unknown.</param>
    public static Account Read(JsonElement value, string path, string kind)
    {
        if (kind == TieredPerpJson.Kind)
        {
            JsonFields t = JsonFields.Open(value, path, "id", "mode", "quoteQuantums", "positions");
            return new(
                t.Text("id"),
                t.Word("mode", JsonNames.Modes),
                t.Money("quoteQuantums") * Quantums.QuoteQuantum,
                t.Rows("positions", (row, at) => ReadPosition(row, at, kind)));
        }

        JsonFields f = JsonFields.Open(
            value, path,
            ["id", "mode", "cash", "debt", "positions", "collateral", .. OwnFieldsOf(kind)]);
        return new(
            f.Text("id"), f.Word("mode", JsonNames.Modes), f.Money("cash", 0),
            f.Rows("positions", (row, at) => ReadPosition(row, at, kind)))
        {
            Debt = f.Money("debt", 0),
            DebtShares = f.Money("debtShares", 0),
            Sensitivities = f.Rows("sensitivities", SensitivitiesJson.ReadSensitivity),
            ExposureUsd = f.Money("exposureUsd", 0),
            LossToAbsorb = f.Money("lossToAbsorb", 0),
            Collateral = f.Rows("collateral", (row, at) => ReadCollateral(row, at, kind)),
        };
    }

    public static Position ReadPosition(JsonElement value, string path, string kind)
    {
        bool isPooled = kind == PoolJson.Kind;
        JsonFields f = JsonFields.Open(value, path, isPooled ? [.. Plain, .. PoolJson.PositionFields] : Plain);
        return new(
            f.Text("instrument"),
            f.Money("quantity"),
            f.MoneyOrNull("entryPrice"),
            f.Money("unrealizedPnl", 0),
            f.Money("accruedFunding", 0))
        {
            Pool = isPooled ? PoolJson.ReadPosition(f) : null,
        };
    }

    private static string[] OwnFieldsOf(string kind) => kind switch
    {
        DebtPoolJson.Kind => ["debtShares"],
        PrefundedPoolJson.Kind => ["exposureUsd", "lossToAbsorb"],
        SensitivitiesJson.Kind => ["sensitivities"],
        _ => [],
    };

    private static CollateralHolding ReadCollateral(JsonElement value, string path, string kind)
    {
        JsonFields f = JsonFields.Open(
            value, path, "asset", "quantity", "initialHaircut", "maintenanceHaircut", "riskCancelling");
        bool cancels = f.Flag("riskCancelling", false);
        if (cancels && kind != ScenarioPortfolioJson.Kind)
        {
            throw new InputRefusedException(
                "NotSupported",
                "Only scenario-portfolio sets collateral against positions. Leave it out.",
                f.At("riskCancelling"));
        }

        return new(f.Text("asset"), f.Money("quantity"))
        {
            InitialHaircut = f.Number("initialHaircut", 0),
            MaintenanceHaircut = f.Number("maintenanceHaircut", 0),
            RiskCancelling = cancels,
        };
    }
}
