using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>The numbers come from the notes beside the files.</summary>
public sealed class DepthCsvTests
{
    private const string Folder = "lob_binance_depth_20260216/";

    [SharedFact("data/lob_binance_depth_20260216")]
    public void Read_Snapshots_HasBothClocksAndTwoRepeats()
    {
        foreach (string market in new[] { "spot", "fut" })
        {
            (MarketReading reading, EventTally events) = EventTally.Shared($"{Folder}btcusdt_{market}_depth20.csv.gz");

            Assert.Equal(("depth20-csv", "gzip", 2_559L), (reading.Format.Name, reading.Packing, reading.Rows));
            Assert.Equal(2, events.Of(QualityIssue.Duplicate));
            Assert.Equal(2, events.Verdicts.Count);
            Assert.Equal(2_557, events.Books.Count);
            Assert.All(events.Books, b => Assert.InRange(
                (b.Update.Stamp.ReceivedTime - b.Update.Stamp.EventTime).TotalMilliseconds, 133, 399));
            Assert.All(events.Books, b => Assert.True(b.Changes[0].Price < b.Changes[20].Price));
        }
    }

    [SharedFact("data/lob_binance_depth_20260216")]
    public void Read_FirstSpotSnapshot_HasItsLevels()
    {
        (BookUpdate update, LevelChange[] changes) =
            EventTally.Shared(Folder + "btcusdt_spot_depth20.csv.gz").Events.Books[0];

        Assert.Equal(new Timestamp(1_771_214_399_914_000_000), update.Stamp.EventTime);
        Assert.Equal((88_042_977_627, true, 20), (update.LastId, update.IsSnapshot, update.DepthLimit));
        Assert.Equal(new LevelChange(BookSide.Bid, 6_842_481_000_000, 80_633_000), changes[0]);
        Assert.Equal(new LevelChange(BookSide.Bid, 6_842_480_000_000, 8_000), changes[1]);
        Assert.Equal(new LevelChange(BookSide.Ask, 6_842_482_000_000, 127_764_000), changes[20]);
    }

    [SharedFact("data/lob_binance_depth_20260216")]
    public void Read_Trades_CountsAndIdsThatSkip()
    {
        (MarketReading spot, EventTally spotEvents) = EventTally.Shared(Folder + "btcusdt_spot_trades.csv.gz");
        (MarketReading future, EventTally futureEvents) = EventTally.Shared(Folder + "btcusdt_fut_trades.csv.gz");

        Assert.Equal((10_215L, 11_947L), (spot.Rows, future.Rows));
        Assert.Equal((10_215, 11_947), (spotEvents.Trades.Count, futureEvents.Trades.Count));
        Assert.Empty(spotEvents.Verdicts);
        Assert.Empty(futureEvents.Verdicts);
        List<Trade> trades = futureEvents.Trades;
        Assert.Equal(19, Enumerable.Range(1, trades.Count - 1).Count(i => trades[i].Id != trades[i - 1].Id + 1));
        Assert.Equal((8_000L, AggressorSide.Buy), (spotEvents.Trades[0].Quantity, spotEvents.Trades[0].Aggressor));
    }
}
