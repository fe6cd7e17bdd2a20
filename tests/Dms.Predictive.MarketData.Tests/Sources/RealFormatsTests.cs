using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>Every bars, quote, depth and event file; the numbers come from the notes beside the files.</summary>
public sealed class RealFormatsTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [SharedFact("data/lob_taq_2018")]
    public void Read_EveryFileOfTheFolders_IsOfAFormatAndLosesNoRow()
    {
        string data = SharedFactAttribute.Path("data");
        int files = 0;
        foreach (string folder in Directory.EnumerateDirectories(data).Order(StringComparer.Ordinal).Where(IsOurs))
        {
            foreach (string file in Directory.EnumerateFiles(folder).Where(f => !f.EndsWith(".md", StringComparison.Ordinal)))
            {
                EventTally tally = new();
                MarketReading reading = MarketFile.Read(file, null, null, tally, default);
                output.WriteLine($"{reading.Format.Name} {reading.Rows} {tally.Events} {tally.Verdicts.Count} {file}");
                long quarantined = tally.Verdicts.Count(v => v.Action == QualityAction.Quarantined);
                long trueRows = reading.Format.Kind == "measures" ? reading.Rows : tally.Events + quarantined;
                Assert.Equal(reading.Rows, trueRows);
                Assert.Equal(0, tally.Of(QualityIssue.Malformed));
                Assert.Contains(reading.Format, MarketFormats.All);
                Assert.Single(tally.Feeds);
                files++;
            }
        }

        Assert.True(files > 50, $"only {files} files were found");
    }

    [SharedFact("data/lob_taq_2018")]
    public void Read_EventFiles_HaveTheRowsOfTheirNotes()
    {
        (string File, string Format, long Rows)[] expected =
        [
            ("lob_bitstamp_events_2015/orders_2015-05-01.csv.gz", "bitstamp-orders", 50_414),
            ("lob_btc_delta_1min_2025/btc_orderbook_delta_1min_20250311_20250331.csv.gz", "book-delta-csv", 28_468),
            ("lob_coinbase_5min_2021/btc_l2_5min_30feat.csv.gz", "coinbase-features-csv", 3_367),
            ("lob_coinbase_5min_2021/eth_l2_5min_30feat.csv.gz", "coinbase-features-csv", 3_365),
            ("lob_coinbase_5min_2021/eth_ohlcv_1min_20210406_20210419.csv.gz", "coinbase-bars-csv", 18_721),
            ("lob_lobster_20120621/AAPL_2012-06-21_34200000_57600000_orderbook_1.csv.gz", "lobster-book", 118_497),
            ("lob_taq_2018/sampleQData.csv.gz", "taq-quotes", 46_564),
            ("lob_taq_2018/sampleTData.csv.gz", "taq-trades", 7_168),
            ("lean_bars/equity_usa_hour_spy.zip", "lean-equity-bars", 40_832),
            ("lean_bars/equity_usa_daily_spy.zip", "lean-equity-bars", 5_849),
            ("lean_bars/crypto_coinbase_daily_btcusd_trade.zip", "lean-crypto-bars", 1_318),
            ("crypto_15m_takerflow_mit/btcusdt_takerflow_15m_20250622_20250920.csv.gz", "taker-flow-csv", 8_640),
            ("crypto_15m_perp/binance_perp_BTCUSDT_funding_20240101_20250831.csv.gz", "funding-csv", 1_827),
            ("crypto_1m_bitfinex/bitfinex_BTCUSD_1m_2019.csv.gz", "bars-csv", 512_727),
        ];
        foreach ((string file, string format, long rows) in expected)
        {
            MarketReading reading = EventTally.Shared(file).Reading;
            Assert.Equal((file, format, rows), (file, reading.Format.Name, reading.Rows));
        }
    }

    [SharedFact("data/lob_bitstamp_events_2015")]
    public void Read_BitstampOrders_CountsUnknownOrdersAndFallingStamps()
    {
        EventTally events = EventTally.Shared("lob_bitstamp_events_2015/orders_2015-05-01.csv.gz").Events;

        Assert.Equal(191, events.Of(QualityIssue.UnknownOrder));
        Assert.Equal(22, events.Of(QualityIssue.OutOfOrder));
        Assert.Equal(50_414 - 191 - 22, events.Orders.Count);
        Assert.Equal(
            new OrderEvent(
                new(new(1_430_438_404_000_000_000), new(1_430_438_404_635_000_000), -1), 65_595_247, OrderAction.Changed,
                BookSide.Bid, 23_647_000_000, 178_855_669),
            events.Orders[1]);
    }

    [SharedFact("data/lob_taq_2018")]
    public void Read_Taq_KeepsRowsOfOneMillisecond()
    {
        EventTally quotes = EventTally.Shared("lob_taq_2018/sampleQData.csv.gz").Events;
        EventTally trades = EventTally.Shared("lob_taq_2018/sampleTData.csv.gz").Events;

        Assert.Equal(412, Shared([.. quotes.Tops.Select(t => t.Stamp.EventTime)]));
        Assert.Equal(45, Shared([.. trades.Trades.Select(t => t.Stamp.EventTime)]));
        Assert.Empty(quotes.Verdicts);
        Assert.Equal(Timestamp.Parse("2018-01-02T14:30:00.115Z"), quotes.Tops[0].Stamp.EventTime);
        Assert.Equal(15_540_000_000, trades.Trades.Min(t => t.Price));
        Assert.Equal(15_939_000_000, trades.Trades.Max(t => t.Price));
    }

    [SharedFact("data/lob_lean_minute_quotes")]
    public void Read_LeanMinutes_StopWhereTheNotesSay()
    {
        EventTally trades = EventTally.Shared("lob_lean_minute_quotes/crypto_coinbase_btcusd_20180404_trade.zip").Events;
        EventTally quotes = EventTally.Shared("lob_lean_minute_quotes/cryptofuture_bybit_btcusd_20221213_quote.zip").Events;

        Assert.Equal(1_007, trades.Bars[^1].Bar.OpenTime.MinuteOfDay);
        Assert.Equal(trades.Bars[^1].Bar.OpenTime + TimeSpan.FromMinutes(1), trades.Bars[^1].Known);
        Assert.Equal(Timestamp.Parse("2022-12-13T12:01:00Z"), quotes.Tops[^1].Stamp.EventTime);
        Assert.Equal((1_721_000_000_000L, 1_721_050_000_000L), (quotes.Tops[0].Bid, quotes.Tops[0].Ask));
    }

    [SharedFact("data/lean_bars")]
    public void Read_EquityBars_AreDollarsInUtc()
    {
        EventTally hours = EventTally.Shared("lean_bars/equity_usa_hour_spy.zip").Events;

        Assert.Equal(new Bar(Timestamp.Parse("1998-01-02T14:00:00Z"), 97.31, 97.53, 97.03, 97.03, 384_500), hours.Bars[0].Bar);
        Assert.Equal(Timestamp.Parse("1998-01-02T15:00:00Z"), hours.Bars[0].Known);
        Assert.Equal(13, hours.Bars.First(b => b.Bar.OpenTime > Timestamp.FromDate(1998, 7, 1)).Bar.OpenTime.MinuteOfDay / 60);
    }

    [SharedFact("data/lob_lobster_20120621")]
    public void Read_Lobster_IsUntimedAndNeverCrossed()
    {
        (MarketReading reading, EventTally events) =
            EventTally.Shared("lob_lobster_20120621/AAPL_2012-06-21_34200000_57600000_orderbook_1.csv.gz");

        Assert.False(reading.Format.IsTimed);
        Assert.Empty(events.Verdicts);
        Assert.All(events.Tops, t => Assert.True(t.Bid < t.Ask));
        Assert.Equal(new TopOfBook(new(new(1), new(1), 1), 5_853_300, 18, 5_859_400, 200), events.Tops[0]);
    }

    private static bool IsOurs(string folder)
    {
        string name = Path.GetFileName(folder);
        return name.StartsWith("lob_", StringComparison.Ordinal) || name.StartsWith("crypto_", StringComparison.Ordinal) || name == "lean_bars";
    }

    private static int Shared(Timestamp[] times) => Enumerable.Range(1, times.Length - 1).Count(i => times[i] == times[i - 1]);
}
