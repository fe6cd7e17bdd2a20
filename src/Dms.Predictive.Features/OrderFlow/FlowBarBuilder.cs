using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>
/// Reduces trades and a rebuilt book to one row a minute, in the order in which events were received. Training and
/// serving keep these rows instead of every event; features are made of them alone.
/// </summary>
/// <remarks>Before an event is given to the book, <see cref="AdvanceTo"/> must be told its receipt, so that a minute
/// closes with the book as it then was; <see cref="FlowClock"/> does that. Nothing is allocated per event or per
/// minute.</remarks>
public sealed class FlowBarBuilder : IBookObserver
{
    /// <summary>Silence after which a standing book is no longer believed, seconds.</summary>
    public const double StaleSeconds = 60;

    private readonly FlowBarSink _sealed;
    private readonly TradeMeter _trades = new();
    private readonly ActivityMeter _activity = new();
    private readonly ImbalanceMeter _imbalance = new();
    private readonly MeanMeter _means = new();
    private readonly PathMeter _path = new();
    private readonly RefillMeter _refills = new();
    private readonly PresenceMeter _presence = new();
    private readonly double[] _values = new double[FlowSeries.Width];
    private DepthBook? _book;
    private FixedScale _scale;
    private Timestamp _now = new(long.MinValue);
    private Timestamp _close;

    /// <summary>Starts before the first event.</summary>
    /// <param name="sealedBar">Takes each minute from that of the first event on, none left out.</param>
    public FlowBarBuilder(FlowBarSink sealedBar)
    {
        ArgumentNullException.ThrowIfNull(sealedBar);
        _sealed = sealedBar;
    }

    /// <summary>Says that everything received before a time has come; minutes that end by then are sealed.</summary>
    /// <param name="asOf">A receive clock that runs back counts as standing still.</param>
    public void AdvanceTo(Timestamp asOf)
    {
        if (_now.Nanoseconds == long.MinValue)
        {
            _close = Timestamp.FromMinutes(asOf.Minutes + 1);
            _presence.Begin(asOf);
        }

        while (_close <= asOf)
        {
            Seal();
            _close += FlowSeries.Length;
        }

        _now = asOf > _now ? asOf : _now;
    }

    /// <summary>The feed has ended: the minute that is open is sealed as it stands, its end taken as its close.</summary>
    public void Finish()
    {
        if (_now.Nanoseconds != long.MinValue && _now > _close - FlowSeries.Length)
        {
            AdvanceTo(_close);
        }
    }

    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        _scale = feed.Scale;
    }

    /// <inheritdoc/>
    public void OnBook(DepthBook book, in BookUpdate update, ReadOnlySpan<LevelMove> moves)
    {
        ArgumentNullException.ThrowIfNull(book);
        AdvanceTo(update.Stamp.ReceivedTime);
        _presence.Take(update.Stamp, _now);
        if (!book.HasBothSides)
        {
            Lose();
            return;
        }

        if (_presence.IsLive && !update.IsSnapshot)
        {
            _activity.Take(book, moves);
            _imbalance.Take(book, _close.Nanoseconds - _now.Nanoseconds);
        }
        else
        {
            _imbalance.Start(book);
            _presence.Found(_now);
        }

        _book = book;
        _means.Take(book, _now);
        _path.Take(book.IsCrossed ? double.NaN : (book.Scale.Price(book.BestBid) + book.Scale.Price(book.BestAsk)) / 2, _now);
        _refills.Take(
            DepthMeter.Depth(book, BookSide.Bid, 5) + DepthMeter.Depth(book, BookSide.Ask, 5), _now);
    }

    /// <inheritdoc/>
    public void OnBookLost(in EventStamp stamp, QualityIssue why)
    {
        AdvanceTo(stamp.ReceivedTime);
        Lose();
    }

    /// <inheritdoc/>
    public void OnTrade(in Trade trade)
    {
        AdvanceTo(trade.Stamp.ReceivedTime);
        _trades.Take(in trade, _scale, _now);
    }

    private void Lose()
    {
        _book = null;
        _presence.Lost(_now);
        _means.Forget(_now);
        _path.Forget(_now);
        _refills.Forget();
    }

    private void Seal()
    {
        _values.AsSpan().Fill(double.NaN);
        _trades.Seal(_close, _values);
        bool seen = _means.HasSeen;
        _activity.Seal(_values);
        _imbalance.Seal(_values);
        _refills.Seal(_values);
        _means.Seal(_close, _values);
        _path.Seal(_close, _values);
        if (!seen)
        {
            _values.AsSpan((int)FlowMeasure.Updates..((int)FlowMeasure.DeepOfiLast1 + 1)).Fill(double.NaN);
            _values.AsSpan((int)FlowMeasure.RefillTime..((int)FlowMeasure.LockedUpdates + 1)).Fill(double.NaN);
        }

        if (_book is { IsCrossed: false, HasBothSides: true } && _presence.SilentFor(_close) <= StaleSeconds)
        {
            DepthMeter.Write(_book, _values);
        }

        _presence.Seal(_close, _values);
        _sealed(_close - FlowSeries.Length, _values);
    }
}
