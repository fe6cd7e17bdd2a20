namespace Dms.Predictive.Core;

/// <summary>
/// What one minute of trades and book is reduced to. A flow bar holds what was received in [open, open + 1 min) and is
/// known at its close. Quantities in base units, NaN = not known.
/// </summary>
public enum FlowMeasure
{
    /// <summary>Volume whose buyer crossed the spread.</summary>
    BuyVolume = 0,

    /// <summary>Volume whose seller crossed the spread.</summary>
    SellVolume,

    /// <summary>Volume of trades that do not say.</summary>
    UnsidedVolume,

    /// <summary>Number of trades.</summary>
    Trades,

    /// <summary>Volume of the largest trade.</summary>
    LargestTrade,

    /// <summary>Price of the last trade so far, quote per base.</summary>
    LastPrice,

    /// <summary>Sum of the spans between trades that end in the minute, s.</summary>
    TradeGaps,

    /// <summary>Sum of their squares, s².</summary>
    TradeGapSquares,

    /// <summary>Σ κ·e^(−κ·age) over buys at the close, per s; half-life 5 s, κ = ln 2/half-life.</summary>
    BuyExcitation5,

    /// <summary>The same, half-life 30 s.</summary>
    BuyExcitation30,

    /// <summary>The same, half-life 300 s.</summary>
    BuyExcitation300,

    /// <summary>Of sells, half-life 5 s.</summary>
    SellExcitation5,

    /// <summary>Of sells, half-life 30 s.</summary>
    SellExcitation30,

    /// <summary>Of sells, half-life 300 s.</summary>
    SellExcitation300,

    /// <summary>Groups of level changes.</summary>
    Updates,

    /// <summary>Quantity that was added to the twenty best bids.</summary>
    AddedBid,

    /// <summary>Quantity that was added to the twenty best asks.</summary>
    AddedAsk,

    /// <summary>Quantity that left the twenty best bids, by trade or cancel.</summary>
    CutBid,

    /// <summary>Quantity that left the twenty best asks.</summary>
    CutAsk,

    /// <summary>Order-flow imbalance of the best level over the minute; Cont, Kukanov, Stoikov (2014).</summary>
    Ofi1,

    /// <summary>Of the second level.</summary>
    Ofi2,

    /// <summary>Of the third level.</summary>
    Ofi3,

    /// <summary>Of the fourth level.</summary>
    Ofi4,

    /// <summary>Of the fifth level.</summary>
    Ofi5,

    /// <summary>Of the best level over the last 10 s before the close.</summary>
    OfiLast10,

    /// <summary>Of the best level over the last second.</summary>
    OfiLast1,

    /// <summary>Sum over five levels, last 10 s.</summary>
    DeepOfiLast10,

    /// <summary>Sum over five levels, last second.</summary>
    DeepOfiLast1,

    /// <summary>Middle of best bid and ask at the close, quote per base.</summary>
    Mid,

    /// <summary>Spread at the close, bps of the middle.</summary>
    Spread,

    /// <summary>Micro-price minus middle at the close, bps: the side with less quantity is nearer.</summary>
    MicroPrice,

    /// <summary>Quantity at the best bid at the close.</summary>
    BidDepth1,

    /// <summary>Quantity in the five best bids.</summary>
    BidDepth5,

    /// <summary>Quantity in the ten best bids.</summary>
    BidDepth10,

    /// <summary>Quantity in the twenty best bids.</summary>
    BidDepth20,

    /// <summary>Quantity at the best ask.</summary>
    AskDepth1,

    /// <summary>Quantity in the five best asks.</summary>
    AskDepth5,

    /// <summary>Quantity in the ten best asks.</summary>
    AskDepth10,

    /// <summary>Quantity in the twenty best asks.</summary>
    AskDepth20,

    /// <summary>Distance of the fifth bid from the middle, bps.</summary>
    BidReach5,

    /// <summary>Distance of the tenth bid, bps.</summary>
    BidReach10,

    /// <summary>Distance of the twentieth bid, bps.</summary>
    BidReach20,

    /// <summary>Distance of the fifth ask, bps.</summary>
    AskReach5,

    /// <summary>Distance of the tenth ask, bps.</summary>
    AskReach10,

    /// <summary>Distance of the twentieth ask, bps.</summary>
    AskReach20,

    /// <summary>Mean price paid above the middle to buy 10,000 of quote at the close, bps; NaN = not enough known depth.</summary>
    BuyCost10K,

    /// <summary>To buy 100,000.</summary>
    BuyCost100K,

    /// <summary>To buy 1,000,000.</summary>
    BuyCost1M,

    /// <summary>Mean price lost below the middle to sell 10,000 of quote, bps.</summary>
    SellCost10K,

    /// <summary>To sell 100,000.</summary>
    SellCost100K,

    /// <summary>To sell 1,000,000.</summary>
    SellCost1M,

    /// <summary>Time-weighted spread over the minute, bps.</summary>
    MeanSpread,

    /// <summary>Time-weighted quantity in the ten best bids.</summary>
    MeanBidDepth10,

    /// <summary>Time-weighted quantity in the ten best asks.</summary>
    MeanAskDepth10,

    /// <summary>Sum of the spans in which the five best levels came back to three quarters after a halving, s.</summary>
    RefillTime,

    /// <summary>Number of those.</summary>
    Refills,

    /// <summary>Groups of changes after which best bid and ask were equal.</summary>
    LockedUpdates,

    /// <summary>Seconds of the minute without a book.</summary>
    LostTime,

    /// <summary>How often the book was lost.</summary>
    Losses,

    /// <summary>Mean of received minus event time over groups of level changes, ms.</summary>
    Latency,

    /// <summary>Longest span without a group of level changes, s; begins before the minute where the silence did, at most
    /// a day.</summary>
    Silence,

    /// <summary>Sum of squared log changes of the middle from second to second, percent²; NaN with a book for less than
    /// half of the minute, else scaled to the whole of it.</summary>
    MidSquares1,

    /// <summary>The same from ten seconds to ten seconds.</summary>
    MidSquares10,
}
