namespace Dms.Predictive.MarketData;

/// <summary>Every format that can be read.</summary>
public static class MarketFormats
{
    /// <summary>The formats that have a test on a real file, in the order in which detection asks them.</summary>
    public static IReadOnlyList<IMarketFormat> All { get; } =
    [
        new BinanceRecordedFormat(),
        DepthCsvFormats.Depth,
        DepthCsvFormats.Trades,
        BarsCsvFormats.Canonical,
        BarsCsvFormats.Coinbase,
        BitstampOrdersFormat.Instance,
        TaqFormats.Quotes,
        TaqFormats.Trades,
        MeasuresFormats.BookDelta,
        MeasuresFormats.Funding,
        MeasuresFormats.TakerFlow,
        MeasuresFormats.CoinbaseFeatures,
        LeanFormats.MinuteTrades,
        LeanFormats.MinuteQuotes,
        LeanFormats.CryptoBars,
        LeanFormats.EquityBars,
        LobsterFormats.Book,
    ];

    /// <summary>Formats that are read, but not yet proved on a real file: their tests use samples made by hand.</summary>
    public static IReadOnlyList<IMarketFormat> Unproved { get; } =
    [
        LobsterFormats.Messages,
        TardisFormats.Book,
        TardisFormats.Trades,
        TardisFormats.Quotes,
    ];

    /// <summary>Both.</summary>
    public static IReadOnlyList<IMarketFormat> Known { get; } = [.. All, .. Unproved];
}
