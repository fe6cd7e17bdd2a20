using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A position against a pool at current prices, quote; exact but for the price impact.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Terms">What the position has of its own.</param>
/// <param name="Pnl">Profit, gains cut to the traders' part of the pool.</param>
internal sealed record ValuedPoolPosition(string Instrument, PoolPosition Terms, decimal Pnl)
{
    // A cut gain is a quotient; noise in its last digits must not push an amount across a quantum.
    private const int DivisionDigits = 16;

    /// <summary>Worth of the collateral at the lower end of its price.</summary>
    public required decimal Collateral { get; init; }

    /// <summary>Impact of closing; null = none is charged.</summary>
    public required decimal? Impact { get; init; }

    /// <summary>Position, borrowing and funding fees.</summary>
    public required decimal Fees { get; init; }

    /// <summary>Collateral after profit, impact and fees.</summary>
    public decimal Remaining => Collateral + Pnl + (Impact ?? 0) - Fees;

    public static ValuedPoolPosition Of(MarginViewRow row, MarginMarket market, PoolParameters parameters)
    {
        PoolPosition terms = row.Stored!.Pool!;
        CollateralAsset asset = market.Assets.Single(a => a.Id == terms.CollateralAsset);
        bool isLong = row.Quantity > 0;
        return new(row.Instrument.Id, terms, PnlOf(row, market.TradingPool!.SideOf(isLong), parameters))
        {
            Collateral = decimal.Round(
                terms.CollateralQuantity * (asset.MinPrice ?? asset.Price) / market.StablePrice, DivisionDigits),
            Impact = parameters.ImpactOf(terms, isLong, market.TradingPool),
            Fees = (terms.SizeUsd * parameters.PositionFeeFactor) + terms.BorrowingFee + terms.FundingFee,
        };
    }

    public PoolDetailsRow Row(PoolReason reason) =>
        new(Instrument, (double)Remaining, (double)Pnl, (double)Fees, reason);

    // Each side is paid at the end of the price that is worse for it.
    private static decimal PnlOf(MarginViewRow row, PoolSide side, PoolParameters parameters)
    {
        Instrument i = row.Instrument;
        decimal price = (row.Quantity > 0 ? i.MinPrice : i.MaxPrice) ?? i.Price ?? 0;
        decimal entry = row.Stored!.Pool!.SizeUsd;
        decimal pnl = (row.Quantity * i.ContractSize * price) - (row.Quantity > 0 ? entry : -entry);
        decimal cap = side.PoolUsd * parameters.MaxPnlFactorForTraders;
        return pnl > 0 && side.TradersPnl > cap
            ? decimal.Round(pnl * (cap / side.TradersPnl), DivisionDigits)
            : pnl;
    }
}
