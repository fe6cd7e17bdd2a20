using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests.Books;

/// <summary>The recorded Binance feed, unpacked once.</summary>
internal static class RecordedFeed
{
    public const string Folder = "data/lob_binance_l2_raw_2024";

    public static byte[] Bytes()
    {
        using GZipStream zip = new(
            File.OpenRead(SharedFactAttribute.Path(Folder + "/spot_btcusdt_20240808.gz")), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        zip.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static void Play(ReadOnlySpan<byte> bytes, IMarketDecoder decoder)
    {
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            decoder.Take(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        decoder.End();
    }

    public static IMarketDecoder Open(IMarketEventSink sink) =>
        new BinanceRecordedFormat().Open(new MarketSourceOptions("spot_btcusdt_20240808.gz"), sink);
}
