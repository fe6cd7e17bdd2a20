using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>Any bytes give events or verdicts: never an exception, and never an event with an impossible value.</summary>
public sealed class HostileFormatTests
{
    private static readonly int Mutations =
        int.TryParse(Environment.GetEnvironmentVariable("DMS_MUTATIONS"), out int stated) ? stated
        : Environment.GetEnvironmentVariable("DMS_LONG_TESTS") == "1" ? 200_000 : 20_000;

    private static readonly string[] Fields =
    [
        "", "-0", "1e400", "-1", "NaN", "Infinity", "0x1F", "+1", "1,000", "9223372036854775808", "-9223372036854775808",
        "0.000000001", "\uFEFF", "\0", "[[[[", "\"", " ", "true", "2262-13-41T25:61:61Z", new string('9', 400),
    ];

    [Fact]
    public void Samples_Formats_AreAllThere() => Assert.Equal(
        MarketFormats.Known.Select(f => f.Name).Order(StringComparer.Ordinal),
        FormatSamples.All.Select(s => s.Format).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(FormatSamples.Names), MemberType = typeof(FormatSamples))]
    public void Detect_Sample_IsItsFormatAlone(string name)
    {
        (IMarketFormat format, string file, byte[] bytes) = FormatSamples.Of(name);

        Assert.Equal(FormatMatch.Certain, format.Detect(bytes, file));
        Assert.DoesNotContain(MarketFormats.Known, f => f != format && f.Detect(bytes, file) == FormatMatch.Certain);
        Checked sink = Decode(format, file, bytes);
        Assert.Equal(0, sink.Verdicts);
        Assert.True(format.Kind == "measures" || sink.Events > 0);
    }

    [Theory]
    [MemberData(nameof(FormatSamples.Names), MemberType = typeof(FormatSamples))]
    public void Take_EveryTruncation_GivesEventsOrVerdicts(string name)
    {
        (IMarketFormat format, string file, byte[] bytes) = FormatSamples.Of(name);
        for (int length = 0; length <= bytes.Length; length++)
        {
            Decode(format, file, bytes.AsSpan(0, length));
            Decode(format, file, [.. "\uFEFF"u8, .. bytes.AsSpan(0, length)]);
        }
    }

    [Theory]
    [MemberData(nameof(FormatSamples.Names), MemberType = typeof(FormatSamples))]
    public void Take_MutatedBytes_GivesEventsOrVerdicts(string name)
    {
        (IMarketFormat format, string file, byte[] bytes) = FormatSamples.Of(name);
        Xorshift random = new(unchecked((ulong)name.Length * 7_919));
        long refused = 0;
        for (int n = 0; n < Mutations; n++)
        {
            refused += Decode(format, file, Mutate(bytes, random)).Verdicts;
        }

        Assert.True(refused > 0, "no mutation was refused: the mutations do not reach the rows");
    }

    [Theory]
    [MemberData(nameof(FormatSamples.Names), MemberType = typeof(FormatSamples))]
    public void Take_FloodsInAField_AreRefusedInBoundedMemory(string name)
    {
        (IMarketFormat format, string file, byte[] bytes) = FormatSamples.Of(name);
        byte[][] floods =
        [
            [.. Enumerable.Repeat((byte)'9', 100_000)], [.. Enumerable.Repeat((byte)'[', 10_000)],
            [.. Enumerable.Repeat((byte)',', 100_000)], [.. Enumerable.Repeat((byte)0xFF, 10_000)],
        ];
        foreach (byte[] flood in floods)
        {
            byte[] input = [.. bytes, .. flood, (byte)'\n', .. flood, (byte)',', .. bytes];
            long before = GC.GetAllocatedBytesForCurrentThread();
            Checked sink = Decode(format, file, input);
            Assert.True(sink.Verdicts > 0);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (4 * input.Length) + (64 * 1024));
        }
    }

    private static byte[] Mutate(byte[] bytes, Xorshift random)
    {
        byte[] copy = [.. bytes];
        for (int times = 1 + random.Next(3); times > 0; times--)
        {
            switch (random.Next(4))
            {
                case 0:
                    copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    copy[random.Next(copy.Length)] = (byte)random.Next(256);
                    break;
                case 2:
                    copy = Replace(copy, random, Fields[random.Next(Fields.Length)]);
                    break;
                default:
                    string[] cells = Encoding.Latin1.GetString(copy).Split(',');
                    copy = Replace(copy, random, cells[random.Next(cells.Length)]);
                    break;
            }
        }

        return copy;
    }

    private static byte[] Replace(byte[] bytes, Xorshift random, string text)
    {
        string[] cells = Encoding.Latin1.GetString(bytes).Split(',');
        cells[random.Next(cells.Length)] = text;
        string all = string.Join(',', cells);
        return all.Length == 0 ? [0] : Encoding.Latin1.GetBytes(all);
    }

    private static Checked Decode(IMarketFormat format, string file, ReadOnlySpan<byte> bytes)
    {
        Checked sink = new();
        IMarketDecoder decoder = format.Open(new MarketSourceOptions(file), sink);
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            decoder.Take(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        decoder.Take(bytes);
        decoder.End();
        return sink;
    }

    private sealed class Checked : IMarketEventSink
    {
        public long Events { get; private set; }

        public long Verdicts { get; private set; }

        public void OnFeed(MarketFeed feed)
        {
        }

        public void OnTrade(in Trade trade) => Check(trade.Price > 0 && trade.Quantity > 0);

        public void OnTop(in TopOfBook top) =>
            Check(top.Bid >= 0 && top.Ask >= 0 && top.BidQuantity >= 0 && top.AskQuantity >= 0);

        public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
        {
            foreach (LevelChange change in changes)
            {
                Check(change.Price > 0 && change.Quantity >= 0);
            }
        }

        public void OnOrder(in OrderEvent order) => Check(order.Price > 0 && order.Remaining >= 0);

        public void OnBar(in Bar bar, Timestamp known) => Check(
            bar.Low > 0 && bar.High < 1e12 && bar.VolumeBase is >= 0 and < 1e15 && bar.Low <= Math.Min(bar.Open, bar.Close)
            && bar.High >= Math.Max(bar.Open, bar.Close) && known > bar.OpenTime);

        public void OnVerdict(QualityVerdict verdict) => Verdicts++;

        private void Check(bool possible)
        {
            Assert.True(possible);
            Events++;
        }
    }
}
