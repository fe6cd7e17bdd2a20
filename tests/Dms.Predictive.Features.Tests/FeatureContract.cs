using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Tests;

/// <summary>What every feature must pass, for one bar length.</summary>
public abstract class FeatureContract
{
    private const int Days = 33;

    protected abstract int BarMinutes { get; }

    private int Count => Days * 1440 / BarMinutes;

    [Fact]
    public void Compute_FutureChanges_PastValuesKeepTheirBits()
    {
        List<Bar> bars = SampleBars.Make(Count, seed: 3, BarMinutes);
        List<Bar> other = [.. bars.Take(bars.Count / 2), .. SampleBars.Make(Count, seed: 4, BarMinutes)
            .Skip(bars.Count / 2).Where(b => b.OpenTime > bars[(bars.Count / 2) - 1].OpenTime)];
        Timestamp cut = bars[(bars.Count / 2) - 1].OpenTime + TimeSpan.FromMinutes(BarMinutes);

        Dictionary<Timestamp, long[]> before = BitsByTime(bars, Side(seed: 1, cut));
        Dictionary<Timestamp, long[]> after = BitsByTime(other, Side(seed: 2, cut));

        Assert.Equal(before.Where(p => p.Key <= cut), after.Where(p => p.Key <= cut), BitsComparer.Instance);
        Assert.NotEqual(before.Where(p => p.Key > cut), after.Where(p => p.Key > cut), BitsComparer.Instance);
    }

    [Fact]
    public void Compute_StreamBegunLater_SameBitsOnceWarm()
    {
        List<Bar> bars = SampleBars.Make(Count, seed: 5, BarMinutes);
        Timestamp late = bars[0].OpenTime + TimeSpan.FromDays(2);
        Timestamp warm = late + TimeSpan.FromDays(30);
        SideHistory side = Side(seed: 1, late);

        Dictionary<Timestamp, long[]> whole = BitsByTime(bars, side);
        Dictionary<Timestamp, long[]> tail = BitsByTime([.. bars.Where(b => b.OpenTime >= late)], From(side, late));

        Assert.Contains(tail.Keys, t => t > warm);
        Assert.All(tail.Where(p => p.Key > warm), p => Assert.Equal(whole[p.Key], p.Value));
    }

    [Fact]
    public void Compute_AfterWarmUp_EveryValueIsFiniteOrStatedUndefined()
    {
        SideHistory side = Side(seed: 1, default);
        FeatureEngine engine = new(BarMinutes, side.Inputs);
        foreach (Bar bar in SampleBars.Make(Count, seed: 6, BarMinutes))
        {
            engine.Append(in bar);
        }

        double[] values = new double[engine.Schema.Count];
        new SideReplay(engine, side).AdvanceTo(engine.Grid.KnownUntil);
        engine.Compute(engine.Grid.KnownUntil, values);

        string[] undefined = [.. engine.Schema.Features.Where((_, i) => double.IsNaN(values[i])).Select(f => f.Name)];
        Assert.Equal(ExpectedUndefined, undefined);
    }

    [Fact]
    public void Compute_BeforeWarmUp_ValueIsMissingNeverZero()
    {
        SideHistory side = Side(seed: 1, default);
        FeatureEngine engine = new(BarMinutes, side.Inputs);
        List<Bar> bars = SampleBars.Make(Count, seed: 7, BarMinutes, gapShare: 0);
        double[] values = new double[engine.Schema.Count];
        foreach (Bar bar in bars.Take(Math.Max(1, 60 / BarMinutes)))
        {
            engine.Append(in bar);
        }

        new SideReplay(engine, side).AdvanceTo(engine.Grid.KnownUntil);
        engine.Compute(engine.Grid.KnownUntil, values);

        Assert.All(
            engine.Schema.Features.Select((f, i) => (f, values[i])).Where(p => p.f.WarmUpMinutes > 60),
            p => Assert.True(double.IsNaN(p.Item2), p.f.Name));
    }

    protected virtual string[] ExpectedUndefined => [];

    // What accompanies the bars; what is known after the time given depends on the seed, what is known before does not.
    protected virtual SideHistory Side(int seed, Timestamp changeAfter) => SideHistory.None;

    private static SideHistory From(SideHistory side, Timestamp start)
    {
        FlowSeries kept = new();
        for (int i = 0; i < (side.Flow?.Count ?? 0); i++)
        {
            if (side.Flow!.OpenTime(i) >= start)
            {
                kept.Append(side.Flow.OpenTime(i), side.Flow.Values(i));
            }
        }

        return side with
        {
            Flow = side.Flow is null ? null : kept,
            Peers = [.. side.Peers.Select(p => new BarSeries(p.Instrument, p.Length, [.. p.Bars.Where(b => b.OpenTime >= start)]))],
        };
    }

    private Dictionary<Timestamp, long[]> BitsByTime(List<Bar> bars, SideHistory side)
    {
        FeatureEngine engine = new(BarMinutes, side.Inputs);
        SideReplay replay = new(engine, side);
        double[] values = new double[engine.Schema.Count];
        Dictionary<Timestamp, long[]> result = [];
        int step = Math.Max(5, BarMinutes);
        foreach (Bar bar in bars)
        {
            Timestamp known = bar.OpenTime + TimeSpan.FromMinutes(BarMinutes);
            engine.Append(in bar);
            if (known.Minutes % step == 0)
            {
                replay.AdvanceTo(known);
                engine.Compute(known, values);
                result[known] = [.. values.Select(BitConverter.DoubleToInt64Bits)];
            }
        }

        return result;
    }

    private sealed class BitsComparer : IEqualityComparer<KeyValuePair<Timestamp, long[]>>
    {
        public static readonly BitsComparer Instance = new();

        public bool Equals(KeyValuePair<Timestamp, long[]> x, KeyValuePair<Timestamp, long[]> y) =>
            x.Key == y.Key && x.Value.AsSpan().SequenceEqual(y.Value);

        public int GetHashCode(KeyValuePair<Timestamp, long[]> pair) => pair.Key.GetHashCode();
    }
}

public sealed class OneMinuteFeatureTests : FeatureContract
{
    protected override int BarMinutes => 1;
}

public sealed class FiveMinuteFeatureTests : FeatureContract
{
    protected override int BarMinutes => 5;
}

public sealed class HourlyFeatureTests : FeatureContract
{
    protected override int BarMinutes => 60;

    // One bar cannot have a bipower variation.
    protected override string[] ExpectedUndefined => ["ln_bipower_10", "ln_bipower_60", "jump_share_60"];
}

public sealed class FiveMinuteSeriesFeatureTests : FeatureContract
{
    protected override int BarMinutes => 5;

    protected override SideHistory Side(int seed, Timestamp changeAfter) => new() { Series = SampleSeries.Make(seed, changeAfter) };
}

public sealed class HourlySeriesFeatureTests : FeatureContract
{
    protected override int BarMinutes => 60;

    protected override string[] ExpectedUndefined => ["ln_bipower_10", "ln_bipower_60", "jump_share_60"];

    protected override SideHistory Side(int seed, Timestamp changeAfter) => new() { Series = SampleSeries.Make(seed, changeAfter) };
}

public sealed class OneMinuteFlowFeatureTests : FeatureContract
{
    protected override int BarMinutes => 1;

    // The sample's quantities are far below 1,000,000 of quote.
    protected override string[] ExpectedUndefined => ["book_buy_cost_1m", "book_sell_cost_1m"];

    protected override SideHistory Side(int seed, Timestamp changeAfter) =>
        new() { Flow = SampleFlow.Make(seed, changeAfter, 33 * 1440) };
}

public sealed class FiveMinuteFlowFeatureTests : FeatureContract
{
    protected override int BarMinutes => 5;

    protected override string[] ExpectedUndefined => ["book_buy_cost_1m", "book_sell_cost_1m"];

    protected override SideHistory Side(int seed, Timestamp changeAfter) =>
        new() { Flow = SampleFlow.Make(seed, changeAfter, 33 * 1440) };
}

public sealed class FiveMinutePeerFeatureTests : FeatureContract
{
    protected override int BarMinutes => 5;

    protected override SideHistory Side(int seed, Timestamp changeAfter) =>
        new() { Peers = [SamplePeers.Make("BTC-X", 11, seed, changeAfter), SamplePeers.Make("ETH", 12, seed + 7, changeAfter)] };
}

public sealed class OneMinuteSpectrumFeatureTests : FeatureContract
{
    protected override int BarMinutes => 1;

    protected override SideHistory Side(int seed, Timestamp changeAfter) => new() { HasSpectrum = true };
}

public sealed class FiveMinuteSpectrumFeatureTests : FeatureContract
{
    protected override int BarMinutes => 5;

    protected override SideHistory Side(int seed, Timestamp changeAfter) => new() { HasSpectrum = true };
}

public sealed class HourlySpectrumFeatureTests : FeatureContract
{
    protected override int BarMinutes => 60;

    protected override string[] ExpectedUndefined => ["ln_bipower_10", "ln_bipower_60", "jump_share_60"];

    protected override SideHistory Side(int seed, Timestamp changeAfter) => new() { HasSpectrum = true };
}
