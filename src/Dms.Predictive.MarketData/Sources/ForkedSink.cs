using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Gives every event to two sinks, to the first one first.</summary>
/// <param name="first">One sink.</param>
/// <param name="second">The other.</param>
public sealed class ForkedSink(IMarketEventSink first, IMarketEventSink second) : IMarketEventSink
{
    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed)
    {
        first.OnFeed(feed);
        second.OnFeed(feed);
    }

    /// <inheritdoc/>
    public void OnTrade(in Trade trade)
    {
        first.OnTrade(in trade);
        second.OnTrade(in trade);
    }

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top)
    {
        first.OnTop(in top);
        second.OnTop(in top);
    }

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        first.OnBook(in update, changes);
        second.OnBook(in update, changes);
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order)
    {
        first.OnOrder(in order);
        second.OnOrder(in order);
    }

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known)
    {
        first.OnBar(in bar, known);
        second.OnBar(in bar, known);
    }

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict)
    {
        first.OnVerdict(verdict);
        second.OnVerdict(verdict);
    }
}
