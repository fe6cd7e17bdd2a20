using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>Canonical Parquet gives back every event, bit for bit and in order.</summary>
public sealed class CanonicalParquetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dms-parquet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EveryKind_WrittenAndRead_SameEventsAndFeed()
    {
        EventLog sent = new();
        using (CanonicalParquetWriter writer = new(_folder))
        {
            Play(new ForkedSink(sent, writer));
            Assert.Equal(5, writer.Complete("abc").Count);
        }

        EventLog read = new();
        foreach (string kind in new[] { "trades", "book", "tops", "orders", "bars" })
        {
            string path = Path.Combine(_folder, $"kind={kind}", "instrument=X_USD", "date=2026-01-01", "part-0.parquet");
            Assert.True(CanonicalParquet.Detect(path));
            CanonicalParquet.Read(path, read, default);
        }

        Assert.Equal(sent.Lines.Order(StringComparer.Ordinal), read.Lines.Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("SIM-BOOK.trades.csv.gz")]
    [InlineData("SIM-BOOK.book.csv.gz")]
    public void ShippedSample_ThroughParquet_SameEventsInOrder(string file)
    {
        string path = Path.Combine(ShippedBookTests.Samples(), file);
        EventLog sent = new();
        List<string> parts;
        using (CanonicalParquetWriter writer = new(_folder))
        {
            string sha = MarketFile.Read(path, null, null, new ForkedSink(sent, writer), default).Sha256;
            parts = [.. writer.Complete(sha).Select(p => p.Path).Order(StringComparer.Ordinal)];
        }

        EventLog read = new();
        parts.ForEach(p => CanonicalParquet.Read(p, read, default));

        Assert.Equal(sent.Lines.Skip(1), read.Lines.Where(l => !l.StartsWith("feed", StringComparison.Ordinal)));
    }

    [Fact]
    public void NoFile_IsLeftWhenItIsNotCompleted()
    {
        using (CanonicalParquetWriter writer = new(_folder))
        {
            Play(writer);
        }

        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void DamagedFile_IsRefusedWithItsName()
    {
        string path = Path.Combine(_folder, "bad.parquet");
        File.WriteAllBytes(path, [.. "PAR1"u8, .. new byte[100], .. "PAR1"u8]);

        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => CanonicalParquet.Read(path, new EventLog(), default));
        Assert.Equal(("parquet", path), (refused.Code, refused.Where));
    }

    private static void Play(IMarketEventSink sink)
    {
        Timestamp at = Timestamp.FromDate(2026, 1, 1);
        sink.OnFeed(new MarketFeed("test", "X/USD", new FixedScale(2, 8), true));
        for (int i = 0; i < 300; i++)
        {
            EventStamp stamp = new(new(at.Nanoseconds + i - 7), new(at.Nanoseconds + (i * 1_000_003L)), i % 5 == 0 ? -1 : i);
            sink.OnTrade(new Trade(stamp, 100 + i, 1 + i, (AggressorSide)((i % 3) - 1), i % 2 == 0 ? -1 : i));
            sink.OnTop(new TopOfBook(stamp, 100, i, 101, i * 3));
            sink.OnOrder(new OrderEvent(stamp, i, (OrderAction)(i % 4), (BookSide)(i % 2), 5, i));
            LevelChange[] changes = [.. Enumerable.Range(0, i % 4).Select(k => new LevelChange((BookSide)(k % 2), 100 + k, k))];
            sink.OnBook(new BookUpdate(stamp, i, i + 1, i - 1, i == 0, i % 3), changes);
            sink.OnBar(new Bar(stamp.EventTime, 1.1 + i, double.MaxValue, -0.0, 1e-300, i), stamp.ReceivedTime);
        }
    }

    private sealed class EventLog : IMarketEventSink
    {
        public List<string> Lines { get; } = [];

        public void OnFeed(MarketFeed feed) => Lines.Add($"feed {feed}");

        public void OnTrade(in Trade trade) => Lines.Add($"{trade}");

        public void OnTop(in TopOfBook top) => Lines.Add($"{top}");

        public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes) =>
            Lines.Add($"{update} {string.Join(';', changes.ToArray())}");

        public void OnOrder(in OrderEvent order) => Lines.Add($"{order}");

        public void OnBar(in Bar bar, Timestamp known) => Lines.Add(
            $"{bar.OpenTime} {known} {string.Join(';', new[] { bar.Open, bar.High, bar.Low, bar.Close, bar.VolumeBase }.Select(BitConverter.DoubleToInt64Bits))}");

        public void OnVerdict(QualityVerdict verdict)
        {
        }
    }
}
