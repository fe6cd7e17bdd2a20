using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>What is shown and pulled.</summary>
/// <param name="Quote">Worth of the resting quantity, quote currency; &gt; 0.</param>
/// <param name="Side">Side on which it rests.</param>
/// <param name="Level">Level from the best at which it is placed, from 1.</param>
/// <param name="Every">Spacing of the times around which it rests, on the UTC grid.</param>
/// <param name="Before">How long before each time it is placed.</param>
/// <param name="After">How long after it is pulled.</param>
public sealed record Spoof(double Quote, BookSide Side, int Level, TimeSpan Every, TimeSpan Before, TimeSpan After);

/// <summary>
/// Plants depth in a feed and pulls it again, to measure what that does to a forecast: the feed as a venue would send it
/// if somebody rested the order around every decision. Nothing trades against it.
/// </summary>
/// <param name="spoof">What is planted.</param>
/// <param name="next">Takes the feed.</param>
public sealed class SpoofedBook(Spoof spoof, IMarketEventSink next) : IMarketEventSink
{
    private readonly DepthBook _book = new();
    private readonly List<LevelChange> _changes = [];
    private long _price;
    private long _extra;

    /// <summary>Times at which the order was placed.</summary>
    public long Placed { get; private set; }

    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        _book.Scale = feed.Scale;
        next.OnFeed(feed);
    }

    /// <inheritdoc/>
    public void OnTrade(in Trade trade) => next.OnTrade(in trade);

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top) => next.OnTop(in top);

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        if (update.IsSnapshot)
        {
            _book.Clear();
            _extra = 0;
        }

        _changes.Clear();
        foreach (LevelChange change in changes)
        {
            _book.Set(in change);
            bool onIt = _extra > 0 && change.Side == spoof.Side && change.Price == _price;
            _changes.Add(onIt ? change with { Quantity = change.Quantity + _extra } : change);
        }

        Move(IsOn(update.Stamp.ReceivedTime) && !IsReached);
        next.OnBook(in update, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_changes));
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order) => next.OnOrder(in order);

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known) => next.OnBar(in bar, known);

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict) => next.OnVerdict(verdict);

    // The market has come to the order: whoever spoofs pulls it before it trades.
    private bool IsReached => _extra > 0 && _book.HasBothSides
        && (spoof.Side == BookSide.Bid ? _book.BestAsk <= _price : _book.BestBid >= _price);

    private bool IsOn(Timestamp at)
    {
        long every = spoof.Every.Ticks * 100;
        long since = at.Nanoseconds % every;
        return since >= every - (spoof.Before.Ticks * 100) || since < spoof.After.Ticks * 100;
    }

    // Placed and pulled with a change that the venue sends anyway, so that its ids stay whole.
    private void Move(bool on)
    {
        if (on && _extra == 0 && _book.Count(spoof.Side) >= spoof.Level)
        {
            _price = _book.Prices(spoof.Side)[^spoof.Level];
            double units = spoof.Quote / _book.Scale.Price(_price);
            _extra = Math.Max(1, (long)(units * Math.Pow(10, _book.Scale.QuantityDecimals)));
            Placed++;
            _changes.Add(new LevelChange(spoof.Side, _price, _book.QuantityAt(spoof.Side, _price) + _extra));
        }
        else if (!on && _extra > 0)
        {
            _extra = 0;
            _changes.Add(new LevelChange(spoof.Side, _price, _book.QuantityAt(spoof.Side, _price)));
        }
    }
}
