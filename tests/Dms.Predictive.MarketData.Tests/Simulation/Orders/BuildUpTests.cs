using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>The planted build-up can be read from the book, not from the bars, and leads nothing in a placebo.</summary>
public sealed class BuildUpTests
{
    private static readonly Lazy<Played> Strong = new(() => new Played(new() { Days = 30, Seed = 21 }));
    private static readonly Lazy<Played> None = new(() => new Played(new() { Days = 30, Seed = 21, Strength = 0 }));
    private static readonly Lazy<Played> Placebo = new(() => new Played(new() { Days = 30, Seed = 21, Placebo = true }));

    [Fact]
    public void BuildUp_Book_Shows()
    {
        Assert.InRange(Strong.Value.Auc(Played.BookSign), 0.9, 0.995);
        Assert.InRange(None.Value.Auc(Played.BookSign), 0.45, 0.55);
        Assert.InRange(Strong.Value.Auc((p, i) => Math.Abs(p.TakerImbalance(i))), 0.65, 0.95);
    }

    [Fact]
    public void BuildUp_Bars_DoNotShow()
    {
        foreach (Played market in new[] { Strong.Value, None.Value, Placebo.Value })
        {
            Assert.InRange(market.Auc((p, i) => p.Sum(i, 10, p.SquareAt)), 0.44, 0.56);
            Assert.InRange(market.Auc((p, i) => p.Sum(i, 10, k => p.Flow.Bars[k].VolumeBase)), 0.44, 0.56);
            Assert.InRange(market.Auc((p, i) => p.Sum(i, 10, k => p.Flow.Minutes[k].Trades)), 0.44, 0.56);
            Assert.InRange(market.Auc((p, i) => p.Sum(i, 10, p.RangeAt)), 0.44, 0.57);
        }
    }

    [Fact]
    public void BuildUp_Direction_IsThatOfTheShock()
    {
        Played market = Strong.Value;
        (int same, int all) = (0, 0);
        for (int i = 60; i < market.Flow.Bars.Count - 10; i++)
        {
            if (market.TruthAt(i) is { Event: true, LeadMinutes: > 0 })
            {
                double before = market.Sum(i - 1, 10, k => market.Flow.Minutes[k].BoughtBase - market.Flow.Minutes[k].SoldBase);
                double move = Math.Log(market.Flow.Bars[i + 5].Close / market.Flow.Bars[i - 1].Close);
                (same, all) = (same + (before * move > 0 ? 1 : 0), all + 1);
            }
        }

        Assert.True(all > 60, $"{all} announced shocks");
        Assert.True(same > 0.6 * all, $"{same} of {all}");
    }

    [Fact]
    public void Placebo_SameShocks_NothingLeads()
    {
        IReadOnlyList<SimulatedMinute> real = Strong.Value.Market.Truth;
        IReadOnlyList<SimulatedMinute> placebo = Placebo.Value.Market.Truth;
        Assert.Equal(real.Where(m => m.Event).Select(m => m.Time), placebo.Where(m => m.Event).Select(m => m.Time));
        Assert.Equal(real.Select(m => m.VariancePercentSquared), placebo.Select(m => m.VariancePercentSquared));
        Assert.All(placebo, m => Assert.Equal(0, m.LeadMinutes));
        Assert.InRange(placebo.Count(m => m.BuildUp) / (double)real.Count(m => m.BuildUp), 0.75, 1.3);
        Assert.True(Strong.Value.BeforeShocks() > 1, $"{Strong.Value.BeforeShocks()}");
        Assert.InRange(Placebo.Value.BeforeShocks(), -0.35, 0.35);
    }

    [Fact]
    public void Shock_Volatility_Bursts()
    {
        Played market = Strong.Value;
        double[] inShock = [.. market.Calm(false)];
        double[] calm = [.. market.Calm(true)];
        Assert.True(inShock.Average() > 8 * calm.Average(), $"{inShock.Average()} against {calm.Average()}");
    }

    /// <summary>A market played to its end, with the sign of a build-up that a person would look at.</summary>
    private sealed class Played
    {
        private readonly double[] _depth;
        private readonly bool[] _used;

        public Played(MarketSimulation simulation)
        {
            Market = new MarketSimulator(simulation);
            Market.AdvanceTo(Market.End, Flow);
            _depth = [.. Flow.Minutes.Select(m => Math.Log(m.DepthBase))];
            _used = new bool[_depth.Length];
            int quiet = 0;
            for (int i = 0; i < _used.Length; i++)
            {
                quiet = TruthAt(i).Event ? 0 : quiet + 1;
                _used[i] = i > 120 && quiet > 60;
            }
        }

        public MarketSimulator Market { get; }

        public FlowMinutes Flow { get; } = new();

        public SimulatedMinute TruthAt(int i) =>
            Market.Truth[(int)(Flow.Bars[i].OpenTime.Minutes - Market.Truth[0].Time.Minutes)];

        public double SquareAt(int i) => Math.Pow(Math.Log(Flow.Bars[i].Close / Flow.Bars[i - 1].Close), 2);

        public double RangeAt(int i) => Math.Log(Flow.Bars[i].High / Flow.Bars[i].Low);

        public double Sum(int i, int count, Func<int, double> of) => Enumerable.Range(i - count + 1, count).Sum(of);

        public double TakerImbalance(int i) =>
            Sum(i, 10, k => Flow.Minutes[k].BoughtBase - Flow.Minutes[k].SoldBase)
            / Sum(i, 10, k => Flow.Minutes[k].BoughtBase + Flow.Minutes[k].SoldBase);

        public double Thinness(int i) => (Sum(i - 1, 60, k => _depth[k]) / 60) - _depth[i];

        public static double BookSign(Played p, int i) =>
            p.Thinness(i)
            + Math.Log(p.Sum(i, 5, k => p.Flow.Minutes[k].RemovedBase) / p.Sum(i, 5, k => p.Flow.Minutes[k].AddedBase));

        public IEnumerable<double> Calm(bool calm) =>
            Enumerable.Range(1, _depth.Length - 1).Where(i => TruthAt(i).Shock != calm).Select(SquareAt);

        /// <summary>Mean thinness in the minute before a shock, in its standard deviations.</summary>
        public double BeforeShocks()
        {
            int[] all = [.. Enumerable.Range(121, _depth.Length - 121)];
            double mean = all.Average(Thinness);
            double deviation = Math.Sqrt(all.Average(i => Math.Pow(Thinness(i) - mean, 2)));
            return (all.Where(i => TruthAt(i).Event).Average(i => Thinness(i - 1)) - mean) / deviation;
        }

        /// <summary>Chance that a minute of a build-up has the larger value of two, the other of a quiet time.</summary>
        public double Auc(Func<Played, int, double> of)
        {
            (double Value, bool BuildUp)[] ranked = [.. Enumerable.Range(0, _used.Length).Where(i => _used[i])
                .Select(i => (of(this, i), TruthAt(i).BuildUp)).OrderBy(v => v.Item1)];
            long positives = ranked.LongCount(v => v.BuildUp);
            long ranks = ranked.Index().Where(v => v.Item.BuildUp).Sum(v => (long)v.Index);
            return (ranks - (positives * (positives - 1) / 2.0)) / (positives * (double)(ranked.Length - positives));
        }
    }
}
