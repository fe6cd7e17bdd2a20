using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class MarketInspectionTests
{
    [SharedFact("data/lob_binance_depth_20260216")]
    public void Read_Depth_CountsRepeatsAndMeasuresTheClocks()
    {
        MarketInspection seen = new();
        MarketFile.Read(
            SharedFactAttribute.Path("data/lob_binance_depth_20260216/btcusdt_spot_depth20.csv.gz"), null, null, seen, default);

        Assert.Equal((2_557L, 2L), (seen.Events, seen[QualityIssue.Duplicate]));
        Assert.Equal(40 * seen.Events, seen.LevelChanges);
        Assert.True(seen.SkewMsMin >= 133);
        Assert.InRange(seen.SkewMsMedian!.Value, 133, 399);
    }

    [SharedFact("data/lob_bitstamp_events_2015")]
    public void Read_BitstampOrders_CountsStampsThatFall()
    {
        MarketInspection seen = new();
        MarketFile.Read(
            SharedFactAttribute.Path("data/lob_bitstamp_events_2015/orders_2015-05-01.csv.gz"), null, null, seen, default);

        Assert.Equal(191, seen[QualityIssue.UnknownOrder]);
        Assert.InRange(seen.OutOfOrder, 16_278 - 213, 16_278);
    }

    [Fact]
    public void OnTop_OneClockOnly_HasNoSkew()
    {
        MarketInspection seen = new();
        seen.OnFeed(new MarketFeed("x", "y", new FixedScale(2, 2), ClockAssumed: true));
        seen.OnTop(new TopOfBook(new EventStamp(new(2), new(2), -1), 1, 1, 2, 1));
        seen.OnTop(new TopOfBook(new EventStamp(new(1), new(1), -1), 1, 1, 2, 1));

        Assert.Null(seen.SkewMsMin);
        Assert.Equal((1L, new Timestamp(1), new Timestamp(2)), (seen.OutOfOrder, seen.First, seen.Last));
    }
}
