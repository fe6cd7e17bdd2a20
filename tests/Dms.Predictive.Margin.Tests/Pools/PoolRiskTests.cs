using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Pools;

public sealed class PoolRiskTests
{
    private static readonly PoolRiskLimits Limits = new(0.8, 0.45, 0.4, 0.9);

    private static readonly PrefundedPool Funds =
        new(0, [new("fees", 10_000), new("pool", 200_000)], [new("m1", 3), new("m2", 5)]);

    private static readonly Gen<PoolInterest> Sides = Gen.Select(
        Gen.Double[0, 5e6], Gen.Double[1, 90_000], Gen.Double[1e5, 9e6], Gen.Bool,
        (usd, tokens, pool, own) => new PoolInterest(usd, tokens, pool) { IsPaidInUnderlying = own });

    private static readonly Gen<PoolBook> Books = Gen.Select(Sides, Sides, Sides, Sides, (a, b, c, d) => new PoolBook(
        [new("BTC", 100, a, b), new("ETH", 60, c, d)], Funds));

    [Fact]
    public void Of_OneMarket_IsAsByHand()
    {
        PoolMarket market = new("BTC", 100, new(4_000_000, 42_000, 2_000_000) { MaxOpenInterestUsd = 5_000_000 },
            new(3_000_000, 29_000, 2_500_000))
        { MaxPrice = 101 };
        PoolRiskReport r = PoolRisk.Of(new PoolBook([market], Funds) { ImpactPoolUsd = 70_000 }, Limits, Forecast());
        Assert.Equal((-1_300_000, -1_300_000), (r.NetExposureUsd, r.Markets[0].NetExposureUsd));
        PoolSideRisk longs = r.Markets[0].Long;
        Assert.Equal((42_000 * 101 / 1_600_000.0, 0.8, 0.1), (longs.ReserveUtilization, longs.OpenInterestUtilization, longs.PnlToPool));
        Assert.Equal((4_900_000 / 42_000.0 / 100) - 1, longs.MoveToAdl!.Value, 1e-12);
        Assert.Equal((5_800_000 / 42_000.0 / 100) - 1, longs.MoveToCap!.Value, 1e-12);
        PoolSideRisk shorts = r.Markets[0].Short;
        Assert.Equal((1.5, null, 0.04), (shorts.ReserveUtilization, shorts.OpenInterestUtilization, shorts.PnlToPool));
        Assert.Equal((1_875_000 / 29_000.0 / 100) - 1, shorts.MoveToAdl!.Value, 1e-12);
        Assert.Equal((7.0 / 4.5, 1, 0.01), (r.Leverage, r.Concentration, r.ImpactPoolToOpenInterest));
        double deviation = 1_300_000 * 0.6 / Math.Sqrt(365);
        Assert.Equal(deviation, r.Tail.DeviationUsd, 1e-6);
        Assert.Equal(deviation * 2.3263478740408408, r.Tail.ValueAtRisk, 1e-6);
        Assert.Equal(deviation * 2.6652142203458076, r.Tail.ExpectedShortfall, 1e-6);
        Assert.Equal(2 * r.Exhaustion.ChanceAtTheEnd, r.Exhaustion.ChanceAtAnyTime);
        Assert.Equal(1, r.RecommendedExposureFactor);
    }

    [Fact]
    public void Of_PriceMovedToTheThreshold_GainsAreThatPartOfTheAssets() => Books.Sample(book =>
    {
        foreach ((PoolMarket market, PoolMarketRisk risk) in book.Markets.Zip(PoolRisk.Of(book, Limits, Forecast()).Markets))
        {
            foreach (bool isLong in new[] { true, false })
            {
                PoolInterest side = isLong ? market.Long : market.Short;
                PoolSideRisk found = isLong ? risk.Long : risk.Short;
                double Gain(double factor) => isLong
                    ? (side.Tokens * market.Price * factor) - side.OpenInterestUsd
                    : side.OpenInterestUsd - (side.Tokens * market.Price * factor);
                double Limit(double factor) => 0.45 * side.PoolUsd * (side.IsPaidInUnderlying ? factor : 1);
                if (found.MoveToAdl is not double move)
                {
                    Assert.All([0.001, 0.5, 1, 2, 1_000], f => Assert.True(Gain(f) < Limit(f)));
                }
                else if (move == 0)
                {
                    Assert.True(found.PnlToPool > 0.45 - 1e-9 && found.PnlToDeleverageUsd > 0);
                }
                else
                {
                    Assert.Equal(0, (Gain(1 + move) - Limit(1 + move)) / side.PoolUsd, 1e-6 * Math.Max(1, Math.Abs(move)));
                    Assert.True(isLong == move > 0 && found.PnlToDeleverageUsd == 0);
                }
            }
        }
    });

    [Fact]
    public void Of_MoreVolatility_IsSoonerExhaustedAndNeverMoreGenerous() =>
        Gen.Select(Books, Gen.Double[1.01, 4]).Sample((book, factor) =>
        {
            PoolRiskReport calm = PoolRisk.Of(book, Limits, Forecast());
            PoolRiskReport wild = PoolRisk.Of(book, Limits, Forecast(factor));
            Assert.Equal(calm.Tail.ExpectedShortfall * factor, wild.Tail.ExpectedShortfall, 1e-6 * wild.Tail.ExpectedShortfall);
            Assert.Equal(
                calm.Exhaustion.DaysToHalf / (factor * factor), wild.Exhaustion.DaysToHalf, 1e-9 * calm.Exhaustion.DaysToHalf);
            Assert.True(wild.Exhaustion.DaysToOnePercent < wild.Exhaustion.DaysToHalf);
            Assert.True(wild.RecommendedExposureFactor <= calm.RecommendedExposureFactor);
            Assert.True(wild.RecommendedExposureFactor * wild.Tail.ExpectedShortfall <= 210_000.001);
        });

    [Fact]
    public void Of_MarketsInAnotherOrder_SameReport() => Books.Sample(book =>
    {
        PoolRiskReport one = PoolRisk.Of(book, Limits, Forecast());
        PoolRiskReport other = PoolRisk.Of(book with { Markets = [.. book.Markets.Reverse()] }, Limits, Forecast());
        Assert.Equal(one.Markets, other.Markets);
        Assert.Equal(one with { Markets = [] }, other with { Markets = [] });
        Assert.InRange(one.Concentration, 0.5 - 1e-12, 1 + 1e-12);
    });

    [Fact]
    public void Stress_AnyMove_ConservesTheLossAndStopsAtTheTradersPart() =>
        Gen.Select(Books, Gen.Double[0.2, 5], Gen.Double[0.2, 5]).Sample((book, btc, eth) =>
        {
            PoolStressOutcome s = PoolRisk.Stress(
                book, Limits, new Dictionary<string, double> { ["BTC"] = btc, ["ETH"] = eth });
            Assert.Equal(
                s.LossUsd, s.Waterfall.Sum(w => w.Absorbed) + s.Socialized.Sum(m => m.Amount) + s.Unallocated);
            Assert.Equal(0, PoolRisk.Stress(book, Limits, new Dictionary<string, double>()).LossUsd);
        });

    [Fact]
    public void Stress_GainsBeyondTheTradersPart_AreNotPaid()
    {
        PoolBook book = new([new("BTC", 100, new(100_000, 1_000, 50_000), new(0, 0, 1))], Funds);
        decimal LossAt(double factor) =>
            PoolRisk.Stress(book, Limits, new Dictionary<string, double> { ["BTC"] = factor }).LossUsd;
        Assert.Equal([30_000m, 45_000m, 45_000m, 0m], new[] { LossAt(1.3), LossAt(1.45), LossAt(3), LossAt(0.5) });
    }

    [Fact]
    public void Of_WhatNoPoolCanBe_IsRefused()
    {
        PoolMarket good = new("BTC", 100, new(1, 1, 1), new(1, 1, 1));
        void Refuses(PoolBook book, PoolRiskLimits? limits = null) =>
            Assert.Throws<ArgumentException>(() => PoolRisk.Of(book, limits ?? Limits, Forecast()));
        Refuses(new([good, good], Funds));
        Refuses(new([good with { Price = 0 }], Funds));
        Refuses(new([good with { Long = new(-1, 1, 1) }], Funds));
        Refuses(new([good with { Short = new(1, double.NaN, 1) }], Funds));
        Refuses(new([good with { Underlying = "DOGE" }], Funds));
        Refuses(new([good], Funds), Limits with { MinPnlFactorAfterAdl = 0.5 });
        Refuses(new([good], Funds), Limits with { MaxPnlFactorForTraders = 0.4 });
        Assert.Throws<ArgumentException>(
            () => PoolRisk.Stress(new([good], Funds), Limits, new Dictionary<string, double> { ["BTC"] = 0 }));
    }

    private static ParametricParameters Forecast(double factor = 1) => new()
    {
        Confidence = 0.99,
        HorizonDays = 1,
        MaintenanceRatio = 1,
        Volatilities = [new("ETH", 0.8 * factor), new("BTC", 0.6 * factor)],
        Correlation = [[1, 0.7], [0.7, 1]],
    };
}
