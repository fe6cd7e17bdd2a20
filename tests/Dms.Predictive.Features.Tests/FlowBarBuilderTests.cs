using Dms.Predictive.Core;
using Dms.Predictive.Features.OrderFlow;

namespace Dms.Predictive.Features.Tests;

/// <summary>One minute of hand-made events: every measure against a figure worked out on paper.</summary>
public sealed class FlowBarBuilderTests
{
    private static readonly Timestamp Open = Timestamp.FromDate(2026, 1, 1);
    private static readonly FixedScale Scale = new(0, 0);

    private readonly List<double[]> _bars = [];
    private readonly List<Timestamp> _times = [];
    private readonly FlowBarBuilder _builder;
    private readonly DepthBook _book = new() { Scale = Scale };

    public FlowBarBuilderTests()
    {
        _builder = new FlowBarBuilder((time, values) =>
        {
            _times.Add(time);
            _bars.Add(values.ToArray());
        });
        _builder.OnFeed(new MarketFeed("hand", "HAND", Scale, false));
    }

    [Fact]
    public void Trades_ByAggressor_SumsGapsAndExcitation()
    {
        _builder.AdvanceTo(Open);
        Trade(10, 3, AggressorSide.Buy);
        Trade(20, 1, AggressorSide.Sell);
        Trade(50, 2, AggressorSide.Unknown);
        _builder.AdvanceTo(At(60));

        double[] bar = Assert.Single(_bars);
        Assert.Equal(Open, _times[0]);
        Assert.Equal((3.0, 1.0, 2.0), (Of(bar, FlowMeasure.BuyVolume), Of(bar, FlowMeasure.SellVolume), Of(bar, FlowMeasure.UnsidedVolume)));
        Assert.Equal((3.0, 3.0), (Of(bar, FlowMeasure.Trades), Of(bar, FlowMeasure.LargestTrade)));
        Assert.Equal(10 + 30, Of(bar, FlowMeasure.TradeGaps), 12);
        Assert.Equal(100 + 900, Of(bar, FlowMeasure.TradeGapSquares), 9);
        Assert.Equal(Math.Log(2) / 30 * Math.Pow(2, -50.0 / 30), Of(bar, FlowMeasure.BuyExcitation30), 8);
        Assert.Equal(Math.Log(2) / 5 * Math.Pow(2, -40.0 / 5), Of(bar, FlowMeasure.SellExcitation5), 8);
        Assert.True(double.IsNaN(Of(bar, FlowMeasure.Mid)));
        Assert.Equal(60, Of(bar, FlowMeasure.LostTime), 9);
    }

    [Fact]
    public void Imbalance_BestLevelGrowsAndMoves_ContKukanovStoikov()
    {
        Levels((BookSide.Bid, 100, 5), (BookSide.Ask, 102, 4));
        Show(0);
        Show(5, (BookSide.Bid, 100, 8));
        Show(55, (BookSide.Bid, 101, 2));
        Show(59.5, (BookSide.Ask, 102, 1));
        _builder.AdvanceTo(At(60));

        double[] bar = Assert.Single(_bars);
        Assert.Equal(3 + 2 + 3, Of(bar, FlowMeasure.Ofi1), 12);
        Assert.Equal(2 + 3, Of(bar, FlowMeasure.OfiLast10), 12);
        Assert.Equal(3, Of(bar, FlowMeasure.OfiLast1), 12);
        Assert.Equal(8, Of(bar, FlowMeasure.Ofi2), 12);
        Assert.Equal((5.0, 3.0), (Of(bar, FlowMeasure.AddedBid), Of(bar, FlowMeasure.CutAsk)));
    }

    [Fact]
    public void Close_BookOfTheMinute_NotTheUpdateThatFollows()
    {
        _builder.AdvanceTo(Open);
        Levels((BookSide.Bid, 99, 5), (BookSide.Ask, 101, 15));
        Show(30);
        Show(61, (BookSide.Bid, 100, 7));
        _builder.AdvanceTo(At(120));

        Assert.Equal(1e4 * 2 / 100, Of(_bars[0], FlowMeasure.Spread), 9);
        Assert.Equal(((99 * 15.0) + (101 * 5)) / 20 - 100, Of(_bars[0], FlowMeasure.MicroPrice) / 100, 9);
        Assert.Equal((5.0, 15.0), (Of(_bars[0], FlowMeasure.BidDepth1), Of(_bars[0], FlowMeasure.AskDepth1)));
        Assert.True(double.IsNaN(Of(_bars[0], FlowMeasure.BidDepth5)));
        Assert.Equal(30, Of(_bars[0], FlowMeasure.LostTime), 9);
        Assert.Equal(7, Of(_bars[1], FlowMeasure.BidDepth1));
        double wide = 1e4 * 2 / 100;
        double narrow = 1e4 * 1 / 100.5;
        Assert.Equal(((1 * wide) + (59 * narrow)) / 60, Of(_bars[1], FlowMeasure.MeanSpread), 9);
    }

    [Fact]
    public void Cost_WalksTheBook_MissingWhereItEnds()
    {
        Levels((BookSide.Bid, 99, 1_000_000), (BookSide.Ask, 101, 50), (BookSide.Ask, 105, 1_000));
        Show(1);
        _builder.AdvanceTo(At(60));

        double quantity = 50 + ((10_000 - (50 * 101.0)) / 105);
        Assert.Equal(1e4 * ((10_000 / quantity) - 100) / 100, Of(_bars[0], FlowMeasure.BuyCost10K), 9);
        Assert.Equal(100, Of(_bars[0], FlowMeasure.SellCost1M), 9);
        Assert.True(double.IsNaN(Of(_bars[0], FlowMeasure.BuyCost1M)));
    }

    [Fact]
    public void LostBook_NothingIsCarriedAndItsReturnIsNoFlow()
    {
        Levels((BookSide.Bid, 99, 5), (BookSide.Ask, 101, 5));
        Show(0);
        _builder.OnBookLost(Stamp(10), QualityIssue.Gap);
        _builder.AdvanceTo(At(60));
        _book.Clear();
        Levels((BookSide.Bid, 90, 500), (BookSide.Ask, 92, 1));
        Show(70);
        _builder.AdvanceTo(At(120));

        Assert.Equal((1.0, 50.0), (Of(_bars[0], FlowMeasure.Losses), Of(_bars[0], FlowMeasure.LostTime)));
        Assert.True(double.IsNaN(Of(_bars[0], FlowMeasure.Spread)));
        Assert.Equal((0.0, 10.0), (Of(_bars[1], FlowMeasure.Ofi1), Of(_bars[1], FlowMeasure.LostTime)));
        Assert.Equal(91, Of(_bars[1], FlowMeasure.Mid));
    }

    [Fact]
    public void SilentFeed_StandingBookIsNotBelieved()
    {
        Levels((BookSide.Bid, 99, 5), (BookSide.Ask, 101, 5));
        Show(59);
        _builder.AdvanceTo(At(180));

        Assert.False(double.IsNaN(Of(_bars[0], FlowMeasure.Spread)));
        Assert.True(double.IsNaN(Of(_bars[1], FlowMeasure.Spread)));
        Assert.Equal(121, Of(_bars[2], FlowMeasure.Silence), 9);
    }

    [Fact]
    public void QuotesAMinuteApart_OnTheMinute_AreBelieved()
    {
        Levels((BookSide.Bid, 99, 5), (BookSide.Ask, 101, 5));
        for (int minute = 0; minute < 200; minute++)
        {
            Show(60 * minute);
        }

        _builder.AdvanceTo(At(60 * 200));

        Assert.Equal(200, _bars.Count);
        Assert.All(_bars, bar => Assert.Equal((200.0, 60.0), (Of(bar, FlowMeasure.Spread), Of(bar, FlowMeasure.Silence))));
    }

    [Fact]
    public void Path_MiddleOnTheGrid_SquaresOfWhatStoodThere()
    {
        Levels((BookSide.Bid, 99, 5), (BookSide.Ask, 101, 5));
        Show(0);
        Levels((BookSide.Bid, 100, 5), (BookSide.Ask, 102, 5), (BookSide.Ask, 101, 0));
        Show(20.2);
        Levels((BookSide.Bid, 100, 0));
        Show(20.7);
        Levels((BookSide.Bid, 101, 5));
        Show(31);
        _builder.AdvanceTo(At(60));

        double up = Square(100.5 / 100);
        double more = Square(101.5 / 100.5);
        Assert.Equal((up + more) * 60 / 59, Of(_bars[0], FlowMeasure.MidSquares1), 9);
        Assert.Equal((up + more) * 6 / 5, Of(_bars[0], FlowMeasure.MidSquares10), 9);
    }

    [Fact]
    public void Path_LostBook_IsBrokenAndScaledToTheMinute()
    {
        Levels((BookSide.Bid, 99, 5), (BookSide.Ask, 101, 5));
        Show(0);
        Levels((BookSide.Bid, 100, 5), (BookSide.Ask, 102, 5), (BookSide.Ask, 101, 0));
        Show(10);
        _builder.OnBookLost(Stamp(45), QualityIssue.Gap);
        _builder.OnBookLost(Stamp(61), QualityIssue.Gap);
        _builder.AdvanceTo(At(120));

        Assert.Equal(Square(101 / 100.0) * 60 / 44, Of(_bars[0], FlowMeasure.MidSquares1), 9);
        Assert.True(double.IsNaN(Of(_bars[1], FlowMeasure.MidSquares1)));
    }

    private static double Square(double ratio) => Math.Pow(100 * Math.Log(ratio), 2);

    [Fact]
    public void Refill_HalvedBook_TimeUntilThreeQuarters()
    {
        Fill(100);
        Show(0);
        Fill(40);
        Show(10);
        Fill(60);
        Show(12);
        Fill(80);
        Show(14.5);
        _builder.AdvanceTo(At(60));

        Assert.Equal((1.0, 4.5), (Of(_bars[0], FlowMeasure.Refills), Of(_bars[0], FlowMeasure.RefillTime)));
    }

    [Fact]
    public void Play_AnySeed_AllocatesNothingPerEvent()
    {
        long bars = 0;
        void Count(Timestamp time, ReadOnlySpan<double> values) => bars++;
        long Used(int minutes)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            SampleFlow.Play(Count, 1, default, minutes);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        long warm = Used(200);
        long more = Used(20_000) - Used(200);

        Assert.Equal(20_400, bars);
        Assert.True(warm > 0 && more < 2_000, $"{more} bytes for 19,800 minutes.");
    }

    private void Fill(long quantity)
    {
        for (int i = 1; i <= 5; i++)
        {
            Levels((BookSide.Bid, 100 - i, quantity), (BookSide.Ask, 100 + i, quantity));
        }
    }

    private void Levels(params (BookSide Side, long Price, long Quantity)[] levels)
    {
        foreach ((BookSide side, long price, long quantity) in levels)
        {
            _book.Set(new LevelChange(side, price, quantity));
        }
    }

    private void Show(double second, params (BookSide Side, long Price, long Quantity)[] changes)
    {
        _builder.AdvanceTo(At(second));
        LevelMove[] moves = [.. changes.Select(c =>
            new LevelMove(c.Side, c.Price, _book.Set(new LevelChange(c.Side, c.Price, c.Quantity)), c.Quantity))];
        _builder.OnBook(_book, new BookUpdate(Stamp(second), -1, -1, -1, false, 0), moves);
    }

    private void Trade(double second, long quantity, AggressorSide side) =>
        _builder.OnTrade(new Trade(Stamp(second), 100, quantity, side, -1));

    private static EventStamp Stamp(double second) => new(At(second), At(second), -1);

    private static Timestamp At(double second) => Open + TimeSpan.FromSeconds(second);

    private static double Of(double[] bar, FlowMeasure measure) => bar[(int)measure];
}
