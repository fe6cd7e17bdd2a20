using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Formulas of liquidations.</summary>
internal static class LiquidationOperations
{
    public static IReadOnlyList<CalculatorOperation> All { get; } =
    [
        new("keeper-reward", ["executionCost", "flagReward", "minimumReward", "profitRatio", "maximumReward"], f =>
            new CalculatorResult().Money("reward", LiquidationAmounts.KeeperReward(
                f.NotNegativeMoney("executionCost"),
                f.NotNegativeMoney("flagReward"),
                (f.NotNegativeMoney("minimumReward"), f.NotNegativeMoney("profitRatio")),
                f.NotNegativeMoney("maximumReward")))),
        new("liquidation-window",
            ["makerFee", "takerFee", "skewScale", "multiplier", "windowSeconds", "attempts"], Window),
        new("adl-settlement", ["bankruptQuantity", "bankruptQuote", "offsetQuantity", "offsetQuote"], Deleverage),
        new("cure-amount", ["debt", "collateral", "issuanceRatio", "penalty"], Cure),
        new("linear-liquidation-price", ["equity", "quantity", "mark", "maintenanceRate", "otherMaintenance"], f =>
            new CalculatorResult().NumberOrNull("price", LinearLiquidationPrice.Solve(
                (f.Number("quantity"), f.Positive("mark")),
                f.Number("equity"),
                f.NotNegative("maintenanceRate"),
                f.NotNegative("otherMaintenance", 0)))),
    ];

    private static CalculatorResult Window(JsonFields f)
    {
        decimal window = f.Money("windowSeconds");
        Refuse.Unless(window > 0, f.At("windowSeconds"), window, "> 0 seconds");
        decimal capacity = LiquidationThrottle.Capacity(
            f.NotNegativeMoney("makerFee"),
            f.NotNegativeMoney("takerFee"),
            (f.NotNegativeMoney("skewScale"), f.NotNegativeMoney("multiplier")),
            window);
        IReadOnlyList<LiquidationAttempt> attempts = f.Rows("attempts", ReadAttempt);
        for (int i = 1; i < attempts.Count; i++)
        {
            Refuse.Unless(
                attempts[i].At >= attempts[i - 1].At, $"{f.At("attempts")}[{i}].at", attempts[i].At,
                "not before the previous attempt");
        }

        return new CalculatorResult().Money("capacity", capacity).Rows(
            "results",
            [.. LiquidationThrottle.Run(capacity, window, attempts).Select(r => new CalculatorResult()
                .Money("liquidated", r.Liquidated).Money("remaining", r.Remaining))]);
    }

    private static LiquidationAttempt ReadAttempt(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "at", "size");
        return new(f.Money("at"), f.NotNegativeMoney("size"));
    }

    private static CalculatorResult Deleverage(JsonFields f)
    {
        (decimal bankrupt, decimal offset) = (f.Money("bankruptQuantity"), f.Money("offsetQuantity"));
        Refuse.Unless(bankrupt != 0, f.At("bankruptQuantity"), bankrupt, "a position other than 0");
        if (Math.Sign(bankrupt) * Math.Sign(offset) >= 0)
        {
            throw new InputRefusedException(
                "SameSide", $"Found quantities {bankrupt} and {offset}; allowed are opposite signs.",
                f.At("offsetQuantity"));
        }

        AdlSettlement settled = LiquidationAmounts.Deleverage(
            (bankrupt, f.Money("bankruptQuote")), (offset, f.Money("offsetQuote")));
        return new CalculatorResult()
            .Money("price", settled.Price).Money("quantity", settled.Quantity)
            .Money("bankruptQuoteAfter", settled.BankruptQuoteAfter)
            .Money("offsetQuoteAfter", settled.OffsetQuoteAfter);
    }

    private static CalculatorResult Cure(JsonFields f)
    {
        (decimal ratio, decimal penalty) = (f.NotNegativeMoney("issuanceRatio"), f.NotNegativeMoney("penalty"));
        Refuse.Unless((1 + penalty) * ratio < 1, f.At("issuanceRatio"), ratio, "a ratio with (1 + penalty)·ratio < 1");
        return new CalculatorResult().Money("amount", LiquidationAmounts.Cure(
            f.NotNegativeMoney("debt"), f.NotNegativeMoney("collateral"), ratio, penalty));
    }
}
