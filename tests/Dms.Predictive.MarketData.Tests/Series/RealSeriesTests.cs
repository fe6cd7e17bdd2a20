using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class RealSeriesTests
{
    [SharedFact("data/crypto_15m_perp")]
    public void Read_Funding_EverySettlement()
    {
        SlowSeries series = One("funding", "crypto_15m_perp/binance_perp_BTCUSDT_funding_20230101_20250831.csv.gz");

        Assert.Equal(2922, series.Observations.Count);
        Assert.Equal(Timestamp.Parse("2025-08-31T16:15:00Z"), series.Observations[^1].PublishedAt);
    }

    [SharedFact("data/crypto_15m_perp")]
    public void Read_Mark_EveryHour()
    {
        SlowSeries series = One("mark", "crypto_15m_perp/binance_perp_BTCUSDT_mark_1h_20240101_20250831.csv.gz");

        Assert.Equal(14616, series.Observations.Count);
        Assert.Equal(new SlowObservation(42503.5, Timestamp.Parse("2024-01-01T01:00:00Z"), Timestamp.Parse("2024-01-01T01:00:00Z")),
            series.Observations[0]);
    }

    [SharedFact("data/crypto_15m_takerflow_mit")]
    public void Read_TakerFlow_BothSides() => Assert.All(
        Read("taker", "crypto_15m_takerflow_mit/btcusdt_takerflow_15m_20250622_20250920.csv.gz"), s => Assert.Equal(8640, s.Observations.Count));

    [SharedFact("data/btc_macro_daily")]
    public void Read_Macro_WeekdaysOfMarketsEveryDayOfTheRest()
    {
        IReadOnlyList<SlowSeries> read = Read("macro", "btc_macro_daily/data_merged_clean.csv");

        Assert.Equal(["vix", "dxy", "fear-greed", "hash-rate"], read.Select(s => s.Kind.Name));
        Assert.DoesNotContain(read[0].Observations, o => o.EventTime.ToDateTimeOffset().DayOfWeek == DayOfWeek.Sunday);
        Assert.Equal(3653, read[3].Observations.Count);
        Assert.Equal(Timestamp.FromDate(2018, 2, 1), read[2].Observations[0].EventTime);
    }

    [SharedFact("data/btc_dvol_daily")]
    public void Read_Dvol_KnownTheDayAfter()
    {
        SlowSeries series = One("dvol", "btc_dvol_daily/btc_ohlcv_dvol_daily_2024_2026.csv");

        Assert.Equal(609, series.Observations.Count);
        Assert.Equal(new SlowObservation(66.81, Timestamp.FromDate(2024, 1, 1), Timestamp.Parse("2024-01-02T00:15:00Z")), series.Observations[0]);
    }

    private static SlowSeries One(string kind, string file) => Assert.Single(Read(kind, file));

    private static IReadOnlyList<SlowSeries> Read(string kind, string file) =>
        SeriesFile.Read(SeriesFile.KindsOf(kind)!, SharedFactAttribute.Path("data/" + file));
}
