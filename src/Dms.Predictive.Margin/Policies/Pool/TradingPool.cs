namespace Dms.Predictive.Margin;

/// <summary>A pool that takes the other side of all positions of one market.</summary>
/// <param name="Long">What stands against the longs.</param>
/// <param name="Short">What stands against the shorts.</param>
public sealed record TradingPool(PoolSide Long, PoolSide Short)
{
    /// <summary>The side of a position.</summary>
    internal PoolSide SideOf(bool isLong) => isLong ? Long : Short;
}

/// <summary>One side of a pool, USD.</summary>
/// <param name="PoolUsd">Worth of the assets that pay this side's gains; ≥ 0.</param>
/// <param name="OpenInterestUsd">Σ entry notional of its positions; ≥ 0.</param>
/// <param name="TradersPnl">What its traders have won together; negative = lost.</param>
public sealed record PoolSide(decimal PoolUsd, decimal OpenInterestUsd, decimal TradersPnl = 0);
