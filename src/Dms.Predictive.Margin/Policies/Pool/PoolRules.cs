using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Ranges of what only the pool policy reads.</summary>
internal static class PoolRules
{
    public static void Check(Account account, MarginMarket market)
    {
        NotShared(account.Cash, "account.cash");
        NotShared(account.Debt, "account.debt");
        Refuse.Unless(
            account.Collateral.Count == 0,
            "account.collateral", account.Collateral.Count, "none: each position of a pool has its own");
        Dictionary<string, Instrument> instruments = market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        HashSet<string> assets = market.Assets.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < account.Positions.Count; i++)
        {
            Position p = account.Positions[i];
            if (p.Quantity != 0)
            {
                Check(p, $"account.positions[{i}].", instruments[p.Instrument], assets);
            }
        }

        for (int i = 0; i < market.Instruments.Count; i++)
        {
            Check(market.Instruments[i], $"market.instruments[{i}].");
        }

        CheckPool(market.TradingPool);
    }

    private static void Check(Position p, string at, Instrument instrument, HashSet<string> assets)
    {
        Refuse.Unless(
            p.EntryPrice is null && p.UnrealizedPnl == 0 && p.AccruedFunding == 0,
            at + "entryPrice", p.EntryPrice, "no profit of its own: the entry is in sizeUsd, funding in fundingFee");
        Refuse.Unless(
            instrument.Kind == InstrumentKind.Perpetual, at + "instrument", instrument.Kind, "a perpetual under pool");
        if (p.Pool is not PoolPosition terms)
        {
            throw new InputRefusedException(
                "MissingField",
                "A position against a pool needs its size at entry and its collateral.",
                at + "sizeUsd");
        }

        Refuse.Unless(terms.SizeUsd > 0, at + "sizeUsd", terms.SizeUsd, "> 0 USD");
        Refuse.Unless(
            terms.CollateralQuantity >= 0, at + "collateralQuantity", terms.CollateralQuantity, ">= 0 units");
        Refuse.Unless(terms.BorrowingFee >= 0, at + "borrowingFee", terms.BorrowingFee, ">= 0 USD");
        if (!assets.Contains(terms.CollateralAsset))
        {
            throw Refuse.Unknown("Asset", terms.CollateralAsset, at + "collateralAsset");
        }
    }

    private static void Check(Instrument i, string at)
    {
        Refuse.Unless(i.MinPrice is null or > 0, at + "minPrice", i.MinPrice, "a price > 0");
        decimal? low = i.MinPrice ?? i.Price;
        decimal? high = i.MaxPrice ?? i.Price;
        Refuse.Unless(
            low is null || high is null || high >= low,
            at + (i.MaxPrice is null ? "minPrice" : "maxPrice"), i.MaxPrice ?? i.MinPrice, "minPrice <= maxPrice");
    }

    private static void CheckPool(TradingPool? pool)
    {
        if (pool is null)
        {
            throw new InputRefusedException(
                "MissingField", "The pool policy needs both sides of the pool.", "market.pool");
        }

        Check(pool.Long, "market.pool.long.");
        Check(pool.Short, "market.pool.short.");
    }

    private static void Check(PoolSide side, string at)
    {
        Refuse.Unless(side.PoolUsd >= 0, at + "poolUsd", side.PoolUsd, ">= 0 USD");
        Refuse.Unless(side.OpenInterestUsd >= 0, at + "openInterestUsd", side.OpenInterestUsd, ">= 0 USD");
    }

    private static void NotShared(decimal amount, string where) =>
        Refuse.Unless(amount == 0, where, amount, "0: each position of a pool has its own collateral");
}
