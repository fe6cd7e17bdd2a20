using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Finds a source whose price and book stand still while the other sources of its instrument move.</summary>
/// <param name="limits">Limits of the sources.</param>
public sealed class FrozenWatch(GuardLimits limits)
{
    private readonly SortedDictionary<string, Source> _sources = new(StringComparer.Ordinal);

    /// <summary>Takes what a source shows; a price that is not &gt; 0 is ignored.</summary>
    /// <param name="source">Name of the source.</param>
    /// <param name="price">Its last price, quote.</param>
    /// <param name="top">Its best bid and ask; its clock says when this was received.</param>
    public void Take(string source, decimal price, in TopOfBook top)
    {
        if (price <= 0)
        {
            return;
        }

        TopOfBook book = top with { Stamp = default };
        Timestamp received = top.Stamp.ReceivedTime;
        if (!_sources.TryGetValue(source, out Source? shown) || shown.Price != price || shown.Book != book)
        {
            _sources[source] = new(price, book, received) { Others = Others(source) };
        }

        foreach ((string name, Source other) in _sources)
        {
            decimal now = name == source ? 0 : Others(name);
            if (now > 0)
            {
                other.Others = other.Others > 0 ? other.Others : now;
                other.Moved = Math.Max(other.Moved, Math.Abs((double)((now / other.Others) - 1)));
            }
        }
    }

    /// <summary>Whether a source is good or frozen; one that was never seen is rejected as stale.</summary>
    /// <param name="source">Name of the source.</param>
    /// <param name="asOf">When, by our clock.</param>
    public FeedCondition Condition(string source, Timestamp asOf)
    {
        if (!_sources.TryGetValue(source, out Source? shown))
        {
            return new(FeedVerdict.Rejected, [QualityIssue.Stale]);
        }

        bool frozen = asOf - shown.Since > limits.FrozenFor && shown.Moved > limits.FrozenMove;
        return frozen ? new(FeedVerdict.Degraded, [QualityIssue.Frozen]) : new(FeedVerdict.Ok, []);
    }

    // Median of the others, so that one bad source accuses nobody where there are more; 0 = there are none.
    private decimal Others(string source)
    {
        decimal[] prices = [.. _sources.Where(s => s.Key != source).Select(s => s.Value.Price).Order()];
        int m = prices.Length / 2;
        return prices.Length == 0 ? 0 : prices.Length % 2 == 1 ? prices[m] : (prices[m - 1] + prices[m]) / 2;
    }

    private sealed class Source(decimal price, TopOfBook book, Timestamp since)
    {
        public decimal Price { get; } = price;

        public TopOfBook Book { get; } = book;

        public Timestamp Since { get; } = since;

        public decimal Others { get; set; }

        public double Moved { get; set; }
    }
}
