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

        Assert.Equal(
            BitsByTime(bars).Where(p => p.Key <= cut), BitsByTime(other).Where(p => p.Key <= cut), BitsComparer.Instance);
        Assert.NotEqual(
            BitsByTime(bars).Where(p => p.Key > cut), BitsByTime(other).Where(p => p.Key > cut), BitsComparer.Instance);
    }

    [Fact]
    public void Compute_StreamBegunLater_SameBitsOnceWarm()
    {
        List<Bar> bars = SampleBars.Make(Count, seed: 5, BarMinutes);
        Timestamp late = bars[0].OpenTime + TimeSpan.FromDays(2);
        Timestamp warm = late + TimeSpan.FromDays(30);
        int[] finite = [.. Enumerable.Range(0, FeatureCatalog.Bars.Count)];

        Dictionary<Timestamp, long[]> whole = BitsByTime(bars);
        Dictionary<Timestamp, long[]> tail = BitsByTime([.. bars.Where(b => b.OpenTime >= late)]);

        Assert.Contains(tail.Keys, t => t > warm);
        Assert.All(tail.Where(p => p.Key > warm), p => Assert.Equal(finite.Select(i => whole[p.Key][i]), finite.Select(i => p.Value[i])));
    }

    [Fact]
    public void Compute_AfterWarmUp_EveryValueIsFiniteOrStatedUndefined()
    {
        FeatureEngine engine = new(BarMinutes);
        foreach (Bar bar in SampleBars.Make(Count, seed: 6, BarMinutes))
        {
            engine.Append(in bar);
        }

        double[] values = new double[engine.Schema.Count];
        engine.Compute(engine.Grid.KnownUntil, values);

        string[] undefined = [.. engine.Schema.Features.Where((_, i) => double.IsNaN(values[i])).Select(f => f.Name)];
        Assert.Equal(ExpectedUndefined, undefined);
    }

    [Fact]
    public void Compute_BeforeWarmUp_ValueIsMissingNeverZero()
    {
        FeatureEngine engine = new(BarMinutes);
        List<Bar> bars = SampleBars.Make(Count, seed: 7, BarMinutes, gapShare: 0);
        double[] values = new double[engine.Schema.Count];
        foreach (Bar bar in bars.Take(Math.Max(1, 60 / BarMinutes)))
        {
            engine.Append(in bar);
        }

        engine.Compute(engine.Grid.KnownUntil, values);

        Assert.All(
            engine.Schema.Features.Select((f, i) => (f, values[i])).Where(p => p.f.WarmUpMinutes > 60),
            p => Assert.True(double.IsNaN(p.Item2), p.f.Name));
    }

    protected virtual string[] ExpectedUndefined => [];

    private Dictionary<Timestamp, long[]> BitsByTime(List<Bar> bars)
    {
        FeatureEngine engine = new(BarMinutes);
        double[] values = new double[engine.Schema.Count];
        Dictionary<Timestamp, long[]> result = [];
        int step = Math.Max(5, BarMinutes);
        foreach (Bar bar in bars)
        {
            Timestamp known = bar.OpenTime + TimeSpan.FromMinutes(BarMinutes);
            engine.Append(in bar);
            if (known.Minutes % step == 0)
            {
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
