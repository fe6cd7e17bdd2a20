namespace Dms.Predictive.Core;

/// <summary>What happened to a resting order.</summary>
public enum OrderAction
{
    /// <summary>It came to rest.</summary>
    Created = 0,

    /// <summary>Its quantity changed.</summary>
    Changed,

    /// <summary>It left the book, filled or cancelled.</summary>
    Deleted,

    /// <summary>Part or all of it was executed.</summary>
    Executed,
}

/// <summary>One event of an order-by-order feed.</summary>
/// <param name="Stamp">Both clocks.</param>
/// <param name="Id">Order id, unique on its venue.</param>
/// <param name="Action">What happened.</param>
/// <param name="Side">Side on which the order rests.</param>
/// <param name="Price">Price mantissa; &gt; 0.</param>
/// <param name="Remaining">Quantity mantissa left after the event, base units; ≥ 0. Of a deleted order: 0 when it was
/// filled, what was withdrawn when it was cancelled.</param>
public readonly record struct OrderEvent(
    EventStamp Stamp, long Id, OrderAction Action, BookSide Side, long Price, long Remaining);
