using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class BarSimulatorTests
{
    private static readonly Lazy<SimulatedMarket> Market = new(() => Run(new BarSimulation { Seed = 3, Days = 60 }));

    private static readonly Lazy<SimulatedMarket> Placebo =
        new(() => Run(new BarSimulation { Seed = 3, Days = 60, Placebo = true }));

    [Fact]
    public void Run_SameSeed_SameBytes()
    {
        BarSimulation simulation = new() { Seed = 11, Days = 3 };
        SimulatedMarket one = Run(simulation);
        SimulatedMarket two = Run(simulation);
        Assert.Equal(BarCsvWriter.ToBytes(one.Series.Bars), BarCsvWriter.ToBytes(two.Series.Bars));
        Assert.Equal(one.TruthToBytes(), two.TruthToBytes());
        Assert.NotEqual(
            BarCsvWriter.ToBytes(one.Series.Bars),
            BarCsvWriter.ToBytes(Run(simulation with { Seed = 12 }).Series.Bars));
    }

    [Fact]
    public void Run_MoreDays_BeginsTheSame()
    {
        SimulatedMarket two = Run(new BarSimulation { Seed = 11, Days = 2 });
        SimulatedMarket three = Run(new BarSimulation { Seed = 11, Days = 3 });
        Assert.Equal(
            two.Series.Bars.Take(1_440).Select(b => b.Close), three.Series.Bars.Take(1_440).Select(b => b.Close));
    }

    [Fact]
    public void Run_EveryBar_IsValidOnTickAndLot()
    {
        byte[] bytes = BarCsvWriter.ToBytes(Market.Value.Series.Bars);
        BarReading reading = BarText.Read(bytes);
        Assert.Equal(Market.Value.Series.Bars, reading.Bars);
        Assert.Equal(0, reading.Quality.Quarantined);
        Assert.InRange(reading.Quality[QualityIssue.ZeroVolume], 5, 200);
        Assert.InRange(reading.Quality.Gaps.Count, 2, 60);
        Assert.All(reading.Bars.Take(5_000), b =>
        {
            Assert.Equal(Math.Round(b.High, 2), b.High);
            Assert.Equal(Math.Round(b.VolumeBase, 4), b.VolumeBase);
        });
    }

    [Fact]
    public void Run_Returns_ShowTheStylizedFacts()
    {
        double[] r = Returns(Market.Value.Series.Bars);
        double[] size = [.. r.Select(x => Math.Abs(x))];
        double[] volume = [.. Market.Value.Series.Bars.Skip(1).Select(b => b.VolumeBase)];
        double second = r.Average(x => x * x);
        Assert.InRange(r.Average(x => x * x * x * x) / (second * second), 10, 60);
        Assert.InRange(Correlation(size, size, 60), 0.05, 0.25);
        Assert.InRange(Correlation(r, r, 1), -0.03, 0.03);
        Assert.InRange(Correlation(r, r, 5), -0.03, 0.03);
        double[] variance30 = Blocks(r, x => x * x);
        double[] volume30 = Blocks(volume, x => x);
        Assert.InRange(Correlation(variance30, volume30, 0), 0.4, 0.95);
        Assert.InRange(Hill(size, size.Length / 200), 2.5, 4.5);
    }

    [Fact]
    public void Run_RealizedVariance_AveragesToTheTrueVariance()
    {
        foreach (ulong seed in new ulong[] { 1, 2, 3, 4 })
        {
            SimulatedMarket market = Run(new BarSimulation { Seed = seed });
            double realized = Returns(market.Series.Bars).Sum(x => x * x);
            double known = market.Truth.Sum(m => m.VariancePercentSquared);
            Assert.InRange(realized / known, 0.95, 1.05);
        }
    }

    [Fact]
    public void Run_BuildUp_RaisesVolumeAndNotMovement()
    {
        (double volume, double size, double range) inside = Means(Market.Value, m => m.BuildUp);
        (double volume, double size, double range) outside = Means(Market.Value, m => !m.BuildUp && !m.Shock);
        Assert.True(inside.volume > 2.5 * outside.volume, $"{inside.volume} against {outside.volume}");
        Assert.InRange(inside.size / outside.size, 0.85, 1.05);
        Assert.True(inside.range < outside.range, $"{inside.range} against {outside.range}");
    }

    [Fact]
    public void Run_AnnouncedShocks_FollowTheirBuildUp()
    {
        IReadOnlyList<SimulatedMinute> truth = Market.Value.Truth;
        int[] events = [.. Enumerable.Range(0, truth.Count).Where(i => truth[i].Event)];
        Assert.InRange(events.Length / 60.0, 6, 8);
        Assert.InRange(events.Count(i => truth[i].LeadMinutes > 0) / (double)events.Length, 0.5, 0.7);
        foreach (int i in events.Where(i => truth[i].LeadMinutes > 0))
        {
            int lead = truth[i].LeadMinutes;
            Assert.InRange(lead, 12, 28);
            Assert.All(
                Enumerable.Range(1, lead),
                k => Assert.Equal((true, k), (truth[i - k].BuildUp, truth[i - k].LeadMinutes)));
            Assert.False(truth[i - lead - 1].BuildUp);
        }

        Assert.True(events.Average(i => truth[i + 1].VariancePercentSquared) > 20 * truth.Where(m => !m.Shock)
            .Average(m => m.VariancePercentSquared));
    }

    [Fact]
    public void Run_Placebo_SameClosesAndShocksButNothingLeads()
    {
        Assert.Equal(Market.Value.Series.Bars.Select(b => b.Close), Placebo.Value.Series.Bars.Select(b => b.Close));
        Assert.Equal(
            Market.Value.Truth.Where(m => m.Event).Select(m => m.Time),
            Placebo.Value.Truth.Where(m => m.Event).Select(m => m.Time));
        Assert.All(Placebo.Value.Truth, m => Assert.Equal(0, m.LeadMinutes));
        double share = Placebo.Value.Truth.Count(m => m.BuildUp) / (double)Market.Value.Truth.Count(m => m.BuildUp);
        Assert.InRange(share, 0.8, 1.25);

        // A build-up at a random time is on just before a shock about as often as at any other time.
        Assert.InRange(BuildUpBeforeShock(Market.Value), 0.5, 0.7);
        double chance = Placebo.Value.Truth.Count(m => m.BuildUp) / (double)Placebo.Value.Truth.Count;
        Assert.InRange(BuildUpBeforeShock(Placebo.Value), 0, chance + 0.04);
    }

    [Fact]
    public void Simulation_OutOfRange_NamesTheValue()
    {
        Assert.Equal("Days", Refusal(() => new BarSimulation { Days = 0 }));
        Assert.Equal("Announced", Refusal(() => new BarSimulation { Announced = 1.01 }));
        Assert.Equal("LeadMinutes", Refusal(() => new BarSimulation { LeadMinutes = 41 }));
        Assert.Equal("Strength", Refusal(() => new BarSimulation { Strength = double.NaN }));
        Assert.Equal("ShocksPerDay", Refusal(() => new BarSimulation { ShocksPerDay = -1 }));
        Assert.Equal("Price", Refusal(() => new BarSimulation { Price = 0 }));
        Assert.Throws<ArgumentException>(() => new BarSimulation { Instrument = " " });
    }

    [Theory]
    [InlineData(12, 40, 1)]
    [InlineData(0, 20, 0)]
    public void Run_AtTheLimits_GivesBars(double shocks, int lead, double announced)
    {
        BarSimulation limits = new() { Days = 5, ShocksPerDay = shocks, LeadMinutes = lead, Announced = announced };
        SimulatedMarket market = Run(limits with { Strength = 3 });
        Assert.Equal(7_200, market.Truth.Count);
        Assert.Equal(shocks > 0, market.Truth.Any(m => m.Event));
        Assert.Equal(announced > 0, market.Truth.Any(m => m.BuildUp));
    }

    private static string? Refusal(Func<object> make) =>
        Assert.Throws<ArgumentOutOfRangeException>(make).ParamName;

    private static SimulatedMarket Run(BarSimulation simulation) =>
        BarSimulator.Run(simulation, CancellationToken.None);

    private static double BuildUpBeforeShock(SimulatedMarket market)
    {
        int[] events = [.. Enumerable.Range(0, market.Truth.Count).Where(i => market.Truth[i].Event)];
        return events.Count(i => market.Truth[i - 1].BuildUp) / (double)events.Length;
    }

    private static (double Volume, double Size, double Range) Means(
        SimulatedMarket market, Func<SimulatedMinute, bool> chosen)
    {
        IReadOnlyList<Bar> bars = market.Series.Bars;
        HashSet<Timestamp> times = [.. market.Truth.Where(chosen).Select(m => m.Time)];
        int[] at = [.. Enumerable.Range(1, bars.Count - 1).Where(i => times.Contains(bars[i].OpenTime))];
        return (
            at.Average(i => bars[i].VolumeBase),
            at.Average(i => Math.Abs(Math.Log(bars[i].Close / bars[i - 1].Close))),
            at.Average(i => Math.Log(bars[i].High / bars[i].Low)));
    }

    private static double[] Returns(IReadOnlyList<Bar> bars) =>
        [.. Enumerable.Range(1, bars.Count - 1).Select(i => 100 * Math.Log(bars[i].Close / bars[i - 1].Close))];

    private static double[] Blocks(double[] values, Func<double, double> of) =>
        [.. values.Chunk(30).Where(c => c.Length == 30).Select(c => Math.Log(c.Sum(of)))];

    private static double Hill(double[] sizes, int count)
    {
        double[] top = [.. sizes.OrderDescending().Take(count + 1)];
        return 1 / top.Take(count).Average(x => Math.Log(x / top[count]));
    }

    private static double Correlation(double[] x, double[] y, int lag)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        double cross = Enumerable.Range(lag, x.Length - lag).Sum(i => (x[i] - meanX) * (y[i - lag] - meanY));
        return cross / Math.Sqrt(x.Sum(v => (v - meanX) * (v - meanX)) * y.Sum(v => (v - meanY) * (v - meanY)));
    }
}
