using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>The files in <c>data/samples</c> are the simulator's. DMS_REWRITE_SAMPLES=1 rewrites them.</summary>
public sealed class ShippedSampleTests
{
    private static readonly Lazy<SimulatedMarket> Market =
        new(() => BarSimulator.Run(new BarSimulation(), CancellationToken.None));

    private static readonly Lazy<string> Folder = new(() =>
    {
        string folder = Path.Combine(Root(), "data", "samples");
        if (Environment.GetEnvironmentVariable("DMS_REWRITE_SAMPLES") == "1")
        {
            Market.Value.Save(folder);
        }

        return folder;
    });

    [Fact]
    public void ShippedSample_Bars_AreRegeneratedByteForByte() =>
        Assert.True(Unpacked("SIM-BTC.csv.gz").AsSpan().SequenceEqual(BarCsvWriter.ToBytes(Market.Value.Series.Bars)));

    [Fact]
    public void ShippedSample_Truth_IsRegeneratedByteForByte() =>
        Assert.True(Unpacked("SIM-BTC.truth.csv.gz").AsSpan().SequenceEqual(Market.Value.TruthToBytes()));

    [Fact]
    public void ShippedSample_Read_IsSixtyDaysOfCleanMinutes()
    {
        string path = Path.Combine(Folder.Value, "SIM-BTC.csv.gz");
        BarReading reading = BarFile.Read(path, CancellationToken.None);
        Assert.Equal("SIM-BTC", reading.Instrument);
        Assert.Equal(TimeSpan.FromMinutes(1), reading.Step);
        Assert.Equal(Timestamp.FromDate(2026, 1, 1), reading.Bars[0].OpenTime);
        Assert.Equal(Timestamp.Parse("2026-03-01T23:59:00Z"), reading.Bars[^1].OpenTime);
        Assert.Equal(86_303, reading.Bars.Count);
        Assert.Equal(86_400, Market.Value.Truth.Count);
        Assert.Equal(86_400 - 86_303, reading.Quality.Gaps.MissingBars);
        Assert.InRange(reading.Quality.Gaps.Count, 3, 40);
        Assert.InRange(reading.Quality[QualityIssue.ZeroVolume], 10, 100);
        Assert.Equal(0, reading.Quality.Quarantined);
        Assert.True(new FileInfo(path).Length < 3_000_000);
    }

    [Fact]
    public void ShippedSample_LastFullDay_HasAnAnnouncedBigShockAroundNoon()
    {
        Timestamp noon = Timestamp.Parse("2026-03-01T12:00:00Z");
        SimulatedMinute shock = Assert.Single(
            Market.Value.Truth,
            m => m.Event && m.LeadMinutes > 0 && (m.Time - noon).Duration() < TimeSpan.FromHours(1));
        Assert.Equal(Timestamp.Parse("2026-03-01T11:40:00Z"), shock.Time);
        Assert.Equal(25, shock.LeadMinutes);
        IReadOnlyList<Bar> bars = Market.Value.Series.Bars;
        int at = bars.TakeWhile(b => b.OpenTime < shock.Time).Count();
        Assert.Equal(shock.Time, bars[at].OpenTime);
        Assert.InRange((bars[at + 5].Close / bars[at - 1].Close) - 1, -0.020, -0.017);
        Assert.True(SumOfSquares(bars, at, 10) > 5 * SumOfSquares(bars, at - 60, 60));
        Assert.True(MeanVolume(bars, at - 15, 15) > 3 * MeanVolume(bars, at - 60, 30));
    }

    private static double SumOfSquares(IReadOnlyList<Bar> bars, int from, int count) =>
        Enumerable.Range(from, count).Sum(i => Math.Pow(Math.Log(bars[i].Close / bars[i - 1].Close), 2));

    private static double MeanVolume(IReadOnlyList<Bar> bars, int from, int count) =>
        Enumerable.Range(from, count).Average(i => bars[i].VolumeBase);

    private static byte[] Unpacked(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(Folder.Value, name));
        using GZipStream gzip = new(file, CompressionMode.Decompress);
        using MemoryStream content = new();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Dms.Predictive.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new DirectoryNotFoundException("The repository root was not found.");
    }
}
