using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Sends book updates under ids of its own, and a snapshot when changes were kept back or spoiled.</summary>
internal sealed class FaultedBook
{
    private readonly List<LevelChange> _levels = [];
    private LevelChange _last;
    private long _id;
    private bool _spoiled;

    /// <summary>Takes the updates.</summary>
    public IMarketEventSink Sink { get; set; } = null!;

    /// <summary>Keeps an update back: the next one must be a snapshot.</summary>
    public void Lose() => _spoiled = true;

    /// <summary>Loses an update with its ids.</summary>
    public void Skip(int levels) => (_id, _spoiled) = (_id + levels, true);

    /// <summary>Sends the last level once more instead of what changed.</summary>
    public void Repeat(in BookUpdate update)
    {
        _spoiled = true;
        if (_last.Price > 0)
        {
            Send(update, [_last], isSnapshot: false);
        }
    }

    /// <summary>Sends an update as it is.</summary>
    public void Pass(in BookUpdate update, ReadOnlySpan<LevelChange> changes) =>
        Send(update, changes, update.IsSnapshot);

    /// <summary>Sends an update with a bid above the best ask.</summary>
    public void Cross(in BookUpdate update, ReadOnlySpan<LevelChange> changes, DepthBook book)
    {
        _levels.Clear();
        _levels.AddRange(changes);
        if (!_spoiled && book.HasBothSides)
        {
            long above = book.BestAsk + (book.BestAsk - book.BestBid);
            _levels.Add(new LevelChange(BookSide.Bid, above, book.QuantityAt(BookSide.Bid, book.BestBid)));
            _spoiled = true;
        }

        Send(update, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_levels), update.IsSnapshot);
    }

    /// <summary>Sends an update, or the whole book when something was lost or spoiled before.</summary>
    public void PassOrRestore(in BookUpdate update, ReadOnlySpan<LevelChange> changes, DepthBook book)
    {
        if (!_spoiled)
        {
            Pass(update, changes);
            return;
        }

        _levels.Clear();
        foreach (BookSide side in new[] { BookSide.Bid, BookSide.Ask })
        {
            for (int i = book.Count(side) - 1; i >= 0; i--)
            {
                _levels.Add(new LevelChange(side, book.Prices(side)[i], book.Quantities(side)[i]));
            }
        }

        _spoiled = false;
        Send(update, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_levels), isSnapshot: true);
    }

    private void Send(in BookUpdate update, ReadOnlySpan<LevelChange> changes, bool isSnapshot)
    {
        long before = _id;
        _id += changes.Length;
        _last = changes[^1];
        EventStamp stamp = update.Stamp with { Sequence = _id };
        Sink.OnBook(new BookUpdate(stamp, before + 1, _id, isSnapshot ? -1 : before, isSnapshot, 0), changes);
    }
}
