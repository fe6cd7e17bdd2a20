using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests.Books;

/// <summary>Keeps its own books from the moves alone, and checks that they stay equal to the book that is shown.</summary>
internal sealed class MirrorObserver : IBookObserver
{
    private readonly Dictionary<(BookSide, long), long> _levels = [];

    public bool HasBook { get; private set; }

    public long Shown { get; private set; }

    public long Beginnings { get; private set; }

    public List<QualityIssue> Losses { get; } = [];

    public long Trades { get; private set; }

    public int CheckEvery { get; init; } = 1;

    public void OnFeed(MarketFeed feed)
    {
    }

    public void OnBook(DepthBook book, in BookUpdate update, ReadOnlySpan<LevelMove> moves)
    {
        Assert.False(book.IsCrossed, "A crossed book was shown.");
        Assert.Equal(!HasBook || update.IsSnapshot, update.IsSnapshot);
        if (update.IsSnapshot)
        {
            Assert.True(moves.IsEmpty);
            Beginnings++;
            _levels.Clear();
            Copy(book, BookSide.Bid);
            Copy(book, BookSide.Ask);
        }

        foreach (LevelMove move in moves)
        {
            Assert.Equal(move.Before, _levels.GetValueOrDefault((move.Side, move.Price)));
            if (move.After == 0)
            {
                _levels.Remove((move.Side, move.Price));
            }
            else
            {
                _levels[(move.Side, move.Price)] = move.After;
            }
        }

        HasBook = true;
        if (Shown++ % CheckEvery == 0)
        {
            Assert.Equal(_levels.Count, book.Count(BookSide.Bid) + book.Count(BookSide.Ask));
            Assert.True(book.IsSound());
            Assert.All(_levels, l => Assert.Equal(l.Value, book.QuantityAt(l.Key.Item1, l.Key.Item2)));
        }
    }

    public void OnBookLost(in EventStamp stamp, QualityIssue why)
    {
        Assert.True(HasBook, "A book that was not shown cannot be lost.");
        HasBook = false;
        Losses.Add(why);
    }

    public void OnTrade(in Trade trade) => Trades++;

    private void Copy(DepthBook book, BookSide side)
    {
        for (int i = 0; i < book.Count(side); i++)
        {
            _levels[(side, book.Prices(side)[i])] = book.Quantities(side)[i];
        }
    }
}
