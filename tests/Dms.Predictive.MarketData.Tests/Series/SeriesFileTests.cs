using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class SeriesFileTests
{
    private const string Path = "feed/series.csv";
    private const string General = "time,published_at,value\n";
    private const string Macro = "date,price,vix,dxy,fng,hashrate\n";
    private const string Flow = "time,buy_volume,sell_volume,trade_count,buy_ratio\n";

    [Fact]
    public void Read_GeneralFile_KeepsBothTimesAndRestatements()
    {
        SlowSeries series = One("custom:etf-flow", General
            + "2026-01-01,2026-01-02T09:00:00Z,5\n2026-01-02,2026-01-03T09:00:00Z,-7.5\n2026-01-01,2026-01-03T10:00:00Z,6\n");

        Assert.Equal(
            [
                new(5, At("2026-01-01"), At("2026-01-02T09:00:00Z")), new(-7.5, At("2026-01-02"), At("2026-01-03T09:00:00Z")),
                new(6, At("2026-01-01"), At("2026-01-03T10:00:00Z")),
            ],
            series.Observations);
        Assert.Equal(64, series.Sha256.Length);
    }

    [Theory]
    [InlineData("vix", "vix", "2026-01-07T00:15:00Z")]
    [InlineData("dxy", "dxy", "2026-01-07T00:15:00Z")]
    [InlineData("dvol", "dvol", "2026-01-07T00:15:00Z")]
    [InlineData("funding-daily", "funding_mean", "2026-01-07T00:15:00Z")]
    [InlineData("fear-greed", "fng", "2026-01-06T00:20:00Z")]
    [InlineData("hash-rate", "hashrate", "2026-01-07T02:15:00Z")]
    public void Read_DatedValue_IsPublishedAsTheProtocolSays(string kind, string column, string published)
    {
        SlowObservation value = Assert.Single(One(kind, $"date,other,{column}\n2026-01-06,9,0.5\n").Observations);

        Assert.Equal(new SlowObservation(0.5, At("2026-01-06"), At(published)), value);
    }

    [Fact]
    public void Read_StatedDelay_ReplacesTheDefault()
    {
        IReadOnlyList<SlowSeries> read = Read("fear-greed", "date,fng\n2026-01-06,20\n", TimeSpan.FromHours(3));

        Assert.Equal(At("2026-01-06T03:00:00Z"), read[0].Observations[0].PublishedAt);
    }

    [Fact]
    public void Read_MacroGroup_EverySeriesWithoutCarriedWeekendsAndAbsentValues()
    {
        IReadOnlyList<SlowSeries> read = Read("macro", Macro
            + "2026-01-02,1,15,98,30,100\n2026-01-03,1,15,98,31,NA\n2026-01-04,1,15,98,,102\n2026-01-05,1,16,99,33,103\n");

        Assert.Equal(["vix", "dxy", "fear-greed", "hash-rate"], read.Select(s => s.Kind.Name));
        Assert.Equal([15, 16], read[0].Observations.Select(o => o.Value));
        Assert.Equal([30, 31, 33], read[2].Observations.Select(o => o.Value));
        Assert.Equal([100, 102, 103], read[3].Observations.Select(o => o.Value));
    }

    [Theory]
    [InlineData("timestamp,funding_rate\n2026-01-01T08:00:00Z,0.0001\n")]
    [InlineData("calc_time,funding_interval_hours,last_funding_rate\n1767254400000,8,0.00010000\n")]
    public void Read_Funding_IsKnownAQuarterAfterSettlement(string text) => Assert.Equal(
        [new SlowObservation(0.0001, At("2026-01-01T08:00:00Z"), At("2026-01-01T08:15:00Z"))], One("funding", text).Observations);

    [Fact]
    public void Read_TakerFlow_IsKnownAtTheEndOfItsBar()
    {
        IReadOnlyList<SlowSeries> read = Read("taker", Flow
            + "2025-06-22 00:00:00,10,5,3,0.66\n2025-06-22 00:15:00,20,0,3,1\n2025-06-22 00:45:00,1,2,3,0.3\n2025-06-22 01:00:00,1,2,3,0.3\n");

        Assert.Equal(["taker-buy", "taker-sell"], read.Select(s => s.Kind.Name));
        Assert.Equal([10, 20, 1, 1], read[0].Observations.Select(o => o.Value));
        Assert.Equal(
            new SlowObservation(5, At("2025-06-22T00:15:00Z"), At("2025-06-22T00:15:00Z")), read[1].Observations[0]);
    }

    [Fact]
    public void Read_MarkBars_CloseIsKnownAtTheEndOfTheHour() => Assert.Equal(
        new SlowObservation(102, At("2026-01-01T01:00:00Z"), At("2026-01-01T01:00:00Z")),
        One("mark", "timestamp,open,high,low,close,volume\n2026-01-01T00:00:00Z,100,103,99,102,0\n2026-01-01T01:00:00Z,102,103,99,101,0\n")
            .Observations[0]);

    [Fact]
    public void Read_GzipWithMarkAndCarriageReturns_SameSeries()
    {
        string text = "\uFEFF" + General.Replace("\n", "\r\n", StringComparison.Ordinal) + "2026-01-01,2026-01-02,5\r\n";
        SlowSeries series = SeriesFile.Read(
            SeriesFile.KindsOf("vix")!, new MemoryStream(BarText.Gzip(text)), Path, null, CancellationToken.None)[0];

        Assert.Equal(5, series.Observations[0].Value);
    }

    [Theory]
    [InlineData("vix", "", "series-empty", Path)]
    [InlineData("vix", General, "series-empty", Path)]
    [InlineData("vix", "date,vix\n2026-01-05,\n", "series-empty", Path)]
    [InlineData("vix", "day,vix\n2026-01-05,1\n", "series-header", Path + ":1")]
    [InlineData("vix", "date,dxy\n2026-01-05,1\n", "series-header", Path + ":1")]
    [InlineData("macro", General + "2026-01-01,2026-01-02,5\n", "series-header", Path + ":1")]
    [InlineData("funding", "timestamp,rate\n2026-01-01,1\n", "series-header", Path + ":1")]
    [InlineData("vix", General + "2026-01-01,2026-01-02,x\n", "series-malformed", Path + ":2")]
    [InlineData("vix", General + "2026-01-01,2026-01-02,NaN\n", "series-malformed", Path + ":2")]
    [InlineData("vix", General + "2026-01-01,2026-01-02,-1\n", "series-malformed", Path + ":2")]
    [InlineData("fear-greed", General + "2026-01-01,2026-01-02,101\n", "series-malformed", Path + ":2")]
    [InlineData("vix", General + "2026-01-01,2026-01-02\n", "series-malformed", Path + ":2")]
    [InlineData("vix", General + "2026-01-01,2026-01-02,5,6\n", "series-malformed", Path + ":2")]
    [InlineData("vix", General + "2026-01-01 00:00,2026-01-02,5\n", "series-malformed", Path + ":2")]
    [InlineData("vix", General + "2026-01-02,2026-01-01,5\n", "series-malformed", Path + ":2")]
    [InlineData("vix", General + "\n2026-01-01,2026-01-02,5\n", "series-malformed", Path + ":2")]
    [InlineData("vix", General + "2026-01-01,2026-01-02,5\n2026-01-01,2026-01-02,5\n", "series-duplicate", Path + ":3")]
    [InlineData("vix", General + "2026-01-01,2026-01-03,5\n2026-01-02,2026-01-02,5\n", "series-unsorted", Path + ":3")]
    [InlineData("dvol", "date,dvol\n2026-01-05,50\n2026-01-05,51\n", "series-duplicate", Path + ":3")]
    [InlineData("dvol", "date,dvol\n2026-01-05,50\n2026-01-04,51\n", "series-unsorted", Path + ":3")]
    [InlineData("custom:fees", "date,fees\n2026-01-05,50\n", "series-lag", Path)]
    [InlineData("taker", Flow + "2025-06-22 00:00:00,10,5,3,0.66\n", "series-empty", Path)]
    [InlineData("taker", Flow + "2025-06-22T00:00:00Z,10,5,3,0.66\n", "series-malformed", Path + ":2")]
    public void Read_UnusableFile_IsRefusedWithCodeAndPlace(string kind, string text, string code, string where)
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => Read(kind, text));

        Assert.Equal((code, where), (e.Code, e.Where));
        Assert.NotEmpty(e.Message);
    }

    [Fact]
    public void Read_DelayBesideStatedPublication_IsRefused()
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(
            () => Read("vix", General + "2026-01-01,2026-01-02,5\n", TimeSpan.FromHours(1)));

        Assert.Equal("series-lag", e.Code);
    }

    [Fact]
    public void Read_MutatedBytes_SeriesOrRefusalNeverAnotherException()
    {
        byte[] good = Encoding.UTF8.GetBytes(Macro + "2026-01-02,1,15,98,30,100\n2026-01-05,1,15.5,98,31,NA\n2026-01-06,1,16,99,33,103\n");
        Random random = new(5);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. good];
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                SeriesFile.Read(SeriesFile.KindsOf("macro")!, new MemoryStream(bytes[..random.Next(1, bytes.Length + 1)]), Path, null, default);
            }
            catch (InputRefusedException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 19_999);
    }

    private static Timestamp At(string text) => Timestamp.Parse(text);

    private static SlowSeries One(string kind, string text) => Assert.Single(Read(kind, text));

    private static IReadOnlyList<SlowSeries> Read(string kind, string text, TimeSpan? lag = null) => SeriesFile.Read(
        SeriesFile.KindsOf(kind)!, new MemoryStream(Encoding.UTF8.GetBytes(text)), Path, lag, CancellationToken.None);
}
