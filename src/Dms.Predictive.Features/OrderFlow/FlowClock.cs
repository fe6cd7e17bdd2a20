using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>Stands before a book's rebuilding and closes every minute with the book as it then was.</summary>
/// <param name="builder">Builder that observes the book.</param>
/// <param name="next">Rebuilds the book.</param>
public sealed class FlowClock(FlowBarBuilder builder, IMarketEventSink next) : IMarketEventSink
{
    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed) => next.OnFeed(feed);

    /// <inheritdoc/>
    public void OnTrade(in Trade trade)
    {
        builder.AdvanceTo(trade.Stamp.ReceivedTime);
        next.OnTrade(in trade);
    }

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top)
    {
        builder.AdvanceTo(top.Stamp.ReceivedTime);
        next.OnTop(in top);
    }

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        builder.AdvanceTo(update.Stamp.ReceivedTime);
        next.OnBook(in update, changes);
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order)
    {
        builder.AdvanceTo(order.Stamp.ReceivedTime);
        next.OnOrder(in order);
    }

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known)
    {
        builder.AdvanceTo(known);
        next.OnBar(in bar, known);
    }

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict) => next.OnVerdict(verdict);
}
