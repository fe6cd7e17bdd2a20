using System.IO.Compression;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class MarketFileTests : IDisposable
{
    private const string Rows = "ts_ms,exch_ts_ms,trade_id,price,qty,side\r\n1771214400376,1771214400204,1,2,3,buy\r\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("market-file").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_OrderMarkAndCarriageReturns_AreStrippedInEveryPacking()
    {
        byte[] text = Encoding.UTF8.GetBytes("\uFEFF" + Rows);

        Assert.Equal("plain", Read(Save("a.csv", text)).Packing);
        Assert.Equal("zip", Read(Save("a.zip", Zip(("a.csv", text)))).Packing);
    }

    [Fact]
    public void Read_ZipOfTwoOrWithATailOrCutOff_IsRefused()
    {
        byte[] text = Encoding.UTF8.GetBytes(Rows);
        byte[] zip = Zip(("a.csv", text));
        byte[] broken = [.. zip];
        broken[45] ^= 0xFF;

        Assert.Equal("zip-entries", Refusal(Save("two.zip", Zip(("a.csv", text), ("b.csv", text)))));
        Assert.Equal("zip-damaged", Refusal(Save("tail.zip", [.. zip, 0])));
        Assert.Equal("zip-damaged", Refusal(Save("cut.zip", zip[..^5])));
        Assert.Equal("zip-damaged", Refusal(Save("broken.zip", broken)));
    }

    [Fact]
    public void Read_ZipBomb_IsRefused() =>
        Assert.Equal("zip-too-large", Refusal(Save("bomb.zip", Zip(("a.csv", [.. Encoding.UTF8.GetBytes(Rows), .. new byte[3 << 20]])))));

    [Fact]
    public void Read_EmptyUnknownOrAmbiguous_IsRefusedWithTheWayOut()
    {
        Assert.Equal("empty", Refusal(Save("e.csv", [])));
        Assert.Equal("format-unknown", Refusal(Save("u.csv", "hello\n"u8.ToArray())));
        string ambiguous = Save("x.csv", "20141201 00:00,300,370,300,370,1\n"u8.ToArray());
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => Read(ambiguous));
        Assert.Equal("format-ambiguous", e.Code);
        Assert.Contains("lean-crypto-bars or lean-equity-bars", e.Message, StringComparison.Ordinal);
        Assert.Contains("--format", e.Message, StringComparison.Ordinal);
    }

    private static MarketReading Read(string path)
    {
        EventTally tally = new();
        MarketReading reading = MarketFile.Read(path, null, null, tally, default);
        Assert.Equal(1, reading.Rows);
        Assert.Equal(300_000_000, Assert.Single(tally.Trades).Quantity);
        return reading;
    }

    private static string Refusal(string path) => Assert.Throws<InputRefusedException>(() => Read(path)).Code;

    private string Save(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
