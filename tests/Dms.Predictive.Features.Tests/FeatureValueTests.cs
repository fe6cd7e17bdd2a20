using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Tests;

public sealed class FeatureValueTests
{
    private readonly List<Bar> _bars = SampleBars.Make(31 * 1440, seed: 11, gapShare: 0);

    [Fact]
    public void RealizedVarianceFeatures_AgainstDirectSums_Agree()
    {
        (FeatureVector v, double[] r) = Last();

        foreach (int w in new[] { 5, 10, 60, 1440, 10_080 })
        {
            double direct = Math.Log((r[^w..].Sum(x => x * x) / w) + 1e-5);
            Assert.Equal(direct, v[$"ln_rv_{w}"], 7);
        }
    }

    [Fact]
    public void ShapeFeatures_AgainstDefinitions_Agree()
    {
        (FeatureVector v, double[] r) = Last();
        double[] day = r[^1440..];
        double bipower = Math.PI / 2 * 1440 / 1439 * day.Zip(day.Skip(1), (a, b) => Math.Abs(a * b)).Sum();
        double total = day.Sum(x => x * x);

        Assert.Equal(Math.Log((bipower / 1440) + 1e-5), v["ln_bipower_1440"], 7);
        Assert.Equal(Math.Log(480 * day.Sum(x => x * x * x * x) + 1e-9), v["ln_quarticity_1440"], 6);
        Assert.Equal(Math.Log(day.Max(Math.Abs) + 1e-3), v["ln_max_abs_1440"], 12);
        Assert.Equal(day.Count(x => x == 0) / 1440.0, v["zero_share_1440"], 12);
        Assert.Equal((day.Where(x => x < 0).Sum(x => x * x) - day.Where(x => x > 0).Sum(x => x * x)) / total, v["semivariance_balance_1440"], 7);
        Assert.Equal(Math.Max(0, total - bipower) / total, v["jump_share_1440"], 7);
        Assert.Equal(day.Sum(), v["return_1440"], 7);
    }

    [Fact]
    public void PriceAndVolumeFeatures_AgainstDefinitions_Agree()
    {
        (FeatureVector v, _) = Last();
        List<Bar> day = _bars[^1440..];

        Assert.Equal(100 * Math.Log(_bars[^1].Close / day.Max(b => b.High)), v["from_high_1d"], 10);
        Assert.Equal(100 * Math.Log(_bars[^1].Close / day.Min(b => b.Low)), v["from_low_1d"], 10);
        Assert.Equal(Math.Log(1 + day.Sum(b => b.VolumeBase)), v["ln_volume_1440"], 6);
        double usual = Enumerable.Range(1, 6).Average(d => _bars.GetRange(_bars.Count - (d * 1440) - 20, 20).Sum(b => b.VolumeBase));
        Assert.Equal(Math.Log((_bars[^20..].Sum(b => b.VolumeBase) + 1e-6) / (usual + 1e-6)), v["volume_ratio_20"], 5);
        double[] closes = [.. _bars[^20..].Select(b => b.Close)];
        double sd = Math.Sqrt(closes.Average(c => Math.Pow(c - closes.Average(), 2)));
        Assert.Equal(4 * sd / closes.Average(), v["bollinger_width_20"], 9);
    }

    [Theory]
    [InlineData("2026-01-02T07:59:00Z", 1, 1)]
    [InlineData("2026-01-02T08:00:00Z", 480, 7 * 1440)]
    [InlineData("2026-01-31T23:00:00Z", 60, 5 * 1440 + 540)]
    public void CalendarFeatures_KnownTimes_CountDown(string time, double toFunding, double toExpiry)
    {
        FeatureEngine engine = new(1);
        double[] values = new double[engine.Schema.Count];
        engine.Compute(Timestamp.Parse(time), values);
        FeatureVector v = new(engine.Schema, Timestamp.Parse(time), values);

        Assert.Equal(toFunding, v["minutes_to_funding"]);
        Assert.Equal(toExpiry, v["minutes_to_expiry"]);
    }

    [Fact]
    public void Compute_AsOfBeforeKnownBars_Refused()
    {
        FeatureEngine engine = new(1);
        engine.Append(_bars[0]);
        Assert.Throws<InvalidOperationException>(() => engine.Compute(_bars[0].OpenTime, new double[engine.Schema.Count]));
    }

    [Fact]
    public void Schema_Hash_IsThePublishedOne() =>
        // A changed hash means changed features: raise FeatureCatalog.Version and retrain before editing this line.
        Assert.Equal(PublishedHash, FeatureCatalog.Bars.Hash);

    private const string PublishedHash = "2acb409a4abe1f13d54cd73052283729a2ab9549f37c380e476b0e2dc7f687d1";

    private (FeatureVector Features, double[] Returns) Last()
    {
        FeatureEngine engine = new(1);
        List<double> returns = [];
        engine.GridBarAdded = b => returns.Add(b.ReturnPercent);
        foreach (Bar bar in _bars)
        {
            engine.Append(in bar);
        }

        double[] values = new double[engine.Schema.Count];
        engine.Compute(engine.Grid.KnownUntil, values);
        return (new FeatureVector(engine.Schema, engine.Grid.KnownUntil, values), [.. returns]);
    }
}
