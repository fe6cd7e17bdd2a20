namespace Dms.Predictive.MarketData;

/// <summary>Every format that can be read; each has a test on a real file.</summary>
public static class MarketFormats
{
    /// <summary>The formats, in the order in which detection asks them.</summary>
    public static IReadOnlyList<IMarketFormat> All { get; } =
    [
        new BinanceRecordedFormat(),
    ];
}
