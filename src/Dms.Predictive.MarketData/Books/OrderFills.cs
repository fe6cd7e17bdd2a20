using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Infers trades from an order-by-order feed that does not send them: an order that shrinks, or leaves with nothing left,
/// was filled; the trade has a fill of the same quantity on either side within a few seconds. Every event is passed on.
/// </summary>
/// <remarks>Of several candidates the nearest in time counts, as in obAnalytics (Stubbings 2016), whose authors derive 482
/// trades from the events of their sample. The later id took, the earlier rested and gives the price.</remarks>
/// <param name="next">Takes the events, and the trades as they are found.</param>
/// <param name="within">Longest time between the two fills, by receipt.</param>
public sealed class OrderFills(IMarketEventSink next, TimeSpan within) : IMarketEventSink
{
    private readonly Dictionary<long, long> _left = [];
    private readonly List<OrderEvent>[] _waiting = [[], []];

    /// <summary>Trades found.</summary>
    public long Trades { get; private set; }

    /// <summary>Fills whose other side did not come in time.</summary>
    public long Unmatched { get; private set; }

    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed) => next.OnFeed(feed);

    /// <inheritdoc/>
    public void OnTrade(in Trade trade) => next.OnTrade(in trade);

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top) => next.OnTop(in top);

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes) => next.OnBook(in update, changes);

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order)
    {
        next.OnOrder(in order);
        bool known = _left.TryGetValue(order.Id, out long before);
        long filled = order.Action switch
        {
            OrderAction.Changed when known => before - order.Remaining,
            OrderAction.Deleted when known && order.Remaining == 0 => before,
            _ => 0,
        };
        if (order.Action == OrderAction.Deleted)
        {
            _left.Remove(order.Id);
        }
        else
        {
            _left[order.Id] = order.Remaining;
        }

        if (filled > 0)
        {
            Match(order with { Remaining = filled });
        }
    }

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known) => next.OnBar(in bar, known);

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict) => next.OnVerdict(verdict);

    private void Match(in OrderEvent fill)
    {
        Timestamp oldest = fill.Stamp.ReceivedTime - within;
        foreach (List<OrderEvent> side in _waiting)
        {
            Unmatched += side.RemoveAll(f => f.Stamp.ReceivedTime < oldest);
        }

        long quantity = fill.Remaining;
        List<OrderEvent> others = _waiting[1 - (int)fill.Side];
        int at = others.FindLastIndex(f => f.Remaining == quantity);
        if (at < 0)
        {
            _waiting[(int)fill.Side].Add(fill);
            return;
        }

        (OrderEvent rested, OrderEvent took) = others[at].Id < fill.Id ? (others[at], fill) : (fill, others[at]);
        others.RemoveAt(at);
        Trades++;
        next.OnTrade(new Trade(
            fill.Stamp, rested.Price, quantity, took.Side == BookSide.Bid ? AggressorSide.Buy : AggressorSide.Sell, -1));
    }
}
