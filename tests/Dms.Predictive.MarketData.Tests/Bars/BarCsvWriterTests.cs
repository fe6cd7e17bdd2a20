using System.Text;
using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class BarCsvWriterTests
{
    private static readonly Gen<double> GenPrice = Gen.OneOf(
        Gen.Double[1e-12, 1e-3],
        Gen.Double[0.01, 1e6],
        Gen.Double[1e8, 9e11],
        Gen.Int[1, 9_999_999].Select(i => i / 100.0));

    private static readonly Gen<double> GenVolume = Gen.OneOf(
        Gen.Const(0.0), Gen.Double[1e-9, 1e-4], Gen.Double[0, 1e5], Gen.Double[1e10, 9e14]);

    private static readonly Gen<Bar> GenBar = Gen.Select(GenPrice, GenPrice, GenPrice, GenPrice, GenVolume)
        .Select((a, b, c, d, v) =>
        {
            double[] p = [.. new[] { a, b, c, d }.Order()];
            return new Bar(default, p[1], p[3], p[0], p[2], v);
        });

    [Fact]
    public void Write_ThenRead_GivesTheSameBars() =>
        GenBar.Array[2, 40].Sample(drawn =>
        {
            Bar[] bars = [.. drawn.Select((b, i) => b with { OpenTime = Timestamp.FromMinutes(28_000_000 + (5 * i)) })];
            byte[] bytes = BarCsvWriter.ToBytes(bars);
            Assert.Equal(bars, BarText.Read(bytes).Bars);
            Assert.Equal(bars, BarText.Read(BarText.Gzip(bytes)).Bars);
        });

    [Fact]
    public void ToBytes_SmallNumbers_HaveNoExponent()
    {
        Bar bar = new(Timestamp.FromDate(2024, 1, 2), 1.5e-7, 123456789012, 1e-7, 0.00012, 3e-05);
        Assert.Equal(
            "timestamp,open,high,low,close,volume\n"
            + "2024-01-02T00:00:00Z,0.00000015,123456789012,0.0000001,0.00012,0.00003\n",
            Encoding.UTF8.GetString(BarCsvWriter.ToBytes([bar])));
    }

    [Fact]
    public void ToBytes_NotFinite_IsRefused() => Assert.Throws<ArgumentException>(() =>
        BarCsvWriter.ToBytes([new Bar(default, 1, double.NaN, 1, 1, 1)]));

    [Fact]
    public void Write_Gzip_SameBytesEachTimeAndNothingLeftBehind()
    {
        string folder = Directory.CreateTempSubdirectory("bars-").FullName;
        try
        {
            IReadOnlyList<Bar> bars = BarText.Read(BarText.Minutes(500)).Bars;
            string path = Path.Combine(folder, "deep", "X.csv.gz");
            BarCsvWriter.Write(path, bars);
            byte[] first = File.ReadAllBytes(path);
            BarCsvWriter.Write(path, bars);
            Assert.Equal(first, File.ReadAllBytes(path));
            Assert.Equal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff], first[..10]);
            Assert.Equal(bars, BarFile.Read(path, CancellationToken.None).Bars);
            Assert.Throws<InvalidOperationException>(() =>
                AtomicFile.Write(path, _ => throw new InvalidOperationException("stopped")));
            Assert.Equal(first, File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
