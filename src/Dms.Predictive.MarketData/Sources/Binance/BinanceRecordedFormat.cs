using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Recorded websocket frames of Binance, spot or futures: a line is the receive time in nanoseconds, a space, and the
/// frame. Depth updates, the answer to a request for the book, best prices and trades.
/// </summary>
public sealed class BinanceRecordedFormat : IMarketFormat
{
    /// <summary>Decimals of prices and quantities: as many as Binance writes.</summary>
    public static FixedScale Scale { get; } = new(8, 8);

    /// <inheritdoc/>
    public string Name => "binance-recorded";

    /// <inheritdoc/>
    public string Kind => "book";

    /// <inheritdoc/>
    public FormatMatch Detect(ReadOnlySpan<byte> head, string fileName)
    {
        int space = head.IndexOf((byte)' ');
        if (space is < 18 or > 19 || head[..space].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return FormatMatch.None;
        }

        ReadOnlySpan<byte> frame = head[(space + 1)..];
        int line = frame.IndexOf((byte)'\n');
        frame = line < 0 ? frame : frame[..line];
        return frame.StartsWith("{\"lastUpdateId\":"u8)
            || frame.IndexOf("\"e\":\"depthUpdate\""u8) >= 0 || frame.IndexOf("\"e\":\"trade\""u8) >= 0
            || frame.IndexOf("\"e\":\"aggTrade\""u8) >= 0 || frame.IndexOf("@bookTicker\""u8) >= 0
            || frame.IndexOf("\"e\":\"bookTicker\""u8) >= 0
            ? FormatMatch.Certain : FormatMatch.None;
    }

    /// <inheritdoc/>
    public IMarketDecoder Open(MarketSourceOptions options, IMarketEventSink sink) =>
        new BinanceRecordedDecoder(options, sink);
}
