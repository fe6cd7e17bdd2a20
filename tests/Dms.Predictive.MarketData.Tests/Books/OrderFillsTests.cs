using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class OrderFillsTests
{
    private static readonly TimeSpan Five = TimeSpan.FromSeconds(5);

    [Fact]
    public void Match_EqualFillsOfBothSides_OneTradeAtTheRestingPrice()
    {
        TradeList list = new();
        OrderFills fills = new(list, Five);
        fills.OnOrder(Event(1, 0, OrderAction.Created, BookSide.Ask, 101, 50));
        fills.OnOrder(Event(2, 1, OrderAction.Created, BookSide.Bid, 102, 20));
        fills.OnOrder(Event(1, 2, OrderAction.Changed, BookSide.Ask, 101, 30));
        fills.OnOrder(Event(2, 3, OrderAction.Deleted, BookSide.Bid, 102, 0));

        Trade trade = Assert.Single(list.Trades);
        Assert.Equal((101L, 20L, AggressorSide.Buy), (trade.Price, trade.Quantity, trade.Aggressor));
    }

    [Fact]
    public void Match_CancelOtherQuantityOrTooLate_NoTrade()
    {
        TradeList list = new();
        OrderFills fills = new(list, Five);
        fills.OnOrder(Event(1, 0, OrderAction.Created, BookSide.Ask, 101, 50));
        fills.OnOrder(Event(2, 0, OrderAction.Created, BookSide.Bid, 102, 20));
        fills.OnOrder(Event(3, 0, OrderAction.Created, BookSide.Bid, 102, 50));
        fills.OnOrder(Event(3, 1, OrderAction.Deleted, BookSide.Bid, 102, 50));
        fills.OnOrder(Event(1, 2, OrderAction.Deleted, BookSide.Ask, 101, 0));
        fills.OnOrder(Event(2, 3, OrderAction.Deleted, BookSide.Bid, 102, 0));
        fills.OnOrder(Event(4, 20, OrderAction.Created, BookSide.Bid, 102, 50));
        fills.OnOrder(Event(4, 21, OrderAction.Deleted, BookSide.Bid, 102, 0));

        Assert.Empty(list.Trades);
        Assert.Equal(2, fills.Unmatched);
    }

    // obAnalytics states 482 trades for these events; the other four need orders from before the file, or that had left.
    [SharedFact("data/lob_bitstamp_events_2015")]
    public void Events_OfTheRecordedMorning_BookAndTrades()
    {
        TradeList list = new();
        NoBook seen = new();
        OrderFills fills = new(new ForkedSink(new BookFeed(seen), list), Five);
        MarketReading reading = MarketFile.Read(
            SharedFactAttribute.Path("data/lob_bitstamp_events_2015/orders_2015-05-01.csv.gz"), null, null, fills, default);

        Assert.Equal(50_414, reading.Rows);
        Assert.Equal(478, list.Trades.Count);
        Assert.Equal(191, list.Verdicts.Count(v => v.Issue == QualityIssue.UnknownOrder));
        Assert.Equal(0, seen.Crossed);
        Assert.True(seen.Shown > 40_000, $"{seen.Shown} books shown.");
        Assert.All(list.Trades, t => Assert.InRange(t.Price, 200_00000000L, 260_00000000L));
    }

    [SharedFact("data/lob_binance_depth_20260216")]
    public void DepthFiles_Rebuilt_BestPricesEqualTheirOwnColumns()
    {
        Compare("btcusdt_spot_depth20.csv.gz");
        Compare("btcusdt_fut_depth20.csv.gz");
    }

    private static void Compare(string file)
    {
        string path = SharedFactAttribute.Path($"data/lob_binance_depth_20260216/{file}");
        BestPrices best = new();
        MarketFile.Read(path, null, null, new BookFeed(best), default);
        Dictionary<long, (long Bid, long Ask)> columns = [];
        foreach (string line in Lines(path).Skip(1))
        {
            string[] cells = line.Split(',');
            columns.TryAdd(long.Parse(cells[2]), (Mantissa(cells[3]), Mantissa(cells[4])));
        }

        Assert.Equal(2_557, columns.Count);
        Assert.Equal(columns.Count, best.ById.Count);
        Assert.Equal(0, columns.Count(c => best.ById[c.Key] != c.Value));
    }

    private static IEnumerable<string> Lines(string path)
    {
        using StreamReader reader = new(new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static long Mantissa(string text) => (long)(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) * 100_000_000);

    private static OrderEvent Event(long id, int second, OrderAction action, BookSide side, long price, long left)
    {
        Timestamp at = Timestamp.FromDate(2026, 1, 1) + TimeSpan.FromSeconds(second);
        return new OrderEvent(new EventStamp(at, at, -1), id, action, side, price, left);
    }

    private sealed class NoBook : IBookObserver
    {
        public int Shown { get; private set; }

        public int Crossed { get; private set; }

        public void OnFeed(MarketFeed feed)
        {
        }

        public void OnBook(DepthBook book, in BookUpdate update, ReadOnlySpan<LevelMove> moves)
        {
            Shown++;
            Crossed += book.IsCrossed ? 1 : 0;
        }

        public void OnBookLost(in EventStamp stamp, QualityIssue why)
        {
        }

        public void OnTrade(in Trade trade)
        {
        }
    }

    private sealed class BestPrices : IBookObserver
    {
        public Dictionary<long, (long Bid, long Ask)> ById { get; } = [];

        public void OnFeed(MarketFeed feed)
        {
        }

        public void OnBook(DepthBook book, in BookUpdate update, ReadOnlySpan<LevelMove> moves) =>
            ById.TryAdd(update.LastId, (book.BestBid, book.BestAsk));

        public void OnBookLost(in EventStamp stamp, QualityIssue why)
        {
        }

        public void OnTrade(in Trade trade)
        {
        }
    }

    private sealed class TradeList : IMarketEventSink
    {
        public List<Trade> Trades { get; } = [];

        public List<QualityVerdict> Verdicts { get; } = [];

        public void OnFeed(MarketFeed feed)
        {
        }

        public void OnTrade(in Trade trade) => Trades.Add(trade);

        public void OnTop(in TopOfBook top)
        {
        }

        public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
        {
        }

        public void OnOrder(in OrderEvent order)
        {
        }

        public void OnBar(in Bar bar, Timestamp known)
        {
        }

        public void OnVerdict(QualityVerdict verdict) => Verdicts.Add(verdict);
    }
}
