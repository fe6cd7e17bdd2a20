using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Rebuilds the book of one instrument from its feed and shows it to an observer: only when nothing is missing, and only
/// when it is not crossed. It asks for nothing by itself; whoever owns the connection looks at <see cref="State"/>.
/// </summary>
/// <param name="observer">Sees sound books and trades.</param>
/// <param name="rules">Limits; null = the defaults.</param>
/// <param name="onVerdict">Takes what was found wrong; null = counted only.</param>
public sealed class BookFeed(
    IBookObserver observer, BookRules? rules = null, Action<QualityVerdict>? onVerdict = null) : IMarketEventSink
{
    private readonly BookRules _rules = rules ?? new();
    private readonly CrossedWatch _watch = new(rules ?? new());
    private readonly UpdateBuffer _buffer = new();
    private readonly LevelMoves _moves = new();
    private readonly OrderLevels _orders = new();
    private readonly LevelChange[] _few = new LevelChange[2];
    private DepthBook _book = new();
    private DepthBook _spare = new();
    private bool _requested;
    private bool _bridging;
    private bool _shown;
    private bool _snapshotsOnly = true;
    private bool _seenDepth;
    private bool _byOrder;
    private long _lastId = -1;

    /// <summary>How far the rebuilding is; in <c>Buffering</c> and <c>Resync</c> a snapshot is needed.</summary>
    public BookState State { get; private set; }

    /// <summary>What was come across so far.</summary>
    public BookCounts Counts { get; } = new();

    /// <summary>Last best prices of the feed, with their age by their stamp; null before the first.</summary>
    public TopOfBook? LastTop { get; private set; }

    /// <summary>The book as the observer sees it; null while there is none.</summary>
    public DepthBook? Book => _shown ? _book : null;

    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        _requested = _rules.RequestedSnapshots ?? feed.Source.StartsWith("binance", StringComparison.Ordinal);
        (_book.Scale, _spare.Scale) = (feed.Scale, feed.Scale);
        observer.OnFeed(feed);
    }

    /// <inheritdoc/>
    public void OnTrade(in Trade trade)
    {
        if (trade.Price <= 0 || trade.Quantity <= 0)
        {
            Say(QualityIssue.NotPositive, trade.Stamp, "A trade's price and quantity must be > 0.");
            return;
        }

        observer.OnTrade(trade);
    }

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top)
    {
        LastTop = top;
        if (_seenDepth)
        {
            return;
        }

        (_few[0], _few[1]) = (new(BookSide.Bid, top.Bid, top.BidQuantity), new(BookSide.Ask, top.Ask, top.AskQuantity));
        int from = top.Bid == 0 ? 1 : 0;
        int to = top.Ask == 0 ? 1 : 2;
        TakeSnapshot(new(top.Stamp, -1, -1, -1, true, 1), _few.AsSpan(from, Math.Max(0, to - from)));
    }

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        if (!_seenDepth)
        {
            _seenDepth = true;
            BeginWithDepth(update);
        }

        if (!AreSound(changes))
        {
            Counts.Refused++;
            Say(QualityIssue.NotPositive, update.Stamp, "A level's price must be > 0 and its quantity >= 0.");
            if (!update.IsSnapshot && State == BookState.Live)
            {
                Lose(update.Stamp, QualityIssue.Gap);                // what it would have changed is not known
            }

            return;
        }

        if (update.IsSnapshot)
        {
            TakeSnapshot(update, changes);
            return;
        }

        _snapshotsOnly = false;
        if (State == BookState.Live)
        {
            TakeChange(update, changes);
        }
        else
        {
            Keep(update, changes);
        }
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order)
    {
        if (!_byOrder)
        {
            _book.Clear();
            (_byOrder, _seenDepth, _snapshotsOnly, State) = (true, true, false, BookState.Live);
        }

        if (order.Price <= 0 || order.Remaining < 0)
        {
            Counts.Refused++;
            Say(QualityIssue.NotPositive, order.Stamp, "An order's price must be > 0 and its quantity >= 0.");
            return;
        }

        int count = _orders.Take(order, _book, _few);
        if (count < 0)
        {
            Counts.UnknownOrders++;
            return;
        }

        Apply(_few.AsSpan(0, count));
        Counts.Applied++;
        Show(new(order.Stamp, -1, -1, -1, false, 0));
    }

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known)
    {
    }

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict) => onVerdict?.Invoke(verdict);

    /// <summary>The connection was lost: there is no book until a new snapshot.</summary>
    public void Interrupt(in EventStamp stamp, QualityIssue why)
    {
        if (State == BookState.Live)
        {
            Lose(stamp, why);
        }
    }

    private void BeginWithDepth(in BookUpdate update)
    {
        if (State == BookState.Live)
        {
            Lose(update.Stamp, QualityIssue.Gap);                    // the one-level book of the best prices ends here
        }

        _book.Clear();
        State = BookState.Empty;
    }

    private void TakeChange(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        UpdateFit fit = _bridging
            ? BookContinuity.AfterSnapshot(update, _lastId) : BookContinuity.Following(update, _lastId);
        if (fit == UpdateFit.Old)
        {
            _ = _bridging ? Counts.BeforeSnapshot++ : Counts.Duplicates++;
            return;
        }

        if (fit == UpdateFit.Gap)
        {
            Counts.Gaps++;
            Say(QualityIssue.Gap, update.Stamp, "Updates are missing; the book waits for a snapshot.");
            Lose(update.Stamp, QualityIssue.Gap);
            Keep(update, changes);
            return;
        }

        Follow(update, changes);
        Show(update);
    }

    private void Follow(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        _bridging = false;
        _lastId = update.LastId;
        _book.DepthLimit = update.DepthLimit > 0 ? update.DepthLimit : _book.DepthLimit;
        Counts.Applied++;
        Apply(changes);
    }

    private void Apply(ReadOnlySpan<LevelChange> changes)
    {
        _moves.Clear();
        Counts.Changes += changes.Length;
        foreach (ref readonly LevelChange change in changes)
        {
            long before = _book.Set(change);
            if (before != change.Quantity)
            {
                _moves.Add(new(change.Side, change.Price, before, change.Quantity));
            }
            else if (before == 0)
            {
                Counts.AbsentRemovals++;
            }
        }
    }

    private void Keep(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        State = State == BookState.Empty ? BookState.Buffering : State;
        if (_requested && !_buffer.TryAdd(update, changes, _rules.MostBuffered))
        {
            Counts.Overflows++;
            _buffer.Clear();
            _ = _buffer.TryAdd(update, changes, _rules.MostBuffered);
        }
    }

    private void TakeSnapshot(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        bool old = State == BookState.Live && update.LastId >= 0 && update.LastId <= _lastId
            && (_requested || (_snapshotsOnly && update.LastId == _lastId));
        if (old && !_requested)
        {
            Counts.Duplicates++;
            return;
        }

        bool early = State != BookState.Live && _requested && _buffer.Count > 0 && IsOlderThanKept(update.LastId);
        if (old || early)
        {
            Counts.StaleSnapshots++;
            return;
        }

        bool follows = _snapshotsOnly && _shown;
        Begin(update, changes);
        BookUpdate last = FollowKept(update, follows);
        if (State == BookState.Live)
        {
            Show(last);
        }
    }

    private bool IsOlderThanKept(long snapshotId)
    {
        for (int i = 0; i < _buffer.Count; i++)
        {
            UpdateFit fit = BookContinuity.AfterSnapshot(_buffer.Update(i), snapshotId);
            if (fit != UpdateFit.Old)
            {
                return fit == UpdateFit.Gap;
            }
        }

        return false;
    }

    private void Begin(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        _spare.Clear();
        int bids = 0;
        for (int i = changes.Length - 1; i >= 0; i--)                // worst first: appended, not inserted
        {
            _ = _spare.Set(changes[i]);
            bids += changes[i].Side == BookSide.Bid ? 1 : 0;
        }

        LimitKnown(BookSide.Bid, bids, update.DepthLimit);
        LimitKnown(BookSide.Ask, changes.Length - bids, update.DepthLimit);
        _spare.DepthLimit = _requested ? 0 : update.DepthLimit;
        _moves.Clear();
        _moves.AddDifference(_book, _spare);
        (_book, _spare) = (_spare, _book);
        (State, _lastId, _bridging) = (BookState.Live, update.LastId, _requested);
        Counts.Snapshots++;
    }

    private void LimitKnown(BookSide side, int levels, int limit)
    {
        if (_requested && limit > 0 && levels >= limit)
        {
            _spare.LimitKnown(side, _spare.Prices(side)[0]);
        }
    }

    // The kept updates are older than now: they are applied together, and the book is shown once, as of now.
    private BookUpdate FollowKept(in BookUpdate snapshot, bool follows)
    {
        BookUpdate shown = snapshot with { IsSnapshot = !follows };
        for (int i = 0; i < _buffer.Count && State == BookState.Live; i++)
        {
            BookUpdate kept = _buffer.Update(i);
            UpdateFit fit = _bridging
                ? BookContinuity.AfterSnapshot(kept, _lastId) : BookContinuity.Following(kept, _lastId);
            if (fit == UpdateFit.Old)
            {
                Counts.BeforeSnapshot++;
            }
            else if (fit == UpdateFit.Gap)
            {
                Counts.Gaps++;
                Say(QualityIssue.Gap, snapshot.Stamp, "Updates are missing among those kept for the snapshot.");
                Lose(snapshot.Stamp, QualityIssue.Gap);
                return shown;
            }
            else
            {
                Follow(kept, _buffer.Changes(i));
                shown = shown with { LastId = kept.LastId };
            }
        }

        _buffer.Clear();
        return shown;
    }

    private void Show(in BookUpdate update)
    {
        if (_book.Count(BookSide.Bid) > _rules.MostLevels || _book.Count(BookSide.Ask) > _rules.MostLevels)
        {
            Say(QualityIssue.Malformed, update.Stamp, "A side has more levels than a book may have.");
            Lose(update.Stamp, QualityIssue.Malformed);
            return;
        }

        CrossedState state = _watch.Judge(_book, update.Stamp.ReceivedTime);
        if (state != CrossedState.Sound)
        {
            Hide(update.Stamp, state);
            return;
        }

        bool anew = !_shown || update.IsSnapshot;
        _shown = true;
        observer.OnBook(_book, update with { IsSnapshot = anew }, anew ? [] : _moves.All);
    }

    private void Hide(in EventStamp stamp, CrossedState state)
    {
        Counts.Crossed++;
        if (_shown)
        {
            _shown = false;
            Say(QualityIssue.Crossed, stamp, "The best bid is above the best ask, or has equaled it for too long.");
            observer.OnBookLost(stamp, QualityIssue.Crossed);
        }

        if (state == CrossedState.Lost && !_byOrder)
        {
            Lose(stamp, QualityIssue.Crossed);
        }
    }

    private void Lose(in EventStamp stamp, QualityIssue why)
    {
        bool shown = _shown;
        (_shown, State) = (false, BookState.Resync);
        _buffer.Clear();
        _watch.Reset();
        _orders.Clear();
        _byOrder = false;
        if (shown)
        {
            observer.OnBookLost(stamp, why);
        }
    }

    private void Say(QualityIssue issue, in EventStamp stamp, string detail) =>
        onVerdict?.Invoke(new(issue, QualityAction.Quarantined, stamp.EventTime, 0, detail));

    private static bool AreSound(ReadOnlySpan<LevelChange> changes)
    {
        foreach (ref readonly LevelChange change in changes)
        {
            if (change.Price <= 0 || change.Quantity < 0)
            {
                return false;
            }
        }

        return true;
    }
}
