using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class MarketSimulatorTests
{
    private static readonly MarketSimulation OneDay = new() { Days = 1, Seed = 5 };
    private static readonly Lazy<EventLog> Day = new(() => Play(new MarketSimulator(OneDay), OneDay, TimeSpan.FromDays(1)));

    [Fact]
    public void AdvanceTo_AnySlices_SameEvents()
    {
        string whole = Day.Value.Digest();
        Assert.Equal(whole, Play(new MarketSimulator(OneDay), OneDay, TimeSpan.FromMinutes(1)).Digest());
        Assert.Equal(whole, Play(new MarketSimulator(OneDay), OneDay, TimeSpan.FromMilliseconds(777)).Digest());
        MarketSimulation other = OneDay with { Seed = 6 };
        Assert.NotEqual(whole, Play(new MarketSimulator(other), other, TimeSpan.FromDays(1)).Digest());
    }

    [Fact]
    public void AdvanceTo_BeforeACut_NothingLaterIsSeen()
    {
        MarketSimulator market = new(OneDay);
        EventLog log = new();
        Timestamp cut = OneDay.Start + TimeSpan.FromMilliseconds(90_250);
        market.AdvanceTo(cut, log);
        Assert.NotEmpty(log.Trades);
        Assert.All(log.Trades, t => Assert.True(t.Time <= cut));
        Assert.All(log.Updates, u => Assert.True(u.Stamp.ReceivedTime <= cut));
        Assert.Single(log.Bars);
        (int trades, int updates) = (log.Trades.Count, log.Updates.Count);
        market.AdvanceTo(cut, log);
        Assert.Equal((trades, updates), (log.Trades.Count, log.Updates.Count));
    }

    [Fact]
    public void AdvanceTo_Instruments_AreTheSameOnAnyThread()
    {
        MarketSimulation three = OneDay with { Instruments = 3 };
        string[] alone = [.. MarketSimulator.All(three).Select(m => Play(m, three, TimeSpan.FromDays(1)).Digest())];
        string[] together = new string[3];
        Parallel.ForEach(MarketSimulator.All(three).Index(), pair =>
            together[pair.Index] = Play(pair.Item, three, TimeSpan.FromHours(1)).Digest());
        Assert.Equal(alone, together);
        Assert.Equal(Day.Value.Digest(), alone[0]);
        Assert.Equal(3, alone.Distinct().Count());
    }

    [Fact]
    public void Book_Always_IsUncrossedDeepAndContiguous()
    {
        EventLog log = Day.Value;
        Assert.True(log.Updates[0].IsSnapshot);
        Assert.Equal(OneDay.Start, log.Updates[0].Stamp.ReceivedTime);
        Assert.Equal(1, log.Updates.Count(u => u.IsSnapshot));
        Assert.Equal(0, log.Crossed);
        for (int i = 1; i < log.Updates.Count; i++)
        {
            Assert.Equal(log.Updates[i - 1].LastId, log.Updates[i].PreviousId);
            Assert.Equal(log.Updates[i - 1].LastId + 1, log.Updates[i].FirstId);
        }

        int[] levels = [.. log.Levels.Order()];
        Assert.InRange(levels[levels.Length / 2], 25, 60);
        Assert.InRange(levels[levels.Length / 10], 12, 40);
        Assert.InRange(levels[0], 2, 40);
    }

    [Fact]
    public void Bars_Always_AreThoseOfTheTrades()
    {
        EventLog log = Day.Value;
        Assert.Equal(Enumerable.Range(1, log.Trades.Count).Select(i => (long)i), log.Trades.Select(t => t.Id));
        var byMinute = log.Trades.GroupBy(t => t.Time.Minutes).ToDictionary(g => g.Key, g => g.ToArray());
        Assert.Equal(byMinute.Count, log.Bars.Count);
        foreach (Bar bar in log.Bars)
        {
            var trades = byMinute[bar.OpenTime.Minutes];
            Assert.Equal(log.Scale.Price(trades[0].Price), bar.Open);
            Assert.Equal(log.Scale.Price(trades[^1].Price), bar.Close);
            Assert.Equal(log.Scale.Price(trades.Max(t => t.Price)), bar.High);
            Assert.Equal(log.Scale.Price(trades.Min(t => t.Price)), bar.Low);
            Assert.Equal(log.Scale.Quantity(trades.Sum(t => t.Quantity)), bar.VolumeBase);
        }
    }

    [Fact]
    public void Instruments_ShareAFactor_ReturnsAreCorrelated()
    {
        MarketSimulation two = new() { Days = 10, Seed = 8, Instruments = 2, ShocksPerDay = 0 };
        Dictionary<long, double>[] closes = [.. MarketSimulator.All(two).Select(m =>
        {
            FlowMinutes flow = new();
            m.AdvanceTo(m.End, flow);
            return flow.Bars.ToDictionary(b => b.OpenTime.Minutes, b => b.Close);
        })];
        long[] minutes = [.. closes[0].Keys.Where(m => m % 5 == 0 && closes.All(c => c.ContainsKey(m) && c.ContainsKey(m - 5)))];
        double[][] returns = [.. closes.Select(c => minutes.Select(m => Math.Log(c[m] / c[m - 5])).ToArray())];
        double together = returns[0].Zip(returns[1], (x, y) => x * y).Sum();
        double correlation = together / Math.Sqrt(returns[0].Sum(x => x * x) * returns[1].Sum(y => y * y));
        Assert.InRange(correlation, 0.2, 0.95);
    }

    [Fact]
    public void Derivatives_Always_ArePlausible()
    {
        MarketSimulator market = new(OneDay);
        market.AdvanceTo(market.End, new FlowMinutes());
        Assert.Equal(1440, market.Derivatives.Count);
        Assert.Equal(3, market.Derivatives.Count(d => !double.IsNaN(d.FundingRate)));
        Assert.All(market.Derivatives, d => Assert.InRange(d.Mark / d.Index, 0.995, 1.005));
        Assert.All(market.Derivatives, d => Assert.True(d.OpenInterestBase > 0 && d.LiquidatedBase >= 0));
        Assert.Contains(market.Derivatives, d => d.LiquidatedBase > 0);
    }

    [Fact]
    public void Simulation_OutOfRange_NamesTheValue()
    {
        Assert.Equal("Days", Refusal(() => new MarketSimulation { Days = 0 }));
        Assert.Equal("Instruments", Refusal(() => new MarketSimulation { Instruments = 21 }));
        Assert.Equal("LeadMinutes", Refusal(() => new MarketSimulation { LeadMinutes = 9 }));
        Assert.Equal("Strength", Refusal(() => new MarketSimulation { Strength = double.NaN }));
        Assert.Equal("Announced", Refusal(() => new MarketSimulation { Announced = -0.1 }));
        Assert.Equal("Start", Refusal(() => new MarketSimulation { Start = new Timestamp(1) }));
        Assert.Equal("Stale", Refusal(() => new MarketFaults { Stale = 501 }));
        Assert.Equal("index", Refusal(() => new MarketSimulator(OneDay, 1)));
    }

    private static string? Refusal(Func<object> make) => Assert.Throws<ArgumentOutOfRangeException>(make).ParamName;

    private static EventLog Play(MarketSimulator market, MarketSimulation simulation, TimeSpan slice)
    {
        EventLog log = new();
        for (Timestamp at = simulation.Start; at < market.End; at += slice)
        {
            market.AdvanceTo(at, log);
        }

        market.AdvanceTo(market.End, log);
        return log;
    }
}
