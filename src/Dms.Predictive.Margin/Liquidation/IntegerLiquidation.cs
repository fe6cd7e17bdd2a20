using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>
/// Limits of a liquidation order in whole quantums: no double takes part, every division says which way it rounds.
/// Prices are fractions of quote quantums per base quantum.
/// </summary>
public static class IntegerLiquidation
{
    private static readonly BigInteger Million = 1_000_000;

    /// <summary>Computes the limits of one order.</summary>
    /// <param name="state">Account and position before and after the order.</param>
    /// <param name="rules">Governed limits.</param>
    /// <param name="fillQuote">Quote quantums that the fill brings in (sell) or costs (buy, negative); null = not filled.
    /// </param>
    /// <exception cref="ArgumentException">The order does not shrink the position.</exception>
    public static LiquidationOrder Of(LiquidationState state, PerpLiquidationRules rules, BigInteger? fillQuote)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rules);
        if (state.Delta.Sign != -state.Quantity.Sign || BigInteger.Abs(state.Delta) > BigInteger.Abs(state.Quantity))
        {
            throw new ArgumentException(
                $"Found a change of {state.Delta} on a position of {state.Quantity}; allowed is a smaller or equal "
                + "amount of the opposite sign.", nameof(state));
        }

        BigInteger? bankruptcy = Bankruptcy(state);
        BigInteger notional = BigInteger.Abs(state.Notional);
        BigInteger smallest = (BigInteger)rules.MinNotional;
        return new(IsLiquidatable(state.AccountCollateral, state.AccountMaintenance), bankruptcy)
        {
            Fillable = Fillable(state, rules),
            InsuranceDelta = fillQuote is BigInteger fill && bankruptcy is BigInteger at
                ? Insurance(fill, at, rules.MaxLiquidationFeePpm)
                : null,
            MaximumNotional = BigInteger.Max(smallest, notional * rules.MaxPortionPpm / Million),
            MinimumNotional = BigInteger.Min(notional, smallest),
        };
    }

    /// <summary>Whether an account may be liquidated: it has positions and less collateral than they need.</summary>
    /// <param name="collateral">Net collateral, quote quantums.</param>
    /// <param name="maintenance">Maintenance margin, quote quantums.</param>
    public static bool IsLiquidatable(BigInteger collateral, BigInteger maintenance) =>
        maintenance.Sign > 0 && maintenance > collateral;

    /// <summary>
    /// Whether an account that is below its margin may make a change: maintenance margin must not rise and collateral
    /// per maintenance margin must not fall. Compared by cross-multiplying, so that nothing is rounded.
    /// </summary>
    /// <param name="before">Collateral and maintenance margin before the change, quote quantums.</param>
    /// <param name="after">The same after it.</param>
    public static bool MayChange(
        (BigInteger Collateral, BigInteger Maintenance) before, (BigInteger Collateral, BigInteger Maintenance) after) =>
        after.Maintenance <= before.Maintenance
        && after.Collateral * before.Maintenance >= before.Collateral * after.Maintenance;

    // −ΔNotional − ⌊NC·|ΔMM| / MM⌋: the account gives up its collateral in proportion to the margin it is freed of.
    private static BigInteger? Bankruptcy(LiquidationState s) => s.AccountMaintenance.IsZero
        ? null
        : -(s.NotionalAfter - s.Notional) - UnitPrice.DivideDown(
            s.AccountCollateral * BigInteger.Abs(s.MaintenanceAfter - s.Maintenance), s.AccountMaintenance);

    // (N − ABR·spread·MM of the position) / q with ABR = clamp(adjustment·(1 − NC/MM), 0, 1), as one fraction.
    private static QuantumPrice? Fillable(LiquidationState s, PerpLiquidationRules rules)
    {
        if (s.AccountMaintenance.IsZero)
        {
            return null;
        }

        BigInteger whole = Million * s.AccountMaintenance;
        BigInteger rating = BigInteger.Clamp(
            rules.BankruptcyAdjustmentPpm * (s.AccountMaintenance - s.AccountCollateral), 0, whole);
        BigInteger numerator = (s.Notional * whole * Million) - (rating * rules.SpreadToMaintenancePpm * s.Maintenance);
        return new(numerator, whole * Million * s.Quantity);
    }

    // Negative: the fund pays. Positive: the fund receives, at most the fee on the fill.
    private static BigInteger Insurance(BigInteger fill, BigInteger bankruptcy, BigInteger maxFeePpm)
    {
        BigInteger delta = fill - bankruptcy;
        return BigInteger.Min(delta, BigInteger.Abs(fill) * maxFeePpm / Million);
    }
}

/// <summary>Account and position before and after a liquidation order; all amounts in quote quantums.</summary>
/// <param name="Quantity">Position, base quantums; not 0.</param>
/// <param name="Delta">Change of the position, base quantums.</param>
/// <param name="Notional">Value of the position, signed.</param>
/// <param name="NotionalAfter">Value after the order at the same price, signed.</param>
/// <param name="Maintenance">Maintenance margin of the position.</param>
/// <param name="MaintenanceAfter">Maintenance margin of the position after the order.</param>
/// <param name="AccountCollateral">Net collateral of the account.</param>
/// <param name="AccountMaintenance">Maintenance margin of the account.</param>
public sealed record LiquidationState(
    BigInteger Quantity,
    BigInteger Delta,
    BigInteger Notional,
    BigInteger NotionalAfter,
    BigInteger Maintenance,
    BigInteger MaintenanceAfter,
    BigInteger AccountCollateral,
    BigInteger AccountMaintenance);

/// <summary>What a liquidation order may do.</summary>
/// <param name="IsLiquidatable">Whether the account may be liquidated at all.</param>
/// <param name="Bankruptcy">Quote quantums at which the order leaves the account nothing to lose; null without
/// margin.</param>
public sealed record LiquidationOrder(bool IsLiquidatable, BigInteger? Bankruptcy)
{
    /// <summary>Worst price at which it may fill, before rounding to the tick; null without margin.</summary>
    public QuantumPrice? Fillable { get; init; }

    /// <summary>What the insurance fund receives, quote quantums; negative = pays, null = not filled.</summary>
    public BigInteger? InsuranceDelta { get; init; }

    /// <summary>Largest order, quote quantums.</summary>
    public required BigInteger MaximumNotional { get; init; }

    /// <summary>Smallest order, quote quantums.</summary>
    public required BigInteger MinimumNotional { get; init; }
}
