using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.AddOns;

public sealed class MarginAddOnsTests
{
    private static readonly MarginAddOns All = new()
    {
        Liquidity = new(0.9),
        Concentration = new(0.1, 1, 0.08),
        OpenInterest = new(0.2),
        Jump = new(0.3, 0.18, 0.5),
        Oracle = new(0.6, 0.8),
        Peg = new(0.99, 1.5),
        Collateral = true,
        Instruments = new Dictionary<string, InstrumentDepth>
        {
            ["ETH-PERP"] = new()
            {
                AverageDailyVolume = 20,
                DailyVolatility = 0.04,
                Spread = 0.0006,
                OpenInterest = 8,
                OpenInterestLower = 5,
                OpenInterestUpper = 10,
            },
        },
    };

    [Fact]
    public void Compute_WorkedExample_MatchesTheAmountsByHand()
    {
        MarginRequirement r = Compute(Sample.Account([new("ETH-PERP", -6)]), All);
        Assert.Equal(361.86m, Part(r, MarginComponentName.Liquidity).Initial, 2);
        Assert.Equal(1058.63m, Part(r, MarginComponentName.Concentration).Maintenance, 2);
        Assert.Equal((2169.18m, 0), Both(Part(r, MarginComponentName.OpenInterest)));
        Assert.Equal((1084.59m, 0), Both(Part(r, MarginComponentName.Tail)));
    }

    [Fact]
    public void Compute_AnyAccount_AddOnsRaiseBothSidesOnlyWhereTheyMay() => Sample.Accounts.Sample(account =>
    {
        MarginRequirement plain = Compute(account, null);
        MarginRequirement priced = Compute(account, new() { OpenInterest = All.OpenInterest, Jump = All.Jump, Instruments = All.Instruments });
        MarginRequirement all = Compute(account, All);
        Assert.Equal(plain.Maintenance, priced.Maintenance);
        Assert.True(priced.Initial >= plain.Initial);
        Assert.True(all.Initial >= priced.Initial && all.Maintenance >= plain.Maintenance);
        Assert.InRange(all.Maintenance, 0, all.Initial);
        Assert.Equal(all.Initial, all.Components.Sum(c => c.Initial));
        Assert.Equal(all.Maintenance, all.Components.Sum(c => c.Maintenance));
        Assert.Equal(all.Contributions.Count == 0 ? 0 : all.Initial, all.Contributions.Sum(c => c.Initial));
    });

    [Fact]
    public void Compute_MarketMovedToTheLiquidationPrice_EquityMeetsMaintenanceWithAddOns()
    {
        MarginMarket Market(decimal eth, decimal steth) => Sample.Market with
        {
            Underlyings = [new("ETH", eth)],
            Instruments = [new("ETH-PERP", InstrumentKind.Perpetual, "ETH", eth)],
            Assets = [new("STETH", steth) { Underlying = "ETH" }],
        };
        Account account = Sample.Account([new("ETH-PERP", 10, 3012.75m)], 3_000) with
        {
            Collateral = [new("STETH", 1) { InitialHaircut = 0.2, MaintenanceHaircut = 0.1 }],
        };
        MarginRequest request = new("r", Sample.AsOf, account, Market(3012.75m, 3000), Sample.Static()) { AddOns = All };
        double down = MarginCalculator.Compute(request).LiquidationPrices.Single().Down!.Value;
        decimal factor = (decimal)down / 3012.75m;
        MarginRequirement there = MarginCalculator.Compute(
            request with { Market = Market(3012.75m * factor, 3000 * factor) });
        Assert.InRange(Math.Abs(there.FreeMaintenance), 0, 0.02m);
    }

    [Fact]
    public void Compute_ListedInstrumentLacksWhatAnAddOnNeeds_IsRefused()
    {
        MarginAddOns odd = new()
        {
            Liquidity = new(1),
            Instruments = new Dictionary<string, InstrumentDepth> { ["ETH-PERP"] = new() { AverageDailyVolume = 5 } },
        };
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => Compute(Sample.Account([]), odd));
        Assert.Equal(("MissingField", "addOns.instruments.ETH-PERP.dailyVolatility"), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Compute_AllOptionsWrittenAndReadBack_SameHashes()
    {
        MarginRequest request = Sample.Request(Sample.Static(), Sample.Account([new("ETH-PERP", -6)])) with
        {
            AddOns = All,
            Operators = [new StabilityBuffer(0.25m, 0.5m), new StressWeight(0.25m, 4000), new MarginFloor(5000)],
            Oracle = new(
                new()
                {
                    MaxAgeSeconds = 60,
                    MaxConfidenceRatio = 0.01m,
                    MaxDeviation = 0.1m,
                    MinimumSources = 1,
                },
                [new("ETH", 3000, Sample.AsOf) { Reference = 3001 }])
            {
                Sequencer = new(true, Sample.AsOf + TimeSpan.FromHours(-2), 60),
            },
        };
        Assert.Equal(
            MarginCalculator.Compute(request).Hashes, MarginCalculator.Compute(WireFormat.RoundTrip(request)).Hashes);
    }

    private static MarginRequirement Compute(Account account, MarginAddOns? addOns) =>
        MarginCalculator.Compute(Sample.Request(Sample.Static(), account) with { AddOns = addOns });

    private static MarginComponent Part(MarginRequirement r, MarginComponentName name) => r.Components[(int)name];

    private static (decimal Initial, decimal Maintenance) Both(MarginComponent c) => (c.Initial, c.Maintenance);
}
