using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Work;

/// <summary>Keeps the bars of a feed and nothing else.</summary>
internal sealed class BarCollector : IMarketEventSink
{
    /// <summary>The bars so far.</summary>
    public List<Bar> Bars { get; } = [];

    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed)
    {
        // Bars are doubles; they need no scale.
    }

    /// <inheritdoc/>
    public void OnTrade(in Trade trade)
    {
        // Trades are kept as flow bars.
    }

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top)
    {
        // So are quotes.
    }

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        // So is the book.
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order)
    {
        // So are orders.
    }

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known) => Bars.Add(bar);

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict)
    {
        // A simulated market without faults has none.
    }
}
