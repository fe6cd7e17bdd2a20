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
    ];

    /// <summary>Formats that are read, but not yet proved on a real file: their tests use samples made by hand.</summary>
    public static IReadOnlyList<IMarketFormat> Unproved { get; } = [];

    /// <summary>Both.</summary>
    public static IReadOnlyList<IMarketFormat> Known { get; } = [.. All, .. Unproved];
}
