using System.Text;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>A short file of every format, made by hand: rows that are read without a verdict.</summary>
public static class FormatSamples
{
    private const string Tardis = "binance,BTCUSDT,1723161255208000,1723161253937085,";

    /// <summary>Name of the format, name of the file, content.</summary>
    public static IReadOnlyList<(string Format, string File, string Text)> All { get; } =
    [
        ("binance-recorded", "a.gz", Recorded(1, """{"lastUpdateId":10,"bids":[["61837.63000000","1.5"]],"asks":[["61837.64","2"]]}""")
            + Recorded(2, """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":11,"u":12,"b":[["61837.63","0"]],"a":[["61837.65","0.5"]]}}""")
            + Recorded(3, """{"stream":"btcusdt@bookTicker","data":{"u":12,"s":"BTCUSDT","b":"61837.60","B":"1","a":"61837.64","A":"2"}}""")
            + Recorded(4, """{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255209,"s":"BTCUSDT","t":17,"p":"61837.64","q":"0.1","T":1723161255208,"m":false,"M":true}}""")),
        ("depth20-csv", "a.csv", DepthCsvFormats.DepthHeader + "\n" + Depth(7) + "\n" + Depth(8) + "\n"),
        ("depth-trades-csv", "a.csv", DepthCsvFormats.TradesHeader
            + "\n1771214400376,1771214400204,5967339559,68424.82,8e-05,buy\n1771214400376,1771214400204,5967339560,68424.8,1.5,sell\n"),
        ("bars-csv", "a.csv", "timestamp,open,high,low,close,volume\n2021-04-20T20:42:00Z,1,2,0.5,1.5,3\n2021-04-20T20:43:00Z,1.5,2,1,1,0\n"),
        ("coinbase-bars-csv", "a.csv", BarsCsvFormats.CoinbaseHeader
            + "\n1617742800,2021-04-06 21:00:00+00:00,ETH-USD,2121.99,2124.01,2121.98,2123.63,52.7\n"),
        ("bitstamp-orders", "a.csv", BitstampOrdersFormat.Header
            + "\n1,1430438404518,1430438404000,236.47,200,created,bid\n1,1430438404635,1430438404000,236.47,0,deleted,bid\n"),
        ("taq-quotes", "a.csv", "DT,SYMBOL,BID,OFR,OFRSIZ,BIDSIZ,EX,MIDQUOTE\n2018-01-02T09:30:00.115,XXX,158.39,158.5,18,1,N,158.445\n"),
        ("taq-trades", "a.csv", "DT,EX,SYMBOL,PRICE,SIZE\n2018-01-02T09:30:00.125,N,XXX,158.5,50\n"),
        ("book-delta-csv", "a.csv", "timestamp,delta1,delta2_5,delta5,ema,price\n2025-03-11 23:37:01,-1.78,-29.8,-51.3,81722.2,82681.5\n"),
        ("funding-csv", "a.csv", "timestamp,funding_rate\n2023-01-01T00:00:00Z,0.0001\n"),
        ("taker-flow-csv", "a.csv", "time,buy_volume,sell_volume,trade_count,buy_ratio\n2025-06-22 00:00:00,1,2,3,0.33\n"),
        ("coinbase-features-csv", "a.csv", ",bids_notional_0,b\n0,1,2\n1,2,3\n"),
        ("lean-minute-trades", "20180404_trade.zip", "0,7424.91,7424.91,7422,7422,7.14319709\n60000,7420,7422,7405,7405,13.35\n"),
        ("lean-minute-quotes", "20180404_quote.zip", "0,1,1,1,1,1.88483821,2,2,2,2,33.35399601000002\n60000,,,,,,2,2,2,2,3\n"),
        ("lean-crypto-bars", "crypto_btcusd.zip", "20141201 00:00,300,370,300,370,0.05\n20141202 00:00,377,378,377,378,15\n"),
        ("lean-equity-bars", "equity_spy.zip", "19980102 09:00,973100,975300,970300,970300,384500\n19980102 10:00,970200,971300,965300,970500,585900\n"),
        ("lobster-book", "A_2012-06-21_1_2_orderbook_2.csv", "5859400,200,5853300,18,5859800,200,5853000,150\n5859400,200,5853300,18,9999999999,0,-9999999999,0\n"),
        ("lobster-messages", "A_2012-06-21_1_2_message_2.csv", "34200.004241176,1,16113575,18,5853300,1\n34200.1,4,16113575,8,5853300,1\n34201,3,16113575,10,5853300,1\n"),
        ("tardis-book", "a.csv", TardisFormats.BookHeader + "\n" + Tardis + "true,bid,61837.63,1.5\n" + Tardis + "false,ask,61837.64,0\n"),
        ("tardis-trades", "a.csv", TardisFormats.TradesHeader + "\n" + Tardis + "17,buy,61837.63,1.5\n" + Tardis + "x,unknown,61837.64,1\n"),
        ("tardis-quotes", "a.csv", TardisFormats.QuotesHeader + "\n" + Tardis + "1,61837.64,61837.63,1.5\n" + Tardis + ",,61837.63,1\n"),
    ];

    public static IEnumerable<object[]> Names => All.Select(s => new object[] { s.Format });

    public static (IMarketFormat Format, string File, byte[] Bytes) Of(string name)
    {
        (string format, string file, string text) = All.Single(s => s.Format == name);
        return (MarketFormats.Known.Single(f => f.Name == format), file, Encoding.UTF8.GetBytes(text));
    }

    private static string Recorded(int number, string frame) => $"17231612539370850{number:00} {frame}\n";

    private static string Depth(int sequence) => $"1771214400145,1771214399914,{sequence},100,101,"
        + string.Join(',', Enumerable.Range(0, 20).Select(k => $"{100 - k},8e-05,{101 + k},0.{k}5")) + ",1,2,3,4,81,120";
}
