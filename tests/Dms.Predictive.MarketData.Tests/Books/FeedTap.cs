using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests.Books;

/// <summary>Keeps what a decoder says and hands it on.</summary>
internal sealed class FeedTap(IMarketEventSink? next = null) : IMarketEventSink
{
    public List<MarketFeed> Feeds { get; } = [];

    public List<Trade> Trades { get; } = [];

    public List<TopOfBook> Tops { get; } = [];

    public List<(BookUpdate Update, LevelChange[] Changes)> Updates { get; } = [];

    public List<QualityVerdict> Verdicts { get; } = [];

    /// <summary>Called after an update was handed on.</summary>
    public Action<BookUpdate>? AfterUpdate { get; init; }

    public void OnFeed(MarketFeed feed)
    {
        Feeds.Add(feed);
        next?.OnFeed(feed);
    }

    public void OnTrade(in Trade trade)
    {
        Trades.Add(trade);
        next?.OnTrade(trade);
    }

    public void OnTop(in TopOfBook top)
    {
        Tops.Add(top);
        next?.OnTop(top);
    }

    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        Updates.Add((update, changes.ToArray()));
        next?.OnBook(update, changes);
        AfterUpdate?.Invoke(update);
    }

    public void OnOrder(in OrderEvent order) => next?.OnOrder(order);

    public void OnBar(in Bar bar, Timestamp known)
    {
    }

    public void OnVerdict(QualityVerdict verdict)
    {
        Verdicts.Add(verdict);
        next?.OnVerdict(verdict);
    }
}
