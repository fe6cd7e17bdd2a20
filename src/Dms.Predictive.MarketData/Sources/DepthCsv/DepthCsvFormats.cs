namespace Dms.Predictive.MarketData;

/// <summary>Snapshots of 20 levels and trades with both clocks, as two CSV files. Small quantities are printed with an
/// exponent (<c>8e-05</c>), which is allowed here because the files' program writes them so.</summary>
internal static class DepthCsvFormats
{
    /// <summary>Columns of a trades file.</summary>
    public const string TradesHeader = "ts_ms,exch_ts_ms,trade_id,price,qty,side";

    /// <summary>Columns of a depth file.</summary>
    public static string DepthHeader { get; } = "ts_ms,exch_ts_ms,seq,best_bid,best_ask,"
        + string.Join(',', Enumerable.Range(1, DepthCsvDecoder.Levels)
            .Select(k => $"bid_px_{k},bid_qty_{k},ask_px_{k},ask_qty_{k}"))
        + ",bid_qty_sum100,ask_qty_sum100,bid_qty_sum_all,ask_qty_sum_all,bid_px_last,ask_px_last";

    /// <summary>Snapshots.</summary>
    public static IMarketFormat Depth { get; } = new CsvFormat(
        "depth20-csv", "book", CsvFormat.Header(DepthHeader), (o, s) => new DepthCsvDecoder(o, s));

    /// <summary>Trades.</summary>
    public static IMarketFormat Trades { get; } = new CsvFormat(
        "depth-trades-csv", "trades", CsvFormat.Header(TradesHeader), (o, s) => new DepthTradesDecoder(o, s));
}
