using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>Counts and keeps what a decoder sends.</summary>
public sealed class EventTally : IMarketEventSink
{
    public List<MarketFeed> Feeds { get; } = [];

    public List<Trade> Trades { get; } = [];

    public List<TopOfBook> Tops { get; } = [];

    public List<(BookUpdate Update, LevelChange[] Changes)> Books { get; } = [];

    public List<OrderEvent> Orders { get; } = [];

    public List<(Bar Bar, Timestamp Known)> Bars { get; } = [];

    public List<QualityVerdict> Verdicts { get; } = [];

    public long Events => Trades.Count + Tops.Count + Books.Count + Orders.Count + Bars.Count;

    public int Of(QualityIssue issue) => Verdicts.Count(v => v.Issue == issue);

    public void OnFeed(MarketFeed feed) => Feeds.Add(feed);

    public void OnTrade(in Trade trade) => Trades.Add(trade);

    public void OnTop(in TopOfBook top) => Tops.Add(top);

    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes) => Books.Add((update, changes.ToArray()));

    public void OnOrder(in OrderEvent order) => Orders.Add(order);

    public void OnBar(in Bar bar, Timestamp known) => Bars.Add((bar, known));

    public void OnVerdict(QualityVerdict verdict) => Verdicts.Add(verdict);

    public static (MarketReading Reading, EventTally Events) Shared(string relative)
    {
        EventTally tally = new();
        return (MarketFile.Read(SharedFactAttribute.Path("data/" + relative), null, null, tally, default), tally);
    }
}
