namespace Dms.Predictive.MarketData;

/// <summary>TAQ quotes and trades: New York time, sizes as sent (quotes in round lots, trades in shares).</summary>
internal static class TaqFormats
{
    /// <summary>Columns of quotes.</summary>
    public const string QuotesHeader = "DT,SYMBOL,BID,OFR,OFRSIZ,BIDSIZ,EX,MIDQUOTE";

    /// <summary>Columns of trades.</summary>
    public const string TradesHeader = "DT,EX,SYMBOL,PRICE,SIZE";

    /// <summary>Quotes.</summary>
    public static IMarketFormat Quotes { get; } = new CsvFormat(
        "taq-quotes", "quotes", CsvFormat.Header(QuotesHeader), (o, s) => new TaqDecoder(o, s, quotes: true));

    /// <summary>Trades.</summary>
    public static IMarketFormat Trades { get; } = new CsvFormat(
        "taq-trades", "trades", CsvFormat.Header(TradesHeader), (o, s) => new TaqDecoder(o, s, quotes: false));
}
