namespace Dms.Predictive.Core;

/// <summary>What a position against a pool has of its own: its size at entry, collateral and what it owes.</summary>
/// <param name="SizeUsd">Notional at entry, USD; &gt; 0.</param>
/// <param name="CollateralAsset">Asset that stands behind this position alone.</param>
/// <param name="CollateralQuantity">Units of it; ≥ 0.</param>
public sealed record PoolPosition(decimal SizeUsd, string CollateralAsset, decimal CollateralQuantity)
{
    /// <summary>Borrowing fee owed so far, USD; ≥ 0.</summary>
    public decimal BorrowingFee { get; init; }

    /// <summary>Funding owed so far, USD; negative = owed to the holder.</summary>
    public decimal FundingFee { get; init; }

    /// <summary>Price impact stored at opening and settled at closing, USD; negative = the holder pays.</summary>
    public decimal PendingImpact { get; init; }
}
