namespace Dms.Predictive.Core;

/// <summary>Why a position against a pool may be liquidated or must shrink.</summary>
public enum PoolReason
{
    /// <summary>It may stay as it is.</summary>
    None = 0,

    /// <summary>Remaining collateral is below the fixed minimum.</summary>
    MinCollateralUsd,

    /// <summary>Nothing remains.</summary>
    NotPositive,

    /// <summary>Remaining collateral is too small a part of the size.</summary>
    MinCollateralForLeverage,

    /// <summary>The loss exceeds the collateral.</summary>
    LossesExceedCollateral,

    /// <summary>What the loss leaves does not pay the fees.</summary>
    FeesExceedCollateral,

    /// <summary>What fees leave does not pay for a liquidation.</summary>
    LiquidationFeesExceedCollateral,

    /// <summary>Leverage is above the largest one: the position is reduced, not liquidated.</summary>
    MaxLeverageExceeded,
}

/// <summary>Figures of the pool policy, at multiplier 1.</summary>
/// <param name="Positions">One row per stored position, in a fixed order.</param>
public sealed record PoolDetails(IReadOnlyList<PoolDetailsRow> Positions) : MarginDetails;

/// <summary>One position against a pool, at multiplier 1. Amounts in quote.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Remaining">Collateral after profit, impact and fees.</param>
/// <param name="Pnl">Profit that the pool would pay; gains cut to the traders' part of the pool.</param>
/// <param name="Fees">Position, borrowing and funding fees.</param>
/// <param name="Reason">Why it may be liquidated or must shrink.</param>
public sealed record PoolDetailsRow(string Instrument, double Remaining, double Pnl, double Fees, PoolReason Reason)
{
    /// <summary>Price impact of closing, never &gt; 0; null = the version charges none.</summary>
    public double? Impact { get; init; }

    /// <summary>Size to which the position must shrink, its own size where it need not; null = the version knows no
    /// reduction.</summary>
    public double? ReducedSizeUsd { get; init; }

    /// <summary>Whether the position is reduced rather than liquidated.</summary>
    public bool IsReduceOnly => Reason == PoolReason.MaxLeverageExceeded;

    /// <summary>Whether the position may be liquidated.</summary>
    public bool IsLiquidatable => Reason is not (PoolReason.None or PoolReason.MaxLeverageExceeded);
}
