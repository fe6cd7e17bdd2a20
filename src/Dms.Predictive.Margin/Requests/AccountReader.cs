using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads the request's <c>account</c>.</summary>
internal static class AccountReader
{
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
                t.Rows("positions", ReadPosition));
        }

        JsonFields f = JsonFields.Open(value, path, "id", "mode", "cash", "debt", "positions", "collateral");
        return new(f.Text("id"), f.Word("mode", JsonNames.Modes), f.Money("cash", 0), f.Rows("positions", ReadPosition))
        {
            Debt = f.Money("debt", 0),
            Collateral = f.Rows("collateral", (row, at) => ReadCollateral(row, at, kind)),
        };
    }

    public static Position ReadPosition(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "instrument", "quantity", "entryPrice", "unrealizedPnl", "accruedFunding");
        return new(
            f.Text("instrument"),
            f.Money("quantity"),
            f.MoneyOrNull("entryPrice"),
            f.Money("unrealizedPnl", 0),
            f.Money("accruedFunding", 0));
    }

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
