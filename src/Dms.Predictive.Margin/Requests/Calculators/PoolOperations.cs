namespace Dms.Predictive.Margin;

/// <summary>Formulas of markets against a pool.</summary>
internal static class PoolOperations
{
    public static IReadOnlyList<CalculatorOperation> All { get; } =
    [
        new("price-impact", ["long0", "short0", "long1", "short1", "positiveFactor", "negativeFactor", "exponent"], f =>
            new CalculatorResult().Number("impactUsd", PoolFormulas.PriceImpact(
                (f.NotNegative("long0"), f.NotNegative("short0")),
                (f.NotNegative("long1"), f.NotNegative("short1")),
                (f.NotNegative("positiveFactor"), f.NotNegative("negativeFactor")),
                f.Positive("exponent")))),
        new("borrowing-fee", ["sizeUsd", "reservedUsd", "poolUsd", "factorPerSecond", "exponent", "seconds"], f =>
            new CalculatorResult().Number("feeUsd", PoolFormulas.BorrowingFee(
                f.NotNegative("sizeUsd"),
                (f.NotNegative("reservedUsd"), f.Positive("poolUsd")),
                f.NotNegative("factorPerSecond"),
                f.Positive("exponent"),
                f.NotNegative("seconds")))),
        new("kinked-borrowing", ["utilization", "base", "above", "optimal"], Kinked),
        new("capped-pnl", ["poolUsd", "maxPnlFactor", "tradersPnlUsd", "positionPnlUsd", "collateralUsd"], f =>
        {
            double pnl = PoolFormulas.CappedPnl(
                f.NotNegative("poolUsd"), f.NotNegative("maxPnlFactor"), f.Number("tradersPnlUsd"),
                f.Number("positionPnlUsd"));
            return new CalculatorResult().Number("pnlUsd", pnl)
                .Number("payoutUsd", Math.Max(0, f.NotNegative("collateralUsd") + pnl));
        }),
    ];

    private static CalculatorResult Kinked(JsonFields f)
    {
        double optimal = f.Number("optimal");
        Refuse.Unless(optimal is >= 0 and < 1, f.At("optimal"), optimal, "a fraction in [0, 1)");
        return new CalculatorResult().Number("factorPerSecond", PoolFormulas.KinkedBorrowing(
            f.Fraction("utilization"), (f.NotNegative("base"), f.NotNegative("above")), optimal));
    }
}
