using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests.Books;

/// <summary>Damaged feeds: whatever is dropped, doubled or exchanged, a book that is shown is the true one.</summary>
public sealed class BookFeedEditTests
{
    private static int Edits =>
        Environment.GetEnvironmentVariable("DMS_LONG_TESTS") == "1" ? 1_000_000 : 100_000;

    [SharedFact(RecordedFeed.Folder)]
    public void BookFeed_RecordedFeedDamaged_BookEqualsCleanStream()
    {
        FeedTap tap = new();
        RecordedFeed.Play(RecordedFeed.Bytes(), RecordedFeed.Open(tap));
        (BookUpdate Update, LevelChange[] Changes) snapshot = tap.Updates.Single(u => u.Update.IsSnapshot);
        Damage([.. tap.Updates.Where(u => u.Update.LastId > snapshot.Update.LastId)], snapshot, seed: 11);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BookFeed_GeneratedFeedDamaged_BookEqualsCleanStream(bool futures)
    {
        ((BookUpdate, LevelChange[]) snapshot, (BookUpdate, LevelChange[])[] diffs) = Generate(futures, 2_000);
        Damage(diffs, snapshot, seed: futures ? 12 : 13);
    }

    // Plays the feed in rounds, each with other damage, until the edits are used up. The reference is a plain sorted
    // dictionary per side that is fed the clean stream; the requested snapshots are taken from it.
    private static void Damage(
        (BookUpdate Update, LevelChange[] Changes)[] diffs, (BookUpdate Update, LevelChange[] Changes) first, int seed)
    {
        Random random = new(seed);
        int edits = 0;
        long shown = 0;
        long gaps = 0;
        long duplicates = 0;
        while (edits < Edits / 3)
        {
            PlainBook truth = new(first);
            TruthObserver observer = new();
            BookFeed feed = new(observer, new() { RequestedSnapshots = true });
            feed.OnFeed(new("binance", "X", new(8, 8), false));
            feed.OnBook(first.Update, first.Changes);
            (BookUpdate Update, LevelChange[] Changes)? held = null;
            foreach ((BookUpdate Update, LevelChange[] Changes) diff in diffs)
            {
                truth.Take(diff);
                observer.Truth[diff.Update.LastId] = truth.Hash;
                switch (random.Next(4) > 0 ? 9 : random.Next(5))
                {
                    case 0:
                        edits++;                                     // dropped
                        break;
                    case 1:
                        edits++;                                     // doubled
                        feed.OnBook(diff.Update, diff.Changes);
                        feed.OnBook(diff.Update, diff.Changes);
                        break;
                    case 2 when held is null:
                        edits++;                                     // comes one place later
                        held = diff;
                        continue;
                    case 3:
                        edits++;                                     // a level is out of range
                        feed.OnBook(diff.Update, [.. diff.Changes, new(BookSide.Ask, -1, 5)]);
                        break;
                    default:
                        feed.OnBook(diff.Update, diff.Changes);
                        break;
                }

                if (held is (BookUpdate, LevelChange[]) late)
                {
                    held = null;
                    feed.OnBook(late.Item1, late.Item2);
                }

                if (feed.State != BookState.Live && random.Next(6) == 0)
                {
                    (BookUpdate update, LevelChange[] levels) = truth.Snapshot(diff.Update);
                    feed.OnBook(update, levels);
                    edits++;                                         // asked for again
                }
            }

            (BookUpdate lastUpdate, LevelChange[] last) = truth.Snapshot(diffs[^1].Update);
            feed.OnBook(lastUpdate, last);
            Assert.True(feed.State == BookState.Live);
            Assert.Equal(truth.Hash, PlainBook.HashOf(feed.Book!));
            shown += observer.Shown;
            gaps += feed.Counts.Gaps;
            duplicates += feed.Counts.Duplicates;
        }

        Assert.True(shown > edits / 2 && gaps > edits / 20 && duplicates > edits / 50, $"{shown} {gaps} {duplicates} {edits}");
    }

    private static ((BookUpdate, LevelChange[]), (BookUpdate, LevelChange[])[]) Generate(bool futures, int count)
    {
        Random random = new(5);
        List<LevelChange> start = [];
        for (int i = 0; i < 50; i++)
        {
            start.Add(new(BookSide.Bid, 9_999 - i, 10 + i));
            start.Add(new(BookSide.Ask, 10_001 + i, 10 + i));
        }

        long id = 1_000;
        (BookUpdate, LevelChange[]) snapshot = (new(Stamp(0), id, id, -1, true, 0), [.. start]);
        List<(BookUpdate, LevelChange[])> diffs = [];
        for (int n = 1; n <= count; n++)
        {
            LevelChange[] changes = new LevelChange[random.Next(1, 12)];
            for (int c = 0; c < changes.Length; c++)
            {
                BookSide side = (BookSide)random.Next(2);
                long price = side == BookSide.Bid ? 9_999 - random.Next(60) : 10_001 + random.Next(60);
                changes[c] = new(side, price, random.Next(3) == 0 ? 0 : random.Next(1, 1_000));
            }

            long from = futures ? id + random.Next(1, 4) : id + 1;
            long to = from + random.Next(5);
            diffs.Add((new(Stamp(n), futures && n == 1 ? id : from, to, futures ? id : -1, false, 0), changes));
            id = to;
        }

        return (snapshot, [.. diffs]);
    }

    private static EventStamp Stamp(int n) => new(new(n * 100_000_000L), new(n * 100_000_000L), n);

    private sealed class TruthObserver : IBookObserver
    {
        public Dictionary<long, long> Truth { get; } = [];

        public long Shown { get; private set; }

        public void OnFeed(MarketFeed feed)
        {
        }

        public void OnBook(DepthBook book, in BookUpdate update, ReadOnlySpan<LevelMove> moves)
        {
            Assert.False(book.IsCrossed);
            if (Truth.TryGetValue(update.LastId, out long truth))
            {
                Assert.Equal(truth, PlainBook.HashOf(book));         // nothing was applied across a hole
                Shown++;
            }
        }

        public void OnBookLost(in EventStamp stamp, QualityIssue why)
        {
        }

        public void OnTrade(in Trade trade)
        {
        }
    }
}
