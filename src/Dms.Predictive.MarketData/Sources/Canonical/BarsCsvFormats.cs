namespace Dms.Predictive.MarketData;

/// <summary>Bars with a header.</summary>
internal static class BarsCsvFormats
{
    /// <summary>Canonical bars: <c>timestamp,open,high,low,close,volume</c> and further named columns.</summary>
    public static IMarketFormat Canonical { get; } = new CsvFormat(
        "bars-csv", "bars", CsvFormat.HeaderStart(BarCsvParser.Header), (o, s) => new BarsCsvDecoder(o, s, coinbase: false));

    /// <summary>Coinbase bars: seconds, a date, a symbol, then prices and volume.</summary>
    public static IMarketFormat Coinbase { get; } = new CsvFormat(
        "coinbase-bars-csv", "bars", CsvFormat.Header(CoinbaseHeader), (o, s) => new BarsCsvDecoder(o, s, coinbase: true));

    /// <summary>Columns of Coinbase bars.</summary>
    public const string CoinbaseHeader = "Unix Timestamp,Date,Symbol,Open,High,Low,Close,Volume";
}
