namespace Dms.Predictive.MarketData;

/// <summary>Tables of numbers that are read and judged, row by row, but are no market events.</summary>
internal static class MeasuresFormats
{
    /// <summary>Order-book imbalance once a minute; the zone of its times is not stated and is assumed to be UTC.</summary>
    public static IMarketFormat BookDelta { get; } = Timed(
        "book-delta-csv", "timestamp,delta1,delta2_5,delta5,ema,price");

    /// <summary>Funding rates at their settlement.</summary>
    public static IMarketFormat Funding { get; } = Timed("funding-csv", "timestamp,funding_rate");

    /// <summary>Taker flow of 15 minutes; the time is the bar's open, UTC.</summary>
    public static IMarketFormat TakerFlow { get; } = Timed(
        "taker-flow-csv", "time,buy_volume,sell_volume,trade_count,buy_ratio");

    /// <summary>Depth features of five minutes without times.</summary>
    public static IMarketFormat CoinbaseFeatures { get; } = new CsvFormat(
        "coinbase-features-csv", "measures", CsvFormat.HeaderStart(",bids_notional_0,"),
        (o, s) => new MeasuresDecoder(o, s, "coinbase-features-csv", timed: false))
    { IsTimed = false };

    private static CsvFormat Timed(string name, string header) => new(
        name, "measures", CsvFormat.Header(header), (o, s) => new MeasuresDecoder(o, s, name, timed: true));
}
