using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Liquidation;

public sealed class LiquidationPlannerTests
{
    private static readonly Dictionary<string, double> Betas = new() { ["BTC"] = 0.7, ["ETH"] = 1, ["SOL"] = 1.4 };

    [Fact]
    public void Plan_MarketMovedJointly_EquityMeetsMaintenance()
    {
        int found = 0;
        Gen.Select(Sample.Accounts, Gen.Bool).Sample(
            (account, isStatic) =>
            {
                IMarginPolicy policy = isStatic ? Sample.Static() : Sample.Parametric();
                MarginRequest request = Sample.Request(policy, account);
                JointMove joint = LiquidationPlanner.Plan(request, new() { Betas = Betas }).Joint!;
                foreach (double move in new[] { joint.DownMove, joint.UpMove }.OfType<double>())
                {
                    Interlocked.Increment(ref found);
                    MarginMarket moved = MarketShift.Apply(
                        request.Market, [.. Betas.Select(b => new PriceShift(b.Key, (decimal)Math.Max(1e-9, 1 + (b.Value * move))))]);
                    MarginRequirement there = MarginCalculator.Compute(request with
                    {
                        Market = moved,
                        Account = account with { Positions = MarketShift.Settled(account.Positions, request.Market) },
                    });
                    double notional = MarginView.Of(account, moved).Exposures.ToArray().Sum(Math.Abs);
                    Assert.InRange((double)Math.Abs(there.Equity - there.Maintenance), 0, 0.02 + (1e-9 * notional));
                }
            },
            iter: 200);
        Assert.True(found > 50, $"Only {found} moves were found.");
    }

    [Fact]
    public void Plan_OneBetaOfOne_JointMoveIsTheLiquidationPrice() => Sample.Accounts.Sample(
        account =>
        {
            LiquidationAnswer answer = LiquidationPlanner.Plan(
                Sample.Request(Sample.Parametric(), account), new() { Betas = new Dictionary<string, double> { ["ETH"] = 1 } });
            LiquidationPrices eth = answer.Prices!.Single(p => p.Underlying == "ETH");
            Assert.Equal(eth.Down / 3012.75 - 1 ?? 0, answer.Joint!.DownMove ?? 0, 1e-11);
            Assert.Equal(eth.Up / 3012.75 - 1 ?? 0, answer.Joint.UpMove ?? 0, 1e-11);
        },
        iter: 100);

    [Fact]
    public void Plan_Forecast_JointMoveIsGivenInItsDeviations()
    {
        MarginRequest request = Sample.Request(
            Sample.Static(), Sample.Account([new("ETH-PERP", 10)], 6000), Sample.Overlay(Sample.Forecast(0.5, 0.55, 0.8)));
        LiquidationAnswer answer = LiquidationPlanner.Plan(request, new() { Betas = Betas });
        double sd = 0.5 * answer.Requirement!.Overlay!.Multiplier / Math.Sqrt(365);
        Assert.Equal(-Math.Log(1 + answer.Joint!.DownMove!.Value) / sd, answer.Joint.DownDeviations!.Value, 1e-9);
        Assert.Null(answer.Joint.UpDeviations);
        Assert.Null(LiquidationPlanner.Plan(request with { Overlay = null }, new() { Betas = Betas }).Joint!.DownDeviations);
    }

    [Fact]
    public void Plan_PartialCure_RestoresTheTargetAndOneLotLessDoesNot()
    {
        int partial = 0;
        Gen.Select(Sample.Accounts, Gen.Int[0, 30], Gen.Bool).Sample(
            (account, bufferPercent, isStatic) =>
            {
                MarginRequest request = Sample.Request(
                    isStatic ? Sample.Static() : Sample.Parametric(), account with { Mode = MarginMode.Cross }) with
                {
                    Market = Sample.Market with { Instruments = [.. Sample.Market.Instruments.Select(WithLot)] },
                };
                CureTerms terms = new(CureTarget.Maintenance, bufferPercent / 100m, 0.001m);
                MarginRequirement now = MarginCalculator.Compute(request);
                CurePlan plan = PartialCure.Of(request, now, terms);
                if (plan.CloseFraction is > 0 and < 1)
                {
                    Interlocked.Increment(ref partial);
                    Assert.InRange(SurplusAfter(request, plan, terms, 0), 0, decimal.MaxValue);
                    if (plan.Orders.Count == 1)
                    {
                        Assert.True(SurplusAfter(request, plan, terms, 1) < 0);
                    }
                }
                else if (plan.CloseFraction == 0)
                {
                    Assert.True(now.Equity >= now.Maintenance * (1 + terms.Buffer));
                    Assert.All(plan.Orders, o => Assert.Equal(0, o.Quantity));
                }
            },
            iter: 200);
        Assert.True(partial > 15, $"Only {partial} partial plans.");
    }

    [Fact]
    public void Plan_CurePlan_OrdersStandByReliefPerCost()
    {
        MarginRequest request = Sample.Request(
            Sample.Static(), Sample.Account([new("BTC-PERP", 0.5m), new("ETH-PERP", 10), new("SOL-SPOT", 3)], 1000));
        CurePlan plan = LiquidationPlanner.Plan(request, new() { Plan = new(CureTarget.Initial) }).Plan!;
        Assert.Equal(["ETH-PERP", "SOL-SPOT", "BTC-PERP"], plan.Orders.Select(o => o.Instrument));
        Assert.All(plan.Orders, o => Assert.True(o.Quantity < 0));
    }

    // Add-ons may grow faster than the book, so that they are searched; without any, both ways must agree.
    [Fact]
    public void Plan_MarginThatMayNotBeProportional_IsSearchedToTheSamePart()
    {
        MarginRequest request = Sample.Request(Sample.Parametric(), Sample.Account([new("ETH-PERP", 10), new("BTC-PERP", 0.2m)], 500));
        MarginRequirement now = MarginCalculator.Compute(request);
        CureTerms terms = new(CureTarget.Initial, 0, 0.002m);
        double closed = PartialCure.Of(request, now, terms).CloseFraction;
        double searched = PartialCure.Of(request with { AddOns = new() }, now, terms).CloseFraction;
        Assert.InRange(closed, 0.1, 0.9);
        Assert.Equal(closed, searched, 0.02 / (double)now.Initial);
    }

    [Fact]
    public void Plan_ConcentratedPosition_ClosesLessThanInProportion()
    {
        MarginRequest request = Sample.Request(Sample.Static(), Sample.Account([new("ETH-PERP", 10)], 4000)) with
        {
            AddOns = new()
            {
                Concentration = new(0.1, 1, 0.08),
                Instruments = new Dictionary<string, InstrumentDepth> { ["ETH-PERP"] = new() { AverageDailyVolume = 20 } },
            },
        };
        CureTerms terms = new(CureTarget.Maintenance);
        MarginRequirement now = MarginCalculator.Compute(request);
        CurePlan plan = PartialCure.Of(request, now, terms);
        Assert.InRange(plan.CloseFraction, 0.01, (double)((now.Maintenance - now.Equity) / now.Maintenance) - 0.001);
        Assert.InRange(SurplusAfter(request, plan, terms, 0), 0, 0.02m);
    }

    [Theory]
    [InlineData(1000, 500, 0)]
    [InlineData(500, 500, 0.5)]
    [InlineData(-100, 500, 1)]
    public void AuctionPortion_EquityFalls_MoreIsSold(double equity, double maintenance, double atLeast)
    {
        double portion = AuctionPortion.Of(new(0.1, 0.9), equity, maintenance);
        Assert.InRange(portion, 0, 1);
        Assert.Equal(atLeast == 0, portion == 0);
        Assert.Equal(atLeast == 1, portion == 1);
    }

    [Fact]
    public void AuctionPortion_PartThatIsSold_LeavesTheBufferedMarginCovered() =>
        Gen.Select(Gen.Double[0, 1000], Gen.Double[0, 2000], Gen.Double[0, 1], Gen.Double[0, 100]).Sample((e, m, d, r) =>
        {
            double portion = AuctionPortion.Of(new(0.1, d, r), e, m);
            double rest = ((e - (1.1 * m)) * (1 - portion)) + (portion * ((e * d) + (r * (1 - d))));
            Assert.True(rest >= -1e-9 * (e + m + r), $"{portion} leaves {rest}.");
        });

    // A lot frees more margin than the quantum of a cent.
    private static Instrument WithLot(Instrument i) =>
        i with { Lot = i.Kind == InstrumentKind.InversePerpetual ? 10 : 0.01m };

    private static decimal SurplusAfter(MarginRequest request, CurePlan plan, CureTerms terms, int lotsLess)
    {
        Dictionary<string, Instrument> instruments = request.Market.Instruments.ToDictionary(i => i.Id);
        decimal cost = 0;
        List<Position> positions = [.. request.Account.Positions];
        foreach (CureOrder order in plan.Orders)
        {
            Instrument i = instruments[order.Instrument];
            decimal quantity = order.Quantity - (Math.Sign(order.Quantity) * lotsLess * i.Lot);
            cost += terms.CostRate * Math.Abs(quantity) * i.Multiplier
                * (i.Kind == InstrumentKind.InversePerpetual ? 1 : i.Price!.Value);
            positions.Add(new(order.Instrument, quantity));
        }

        MarginRequirement after = MarginCalculator.Compute(
            request with { Account = request.Account with { Positions = positions } });
        return after.Equity - cost - (after.Maintenance * (1 + terms.Buffer));
    }
}
