namespace Dms.Predictive.Core;

/// <summary>Best bid and ask.</summary>
/// <param name="Stamp">Both clocks and the book id where the venue sends one.</param>
/// <param name="Bid">Best bid's price mantissa; 0 when there is no bid.</param>
/// <param name="BidQuantity">Quantity mantissa at the best bid, base units.</param>
/// <param name="Ask">Best ask's price mantissa; 0 when there is no ask.</param>
/// <param name="AskQuantity">Quantity mantissa at the best ask, base units.</param>
public readonly record struct TopOfBook(EventStamp Stamp, long Bid, long BidQuantity, long Ask, long AskQuantity);
