namespace Dms.Predictive.Margin;

/// <summary>Margin of one tier of perpetuals, parts per million and quote quantums.</summary>
/// <param name="InitialMarginPpm">Initial margin fraction, (0, 1e6].</param>
/// <param name="MaintenanceFractionPpm">Maintenance margin as a fraction of initial margin, [0, 1e6].</param>
public sealed record PerpTier(int InitialMarginPpm, int MaintenanceFractionPpm)
{
    /// <summary>Open interest above which initial margin grows; whole, ≥ 0.</summary>
    public decimal OpenInterestLower { get; init; }

    /// <summary>Open interest at which it reaches the whole notional; 0 = it never grows, else above the lower
    /// bound.</summary>
    public decimal OpenInterestUpper { get; init; }
}

/// <summary>Rules of a liquidation order, parts per million and quote quantums.</summary>
public sealed record PerpLiquidationRules
{
    /// <summary>Factor of the bankruptcy rating; ≥ 0.</summary>
    public required int BankruptcyAdjustmentPpm { get; init; }

    /// <summary>Largest spread of the fillable price as a fraction of maintenance margin; ≥ 0.</summary>
    public required int SpreadToMaintenancePpm { get; init; }

    /// <summary>Largest fee of the insurance fund, [0, 1e6].</summary>
    public required int MaxLiquidationFeePpm { get; init; }

    /// <summary>Smallest order, quote quantums; whole, ≥ 0.</summary>
    public required decimal MinNotional { get; init; }

    /// <summary>Largest share of the position in one order, [0, 1e6].</summary>
    public required int MaxPortionPpm { get; init; }
}

/// <summary>Parameters of the tiered perpetual policy.</summary>
/// <param name="Tiers">Tiers by name.</param>
/// <param name="Liquidation">Rules of liquidation orders; null = none are made.</param>
public sealed record TieredPerpParameters(
    IReadOnlyDictionary<string, PerpTier> Tiers, PerpLiquidationRules? Liquidation = null)
{
    private const int Million = 1_000_000;
    private const string Ppm = "in [0, 1000000] parts per million";

    internal void Check()
    {
        foreach ((string name, PerpTier t) in Tiers)
        {
            string at = $"policy.parameters.tiers.{name}.";
            Refuse.Unless(
                t.InitialMarginPpm is > 0 and <= Million,
                at + "initialMarginPpm", t.InitialMarginPpm, "in (0, 1000000] parts per million");
            CheckPpm(t.MaintenanceFractionPpm, at + "maintenanceFractionPpm");
            CheckQuantums(t.OpenInterestLower, at + "openInterestLower");
            CheckQuantums(t.OpenInterestUpper, at + "openInterestUpper");
            Refuse.Unless(
                t.OpenInterestUpper == 0 || t.OpenInterestUpper > t.OpenInterestLower,
                at + "openInterestUpper", t.OpenInterestUpper, "0 or above openInterestLower");
        }

        if (Liquidation is PerpLiquidationRules l)
        {
            const string At = "policy.parameters.liquidation.";
            Refuse.Unless(
                l.BankruptcyAdjustmentPpm >= 0, At + "bankruptcyAdjustmentPpm", l.BankruptcyAdjustmentPpm, ">= 0");
            Refuse.Unless(
                l.SpreadToMaintenancePpm >= 0, At + "spreadToMaintenancePpm", l.SpreadToMaintenancePpm, ">= 0");
            CheckPpm(l.MaxLiquidationFeePpm, At + "maxLiquidationFeePpm");
            CheckQuantums(l.MinNotional, At + "minNotional");
            CheckPpm(l.MaxPortionPpm, At + "maxPortionPpm");
        }
    }

    internal static void CheckQuantums(decimal value, string where) => Refuse.Unless(
        value >= 0 && value == decimal.Truncate(value), where, value, "a whole number >= 0 of quote quantums");

    internal static void CheckPpm(int value, string where) =>
        Refuse.Unless(value is >= 0 and <= Million, where, value, Ppm);
}
