namespace Dms.Predictive.MarketData;

/// <summary>Order by order events of Bitstamp, 2015.</summary>
internal static class BitstampOrdersFormat
{
    /// <summary>Columns.</summary>
    public const string Header = "id,timestamp,exchange.timestamp,price,volume,action,direction";

    /// <summary>The format.</summary>
    public static IMarketFormat Instance { get; } = new CsvFormat(
        "bitstamp-orders", "orders", CsvFormat.Header(Header), (o, s) => new BitstampOrdersDecoder(o, s));
}
