using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class StylizedFactsTests
{
    [Fact]
    public void Of_SimulatedMarket_MeetsTheTargets()
    {
        MarketSimulator market = new(new MarketSimulation());
        FlowMinutes flow = new();
        market.AdvanceTo(market.End, flow);
        StylizedFacts facts = StylizedFacts.Of(flow);
        Assert.InRange(facts.Kurtosis, 10, 60);
        Assert.InRange(facts.Hill, 2.5, 4.5);
        Assert.InRange(facts.AbsoluteCorrelation[6], 0.05, 0.25);
        Assert.InRange(facts.DecayExponent, 0.1, 0.6);
        Assert.InRange(facts.ReturnCorrelation[0], -0.1, 0.05);
        Assert.All(facts.ReturnCorrelation.Skip(1), c => Assert.InRange(c, -0.05, 0.05));
        Assert.InRange(facts.Leverage, -0.1, -0.001);
        Assert.InRange(facts.VolumeVolatility, 0.4, 0.95);
        Assert.InRange(facts.SpreadVolatility, 0.3, 0.95);
        Assert.InRange(facts.LogDepthSkewness, -0.8, 0.8);
        Assert.InRange(facts.LogDepthKurtosis, 2, 5);
        Assert.InRange(facts.MedianTrades, 5, 60);
        Assert.InRange(facts.DayProfile.Max() / facts.DayProfile.Min(), 1.3, 3);
        Assert.InRange(facts.Signature[0] / facts.Signature[6], 0.8, 1.3);
        Assert.InRange(flow.LevelChanges / (double)flow.Minutes.Count, 50, 300);
        double realized = 0;
        for (int i = 1; i < flow.Bars.Count; i++)
        {
            realized += Math.Pow(100 * Math.Log(flow.Bars[i].Close / flow.Bars[i - 1].Close), 2);
        }

        Assert.InRange(realized / market.Truth.Sum(m => m.VariancePercentSquared), 1, 1.3);
    }

    [Fact]
    public void Of_IndependentNormals_AreFlat()
    {
        ulong state = 4;
        List<Bar> bars = [];
        double price = 100;
        for (int i = 0; i < 40_000; i++)
        {
            price *= Math.Exp(0.001 * Normal(ref state));
            bars.Add(new Bar(Timestamp.FromMinutes(i), price, price, price, price, 1 + Uniform(ref state)));
        }

        StylizedFacts facts = StylizedFacts.Of(bars);
        Assert.InRange(facts.Kurtosis, 2.9, 3.1);
        Assert.All(facts.AbsoluteCorrelation, c => Assert.InRange(c, -0.02, 0.02));
        Assert.InRange(facts.VolumeVolatility, -0.1, 0.1);
        Assert.All(facts.Signature, v => Assert.InRange(v, 0.009, 0.011));
        Assert.All(facts.DayProfile, v => Assert.InRange(v, 0.9, 1.1));
        Assert.True(double.IsNaN(facts.SpreadVolatility));
    }

    [Fact]
    public void Of_FewBars_IsRefused() => Assert.Throws<ArgumentException>(() => StylizedFacts.Of([]));

    private static double Uniform(ref ulong state)
    {
        state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
        return ((state >> 11) + 0.5) / (1UL << 53);
    }

    private static double Normal(ref ulong state) =>
        Math.Sqrt(-2 * Math.Log(Uniform(ref state))) * Math.Cos(2 * Math.PI * Uniform(ref state));
}
