namespace Dms.Predictive.Core;

/// <summary>A holding in one instrument. Quantity 0 changes nothing.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Quantity">Contracts; positive = long, negative = short.</param>
/// <param name="EntryPrice">Price paid, quote; null = settled to the current price, so that profit so far is 0.</param>
/// <param name="UnrealizedPnl">Profit not yet in cash, quote, on top of price minus entry.</param>
/// <param name="AccruedFunding">Funding owed to the holder, quote; negative = owed by the holder.</param>
public sealed record Position(
    string Instrument,
    decimal Quantity,
    decimal? EntryPrice = null,
    decimal UnrealizedPnl = 0,
    decimal AccruedFunding = 0)
{
    /// <summary>What a position against a pool has besides; null for everything else.</summary>
    public PoolPosition? Pool { get; init; }
}
