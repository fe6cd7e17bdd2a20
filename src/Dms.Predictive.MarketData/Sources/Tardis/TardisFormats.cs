namespace Dms.Predictive.MarketData;

/// <summary>Tardis CSV: microseconds since 1970 UTC, rows in order of receipt.</summary>
internal static class TardisFormats
{
    private const string Common = "exchange,symbol,timestamp,local_timestamp,";

    /// <summary>Columns of level changes.</summary>
    public const string BookHeader = Common + "is_snapshot,side,price,amount";

    /// <summary>Columns of trades.</summary>
    public const string TradesHeader = Common + "id,side,price,amount";

    /// <summary>Columns of quotes.</summary>
    public const string QuotesHeader = Common + "ask_amount,ask_price,bid_price,bid_amount";

    /// <summary>Level changes.</summary>
    public static IMarketFormat Book { get; } = new CsvFormat(
        "tardis-book", "book", CsvFormat.Header(BookHeader), (o, s) => new TardisBookDecoder(o, s));

    /// <summary>Trades.</summary>
    public static IMarketFormat Trades { get; } = new CsvFormat(
        "tardis-trades", "trades", CsvFormat.Header(TradesHeader), (o, s) => new TardisRowDecoder(o, s, quotes: false));

    /// <summary>Quotes.</summary>
    public static IMarketFormat Quotes { get; } = new CsvFormat(
        "tardis-quotes", "quotes", CsvFormat.Header(QuotesHeader), (o, s) => new TardisRowDecoder(o, s, quotes: true));
}
