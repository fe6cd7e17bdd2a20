using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class BarFileTests
{
    private const string Row0 = "2024-03-01T00:00:00Z,100,101,99,100.5,2\n";
    private const string Row1 = "2024-03-01T00:01:00Z,100.5,102,100,101,3\n";
    private const string Row2 = "2024-03-01T00:02:00Z,101,102,100,101.5,4\n";

    [Fact]
    public void Read_PlainText_GivesBarsStepInstrumentAndDigest()
    {
        string text = BarText.Header + Row0 + Row1 + Row2;
        BarReading reading = BarText.Read(text);
        Assert.Equal("bars-csv", reading.Format);
        Assert.Equal("TEST-X", reading.Instrument);
        Assert.Equal(TimeSpan.FromMinutes(1), reading.Step);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), reading.Sha256);
        Assert.Equal(3, reading.Bars.Count);
        Assert.Equal(new Bar(Timestamp.Parse("2024-03-01T00:01:00Z"), 100.5, 102, 100, 101, 3), reading.Bars[1]);
        Assert.Equal(3, reading.Quality.RowsRead);
        Assert.All(reading.Quality.Counts, c => Assert.Equal(0, c.Value));
        Assert.Empty(reading.Quality.First);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_BomCrlfExtraColumnsNoLastLineFeed_AreAccepted(bool gzip)
    {
        string text = "\uFEFFtimestamp,open,high,low,close,volume,quote_volume,trades\r\n"
            + "2024-03-01T00:00:00Z,100,101,99,100.5,2,201,7\r\n2024-03-01T00:05:00.000Z,1e2,101,99,100.5,5e-05,201,7";
        byte[] bytes = gzip ? BarText.Gzip(text) : Encoding.UTF8.GetBytes(text);
        BarReading reading = BarText.Read(bytes);
        Assert.Equal(gzip ? "bars-csv.gz" : "bars-csv", reading.Format);
        Assert.Equal(TimeSpan.FromMinutes(5), reading.Step);
        Assert.Equal(["quote_volume", "trades"], reading.ExtraColumns);
        Assert.Equal(100.0, reading.Bars[1].Open);
        Assert.Equal(5e-5, reading.Bars[1].VolumeBase);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), reading.Sha256);
    }

    [Fact]
    public void Read_DailyDates_AreAccepted()
    {
        BarReading reading = BarText.Read(BarText.Header
            + "2024-02-28,1,2,1,2,1\n2024-02-29,1,2,1,2,1\n2024-03-01,1,2,1,2,1\n\n");
        Assert.Equal(TimeSpan.FromDays(1), reading.Step);
        Assert.Equal(Timestamp.FromDate(2024, 2, 29), reading.Bars[1].OpenTime);
        Assert.Equal(0, reading.Quality.Gaps.Count);
    }

    [Fact]
    public void Read_SeveralMembers_AreOneFile()
    {
        byte[] first = BarText.Gzip(BarText.Header + Row0[..11]);
        byte[] bytes = [.. first, .. BarText.Gzip(""), .. BarText.Gzip(Row0[11..] + Row1)];
        Assert.Equal(2, BarText.Read(bytes).Bars.Count);
    }

    [Fact]
    public void Read_LargeGzip_EqualsPlain()
    {
        string text = BarText.Minutes(1_400);
        Assert.Equal(BarText.Read(text).Bars, BarText.Read(BarText.Gzip(text)).Bars);
    }

    [Fact]
    public void Read_GapZeroVolumeOutlier_AreKeptAndCounted()
    {
        BarReading reading = BarText.Read(BarText.Header + Row0 + Row1 + Row2
            + "2024-03-01T00:05:00Z,101,102,100,101.5,0\n2024-03-01T00:06:00Z,101,130,100,128,9\n");
        Assert.Equal(5, reading.Bars.Count);
        Timestamp after = Timestamp.Parse("2024-03-01T00:05:00Z");
        Assert.Equal(new GapSummary(1, 2, TimeSpan.FromMinutes(2), after), reading.Quality.Gaps);
        Assert.Equal(1, reading.Quality[QualityIssue.Gap]);
        Assert.Equal(1, reading.Quality[QualityIssue.ZeroVolume]);
        Assert.Equal(1, reading.Quality[QualityIssue.Outlier]);
        Assert.All(reading.Quality.First, v => Assert.Equal(QualityAction.Kept, v.Action));
        Assert.Equal([5L, 5L, 6L], reading.Quality.First.Select(v => v.Line));
    }

    [Fact]
    public void Read_EveryVolumeZero_IsNotJudged()
    {
        BarReading reading = BarText.Read(BarText.Header + "2024-03-01,1,2,1,2,0\n2024-03-02,1,2,1,2,0\n");
        Assert.True(reading.Quality.VolumeAbsent);
        Assert.Equal(0, reading.Quality[QualityIssue.ZeroVolume]);
    }

    [Fact]
    public void Read_Duplicates_FirstIsKeptBothKindsCounted()
    {
        string other = Row1.Replace("101,3", "101.5,3", StringComparison.Ordinal);
        BarReading reading = BarText.Read(BarText.Header + Row0 + Row1 + Row1 + other + Row2);
        Assert.Equal(3, reading.Bars.Count);
        Assert.Equal(101, reading.Bars[1].Close);
        Assert.Equal(1, reading.Quality[QualityIssue.IdenticalDuplicate]);
        Assert.Equal(1, reading.Quality[QualityIssue.Duplicate]);
        Assert.Equal(2, reading.Quality.Quarantined);
        Assert.Contains("the time of line 3", reading.Quality.First[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-03-01T00:01:00Z,100,101,-99,100.5,2", QualityIssue.NotPositive)]
    [InlineData("2024-03-01T00:01:00Z,100,101,0,100.5,2", QualityIssue.NotPositive)]
    [InlineData("2024-03-01T00:01:00Z,100,101,99,100.5,-2", QualityIssue.NotPositive)]
    [InlineData("2024-03-01T00:01:00Z,100,100.4,99,100.5,2", QualityIssue.InconsistentRange)]
    [InlineData("2024-03-01T00:01:00Z,98,101,99,100.5,2", QualityIssue.InconsistentRange)]
    [InlineData("2024-03-01T00:01:30Z,100,101,99,100.5,2", QualityIssue.OffGrid)]
    public void Read_RowThatIsNoBar_IsQuarantinedCountedAndShown(string row, QualityIssue issue)
    {
        BarReading reading = BarText.Read(BarText.Header + Row0 + row + "\n" + Row2
            + "2024-03-01T00:03:00Z,101,102,100,101.5,4\n2024-03-01T00:04:00Z,101,102,100,101.5,4\n");
        Assert.Equal(4, reading.Bars.Count);
        Assert.Equal(1, reading.Quality[issue]);
        QualityVerdict verdict = Assert.Single(reading.Quality.First, v => v.Issue == issue);
        Assert.Equal((QualityAction.Quarantined, 3L), (verdict.Action, verdict.Line));
        Assert.Equal(1, reading.Quality.Gaps.MissingBars);
    }

    [Fact]
    public void Read_UnsortedWithSort_IsSortedAndCounted()
    {
        BarReading sorted = BarText.Read(BarText.Header + Row0 + Row2 + Row1, sort: true);
        Assert.Equal(BarText.Read(BarText.Header + Row0 + Row1 + Row2).Bars, sorted.Bars);
        Assert.Equal(1, sorted.Quality[QualityIssue.OutOfOrder]);
    }

    [Fact]
    public void Read_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            BarFile.Read(new MemoryStream("x\n"u8.ToArray()), "a.csv", false, source.Token));
    }

    [Fact]
    public void OutlierRule_FutureChanges_VerdictUnchanged()
    {
        string[] rows = BarText.Minutes(60).Split('\n');
        string crash = "2024-03-01T00:30:00Z,100,100,50,51,1";
        string before = string.Join('\n', rows[..31]) + "\n" + crash + "\n";
        string after = before + string.Join('\n', rows[32..]);
        QualityVerdict verdict = Assert.Single(BarText.Read(before).Quality.First);
        Assert.Equal(QualityIssue.Outlier, verdict.Issue);
        Assert.Contains(verdict, BarText.Read(after).Quality.First);
    }
}
