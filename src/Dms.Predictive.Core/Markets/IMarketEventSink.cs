namespace Dms.Predictive.Core;

/// <summary>
/// Takes the events of one feed in the order in which they were received. Every source of market data, a file, a
/// socket or the simulator, ends in this interface; books, features, quality and converters begin with it.
/// </summary>
public interface IMarketEventSink
{
    /// <summary>Says what the feed is; comes before its first event, and again when its scale is refined.</summary>
    public void OnFeed(MarketFeed feed);

    /// <summary>Takes an execution.</summary>
    public void OnTrade(in Trade trade);

    /// <summary>Takes a change of the best prices.</summary>
    public void OnTop(in TopOfBook top);

    /// <summary>Takes a group of level changes.</summary>
    /// <param name="update">Ids and clocks.</param>
    /// <param name="changes">New absolute quantities; valid during the call only.</param>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes);

    /// <summary>Takes an event of an order-by-order feed.</summary>
    public void OnOrder(in OrderEvent order);

    /// <summary>Takes a bar.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="known">Time at which it was known.</param>
    public void OnBar(in Bar bar, Timestamp known);

    /// <summary>Takes what was refused or is worth saying; a refused event comes through no other method.</summary>
    public void OnVerdict(QualityVerdict verdict);
}
