using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests.Books;

public sealed class RecordedBookTests
{
    [SharedFact(RecordedFeed.Folder)]
    public void BinanceSpot_RecordedFeed_EveryFigureOfTheCheckHolds()
    {
        MirrorObserver observer = new() { CheckEvery = 97 };
        BookFeed feed = new(observer);
        List<(long Id, long Bid, long BidQuantity, long Ask, long AskQuantity)> books = [];
        FeedTap tap = new(feed)
        {
            AfterUpdate = u =>
            {
                if (feed.Book is DepthBook b && !u.IsSnapshot)
                {
                    books.Add((u.LastId, b.BestBid, b.Quantities(BookSide.Bid)[^1], b.BestAsk, b.Quantities(BookSide.Ask)[^1]));
                }
            },
        };
        RecordedFeed.Play(RecordedFeed.Bytes(), RecordedFeed.Open(tap));

        Assert.Empty(tap.Verdicts);
        Assert.Equal("BTCUSDT", Assert.Single(tap.Feeds).Instrument);
        Assert.Equal(3_451, tap.Updates.Count(u => !u.Update.IsSnapshot));
        Assert.Equal(28_040, tap.Tops.Count);
        Assert.Equal(9_757, tap.Trades.Count);
        Assert.Equal(21_203_315_000, tap.Trades.Sum(t => t.Quantity));
        Assert.Equal(-1_873_079_000, tap.Trades.Sum(t => t.Quantity * (int)t.Aggressor));

        Assert.Equal(BookState.Live, feed.State);
        Assert.Equal(2, feed.Counts.BeforeSnapshot);
        Assert.Equal(3_449, feed.Counts.Applied);
        Assert.Equal(124_090, tap.Updates.Where(u => !u.Update.IsSnapshot).Sum(u => u.Changes.Length));
        Assert.Equal(124_090 - 17, feed.Counts.Changes);             // the two dropped updates hold 17
        Assert.Equal(11_239, feed.Counts.AbsentRemovals);
        Assert.Equal(0, feed.Counts.Crossed);
        Assert.Empty(observer.Losses);
        Assert.Equal(9_757, observer.Trades);

        (int compared, int equal) = Compare(books, tap.Tops);
        Assert.Equal((3_448, 3_448), (compared, equal));
        DepthBook last = feed.Book!;
        Assert.Equal(50_093_421_584, books[^1].Id);
        Assert.Equal((1_209, 2_196), (last.Count(BookSide.Bid), last.Count(BookSide.Ask)));
        Assert.Equal((6_168_599_000_000, 100_870_000), (last.BestBid, last.Quantities(BookSide.Bid)[^1]));
        Assert.Equal((6_168_600_000_000, 229_327_000), (last.BestAsk, last.Quantities(BookSide.Ask)[^1]));
        Assert.Equal((135, 1_450), (last.CompleteCount(BookSide.Bid), last.CompleteCount(BookSide.Ask)));
    }

    [SharedFact(RecordedFeed.Folder)]
    public void BinanceReaders_RecordedFeed_FastAndSlowSayTheSame()
    {
        byte[] bytes = RecordedFeed.Bytes();
        FeedTap fast = new();
        FeedTap slow = new();
        MarketSourceOptions options = new("x");
        BinanceRecordedDecoder first = new(options, fast);
        RecordedFeed.Play(bytes, first);
        RecordedFeed.Play(bytes, new BinanceRecordedDecoder(options, slow) { FastPath = false });

        Assert.Equal(0, first.SlowFrames);
        Assert.Equal(slow.Trades, fast.Trades);
        Assert.Equal(slow.Tops, fast.Tops);
        Assert.Equal(slow.Updates.Select(u => u.Update), fast.Updates.Select(u => u.Update));
        Assert.Equal(slow.Updates.SelectMany(u => u.Changes), fast.Updates.SelectMany(u => u.Changes));
    }

    // The newest ticker whose id is not above the book's, if one came since the book before.
    private static (int Compared, int Equal) Compare(
        List<(long Id, long Bid, long BidQuantity, long Ask, long AskQuantity)> books, List<TopOfBook> tops)
    {
        TopOfBook[] byId = [.. tops.OrderBy(t => t.Stamp.Sequence)];
        (int compared, int equal, int next) = (0, 0, 0);
        foreach ((long id, long bid, long bidQuantity, long ask, long askQuantity) in books)
        {
            while (next < byId.Length && byId[next].Stamp.Sequence <= id)
            {
                next++;
            }

            if (next > 0)
            {
                compared++;
                TopOfBook t = byId[next - 1];
                equal += (t.Bid, t.BidQuantity, t.Ask, t.AskQuantity) == (bid, bidQuantity, ask, askQuantity) ? 1 : 0;
            }
        }

        return (compared, equal);
    }
}
