using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class FaultyFeedTests
{
    private static readonly MarketSimulation OneDay = new() { Days = 1, Seed = 5 };

    [Fact]
    public void AdvanceTo_NoFaults_PassesEverything()
    {
        EventLog plain = new();
        EventLog wrapped = new();
        MarketSimulator market = new(OneDay);
        market.AdvanceTo(market.End, plain);
        new FaultyFeed(new MarketSimulator(OneDay), new MarketFaults(), 1).AdvanceTo(market.End, wrapped);
        Assert.Equal(plain.Digest(), wrapped.Digest());
    }

    [Fact]
    public void AdvanceTo_AnySlices_SameFaults()
    {
        FaultyFeed one = new(new MarketSimulator(OneDay), MarketFaults.Usual, 1);
        FaultyFeed two = new(new MarketSimulator(OneDay), MarketFaults.Usual, 1);
        (EventLog first, EventLog second) = (new(), new());
        Timestamp end = OneDay.Start + TimeSpan.FromDays(1);
        one.AdvanceTo(end, first);
        for (Timestamp at = OneDay.Start; at <= end; at += TimeSpan.FromSeconds(45))
        {
            two.AdvanceTo(at, second);
        }

        Assert.Equal(first.Digest(), second.Digest());
        Assert.NotEmpty(one.Injected);
        Assert.Equal(one.Injected, two.Injected);
    }

    [Fact]
    public void AdvanceTo_Gap_LosesIdsAndRestoresTheBook()
    {
        EventLog log = Play(new MarketFaults { Gap = 30 }, out FaultyFeed feed);
        int holes = Enumerable.Range(1, log.Updates.Count - 1)
            .Count(i => log.Updates[i].FirstId != log.Updates[i - 1].LastId + 1);
        Assert.InRange(feed.Injected.Count, 10, 60);
        Assert.InRange(holes, feed.Injected.Count - 1, feed.Injected.Count);
        Assert.InRange(log.Updates.Count(u => u.IsSnapshot), holes, holes + 1);
        AssertSameBook(log);
    }

    [Fact]
    public void AdvanceTo_Outage_HasNoEventsAndNoBars()
    {
        EventLog log = Play(new MarketFaults { Outage = 10 }, out FaultyFeed feed);
        Assert.NotEmpty(feed.Injected);
        Assert.True(log.Bars.Count < 1440 - feed.Injected.Count);
        Assert.All(feed.Injected, f =>
            Assert.DoesNotContain(log.Updates, u => u.Stamp.ReceivedTime >= f.From && u.Stamp.ReceivedTime < f.To));
        AssertSameBook(log);
    }

    [Fact]
    public void AdvanceTo_Crossed_CrossesAndRecovers()
    {
        EventLog log = Play(new MarketFaults { Crossed = 30 }, out FaultyFeed feed);
        Assert.True(log.Crossed >= feed.Injected.Count / 2, $"{log.Crossed} of {feed.Injected.Count}");
        Assert.False(log.Book.IsCrossed);
        AssertSameBook(log);
    }

    [Fact]
    public void AdvanceTo_FatFinger_PrintsFarOff()
    {
        EventLog log = Play(new MarketFaults { FatFinger = 30 }, out FaultyFeed feed);
        Dictionary<long, Bar> bars = log.Bars.ToDictionary(b => b.OpenTime.Minutes);
        int far = log.Trades.Count(t => bars[t.Time.Minutes] is var bar
            && (log.Scale.Price(t.Price) > 1.04 * bar.High || log.Scale.Price(t.Price) < 0.96 * bar.Low));
        Assert.InRange(far, feed.Injected.Count * 3 / 4, feed.Injected.Count);
    }

    [Fact]
    public void AdvanceTo_FrozenAndStale_StandStillOrAreSilent()
    {
        EventLog frozen = Play(new MarketFaults { Frozen = 10 }, out FaultyFeed feed);
        Assert.NotEmpty(feed.Injected);
        Assert.All(feed.Injected, f => Assert.True(frozen.Trades.Where(t => t.Time >= f.From && t.Time < f.To)
            .Select(t => t.Price).Distinct().Count() <= 1));
        AssertSameBook(frozen);
        EventLog stale = Play(new MarketFaults { Stale = 20 }, out feed);
        Assert.All(feed.Injected, f => Assert.DoesNotContain(stale.Trades, t => t.Time >= f.From && t.Time < f.To));
        Assert.InRange(stale.Bars.Count, 1400, 1440);
    }

    [Fact]
    public void Source_OtherVenue_StaysNearTheMarket()
    {
        EventLog market = new();
        MarketSimulator simulator = new(OneDay);
        simulator.AdvanceTo(simulator.End, market);
        EventLog venue = new();
        new SimulatedSource(OneDay, 0, 3).AdvanceTo(simulator.End + TimeSpan.FromSeconds(1), venue);
        Assert.Equal(86_400, venue.Tops.Count);
        Assert.All(venue.Tops, t => Assert.True(t.Bid < t.Ask && t.BidQuantity > 0 && t.AskQuantity > 0));
        double bps = market.Bars.Average(b =>
        {
            TopOfBook top = venue.Tops[(int)(((b.OpenTime - OneDay.Start).TotalSeconds) + 59)];
            return 1e4 * Math.Abs((venue.Scale.Price(top.Bid) / b.Close) - 1);
        });
        Assert.InRange(bps, 0.1, 10);
    }

    private static EventLog Play(MarketFaults faults, out FaultyFeed feed)
    {
        EventLog log = new();
        feed = new FaultyFeed(new MarketSimulator(OneDay), faults, 7);
        feed.AdvanceTo(OneDay.Start + TimeSpan.FromDays(1), log);
        return log;
    }

    private static void AssertSameBook(EventLog log)
    {
        EventLog plain = new();
        MarketSimulator market = new(OneDay);
        market.AdvanceTo(market.End, plain);
        foreach (BookSide side in new[] { BookSide.Bid, BookSide.Ask })
        {
            Assert.Equal(plain.Book.Prices(side).ToArray(), log.Book.Prices(side).ToArray());
            Assert.Equal(plain.Book.Quantities(side).ToArray(), log.Book.Quantities(side).ToArray());
        }
    }
}
