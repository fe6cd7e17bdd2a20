using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Resting orders by id, and the level totals that follow from them.</summary>
internal sealed class OrderLevels
{
    private readonly Dictionary<long, (BookSide Side, long Price, long Quantity)> _orders = [];

    /// <summary>Number of resting orders.</summary>
    public int Count => _orders.Count;

    public void Clear() => _orders.Clear();

    /// <summary>Takes an event.</summary>
    /// <param name="order">What happened to an order.</param>
    /// <param name="book">The book before it.</param>
    /// <param name="changes">Room for two changes: an order that moved leaves one level and enters another.</param>
    /// <returns>Number of changes; −1 when the order was never seen to rest.</returns>
    public int Take(in OrderEvent order, DepthBook book, Span<LevelChange> changes)
    {
        bool known = _orders.TryGetValue(order.Id, out (BookSide Side, long Price, long Quantity) before);
        if (!known && order.Action != OrderAction.Created)
        {
            return -1;
        }

        long left = order.Action == OrderAction.Deleted ? 0 : order.Remaining;
        if (left > 0)
        {
            _orders[order.Id] = (order.Side, order.Price, left);
        }
        else
        {
            _orders.Remove(order.Id);
        }

        int count = 0;
        if (known && (before.Side != order.Side || before.Price != order.Price))
        {
            long total = book.QuantityAt(before.Side, before.Price) - before.Quantity;
            changes[count++] = new(before.Side, before.Price, total);
            before = default;
        }

        changes[count++] = new(
            order.Side, order.Price, book.QuantityAt(order.Side, order.Price) - before.Quantity + left);
        return count;
    }
}
