using System.Diagnostics;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>Real files with known quirks; the numbers come from the notes beside the files.</summary>
public sealed class RealBarFilesTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [SharedFact("data/crypto_1m_bitfinex")]
    public void Load_BitfinexThreeYears_CountsRowsAndGaps()
    {
        Stopwatch watch = Stopwatch.StartNew();
        string folder = SharedFactAttribute.Path("data/crypto_1m_bitfinex");
        BarHistory history = BarFiles.Load([folder], CancellationToken.None);
        output.WriteLine($"{history.Series.Bars.Count} bars in {watch.Elapsed.TotalSeconds:0.000} s");
        Assert.Equal(1_538_435, history.Series.Bars.Count);
        Assert.Equal(1_538_435, history.Quality.RowsRead);
        Assert.Equal([505_209, 520_499, 512_727], history.Files.Select(f => f.Bars));
        Assert.Equal(20_391 + 5_101 + 12_873, history.Quality.Gaps.MissingBars);
        Assert.Equal(14_203 + 3_992 + 9_955, history.Quality.Gaps.Count);
        Assert.Equal(TimeSpan.FromMinutes(197), history.Quality.Gaps.Longest);
        Assert.Equal(Timestamp.Parse("2019-01-07T13:18:00Z"), history.Quality.Gaps.LongestBefore);
        Assert.Equal(0, history.Quality[QualityIssue.ZeroVolume]);
        Assert.Equal(0, history.Quality.Quarantined);
        Assert.Equal("bitfinex_BTCUSD_1m", history.Series.Instrument);
        Timestamp crash = Timestamp.Parse("2017-03-10T13:28:00Z");
        Assert.Contains(history.Quality.First, v => v.Issue == QualityIssue.Outlier && v.At == crash);
    }

    [SharedFact("data/crypto_1m")]
    public void Read_BinanceMinutes_CountsOutageAndZeroVolume()
    {
        BarReading crash = Read("crypto_1m/binance_spot_BTCUSDT_1m_20210420_20210520.csv.gz");
        Assert.Equal(42_915, crash.Bars.Count);
        Assert.Equal(284, crash.Quality.Gaps.MissingBars);
        Assert.Equal(Timestamp.Parse("2021-04-25T08:45:00Z"), crash.Quality.Gaps.LongestBefore);
        BarReading quiet = Read("crypto_1m/binance_spot_BTCUSDT_1m_20230316_20230501.csv.gz");
        Assert.Equal(66_087, quiet.Bars.Count);
        Assert.Equal(72, quiet.Quality[QualityIssue.ZeroVolume]);
        Assert.Equal(TimeSpan.FromMinutes(80), quiet.Quality.Gaps.Longest);
    }

    [SharedFact("data/crypto_1h_2017_2022")]
    public void Read_TrueWickOf114Percent_IsKept()
    {
        BarReading reading = Read("crypto_1h_2017_2022/binance_spot_ETHUSDT_1h_20170817_20200131.csv.gz");
        Assert.Equal(21_452, reading.Bars.Count);
        Assert.Equal(TimeSpan.FromHours(1), reading.Step);
        Assert.Equal(13, reading.Quality.Gaps.Count);
        Assert.Equal(96, reading.Quality.Gaps.MissingBars);
        Assert.Equal(Timestamp.Parse("2018-02-09T10:00:00Z"), reading.Quality.Gaps.LongestBefore);
        Timestamp at = Timestamp.Parse("2017-08-22T04:00:00Z");
        QualityVerdict wick = Assert.Single(reading.Quality.First, v => v.At == at);
        Assert.Equal((QualityIssue.Outlier, QualityAction.Kept), (wick.Issue, wick.Action));
    }

    [SharedFact("data/crypto_15m_perp")]
    public void Read_MarkPrices_VolumeIsAbsentNotZero()
    {
        BarReading reading = Read("crypto_15m_perp/binance_perp_BTCUSDT_mark_1h_20240101_20250831.csv.gz");
        Assert.True(reading.Quality.VolumeAbsent);
        Assert.Equal(0, reading.Quality[QualityIssue.ZeroVolume]);
        InputRefusedException e = Assert.Throws<InputRefusedException>(() =>
            Read("crypto_15m_perp/binance_perp_BTCUSDT_funding_20230101_20250831.csv.gz"));
        Assert.Equal("bars-header", e.Code);
    }

    private static BarReading Read(string relative) =>
        BarFile.Read(SharedFactAttribute.Path("data/" + relative), CancellationToken.None);
}
