using System.Globalization;
using System.IO.Compression;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Benchmarks;

/// <summary>Bytes of recorded frames to parsed events to a book, and depth frames against the obvious reader.</summary>
internal static class BookBenchmarks
{
    private const string File = "../shared/data/lob_binance_l2_raw_2024/spot_btcusdt_20240808.gz";

    /// <summary>Runs the comparison; the file is in memory, unpacked.</summary>
    public static string Run()
    {
        if (!System.IO.File.Exists(File))
        {
            return $"needs {File}, which is absent";
        }

        byte[] all = Unpack();
        byte[] depth = DepthOnly(all);
        long events = CountLevels(all);
        long depthEvents = CountLevels(depth);
        CountingSink sink = new();
        PlainDepthReader plain = new();
        long plainCount = 0;
        double[] best = Turns.Take(
            5,
            () => Play(all, new BookFeed(new CountingObserver())),
            () => Play(depth, sink),
            () => plainCount = PlayPlain(depth, plain),
            () => Play(all, new FeatureStage().Entry));
        if (plainCount != depthEvents)
        {
            throw new InvalidOperationException($"The readers disagree: {plainCount} and {depthEvents} levels.");
        }

        StringBuilder text = new();
        CultureInfo c = CultureInfo.InvariantCulture;
        text.AppendLine(c, $"Book. {Machine.Describe()}");
        text.AppendLine(c, $"Bytes to parsed to book, whole recording: {events / best[0]:N0} level changes/s");
        text.AppendLine(c, $"Depth frames to changes, validated: {depthEvents / best[1]:N0}/s; {depth.Length / best[1] / 1e6:N0} MB/s");
        text.AppendLine(c, $"Utf8JsonReader + Utf8Parser: {depthEvents / best[2]:N0}/s; ratio {best[2] / best[1]:F2}");
        text.AppendLine(c, $"Bytes to parsed to book to flow bars to all features, each minute: {events / best[3]:N0} level changes/s");
        text.AppendLine(c, $"Allocated by that over the second half of the recording: {AllocatedWithFeatures(all):N0} B");
        return text.ToString();
    }

    // Over the second half of one pass: a pass that is repeated would only be dropped as old.
    private static long AllocatedWithFeatures(byte[] all)
    {
        int half = all.Length / 2;
        half += all.AsSpan(half).IndexOf((byte)'\n') + 1;
        IMarketDecoder decoder = new BinanceRecordedFormat().Open(new MarketSourceOptions("x"), new FeatureStage().Entry);
        Lines(all.AsSpan(0, half), decoder);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Lines(all.AsSpan(half), decoder);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Play(byte[] bytes, IMarketEventSink sink) =>
        Lines(bytes, new BinanceRecordedFormat().Open(new MarketSourceOptions("x"), sink));

    private static void Lines(ReadOnlySpan<byte> bytes, IMarketDecoder decoder)
    {
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            decoder.Take(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }
    }

    private static long PlayPlain(ReadOnlySpan<byte> bytes, PlainDepthReader reader)
    {
        long count = 0;
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            ReadOnlySpan<byte> line = bytes[..end];
            count += reader.Read(line[(line.IndexOf((byte)' ') + 1)..]).Count;
            bytes = bytes[(end + 1)..];
        }

        return count;
    }

    private static long CountLevels(byte[] bytes)
    {
        CountingSink sink = new();
        Play(bytes, sink);
        return sink.Levels;
    }

    private static byte[] Unpack()
    {
        using GZipStream zip = new(System.IO.File.OpenRead(File), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        zip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] DepthOnly(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream kept = new();
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            if (bytes[..end].IndexOf("depthUpdate"u8) >= 0)
            {
                kept.Write(bytes[..(end + 1)]);
            }

            bytes = bytes[(end + 1)..];
        }

        return kept.ToArray();
    }

    private sealed class CountingObserver : IBookObserver
    {
        public long Moves { get; private set; }

        public void OnFeed(MarketFeed feed)
        {
        }

        public void OnBook(DepthBook book, in BookUpdate update, ReadOnlySpan<LevelMove> moves) => Moves += moves.Length;

        public void OnBookLost(in EventStamp stamp, QualityIssue why)
        {
        }

        public void OnTrade(in Trade trade)
        {
        }
    }

    private sealed class CountingSink : IMarketEventSink
    {
        public long Levels { get; private set; }

        public void OnFeed(MarketFeed feed)
        {
        }

        public void OnTrade(in Trade trade)
        {
        }

        public void OnTop(in TopOfBook top)
        {
        }

        public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes) => Levels += changes.Length;

        public void OnOrder(in OrderEvent order)
        {
        }

        public void OnBar(in Bar bar, Timestamp known)
        {
        }

        public void OnVerdict(QualityVerdict verdict)
        {
        }
    }
}
