using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class PrefundedPoolPolicyTests
{
    private static readonly Gen<decimal> Amounts = Gen.Select(Gen.Long[0, 9_000_000_000], Gen.Int[0, 6])
        .Select(x => x.Item1 / (decimal)Math.Pow(10, x.Item2));

    [Fact]
    public void Absorb_AnyLoss_IsConservedExactlyAndLayersPayInOrder() =>
        Gen.Select(Amounts, Amounts.List[0, 5], Amounts.List[0, 5]).Sample((loss, layers, shares) =>
        {
            PrefundedPool pool = new(
                0,
                [.. layers.Select((a, i) => new PrefundedLayer($"l{i}", a))],
                [.. shares.Select((s, i) => new PrefundedMember($"m{i}", s))]);
            (IReadOnlyList<PoolLayerDraw> draws, IReadOnlyList<PoolMemberCharge> charges, decimal rest) =
                pool.Absorb(loss, 0.01m);
            Assert.Equal(loss, draws.Sum(d => d.Absorbed) + charges.Sum(c => c.Amount) + rest);
            Assert.Equal(layers, draws.Select(d => d.Absorbed + d.Remaining));
            for (int i = 1; i < draws.Count; i++)
            {
                Assert.True(draws[i].Absorbed == 0 || draws[i - 1].Remaining == 0);
            }

            Assert.True(charges.All(c => c.Amount >= 0) && (rest == 0 || shares.Sum() == 0));
            decimal left = loss - draws.Sum(d => d.Absorbed);
            decimal whole = shares.Sum();
            Assert.All(
                charges.Zip(shares),
                c => Assert.InRange(c.First.Amount - (whole == 0 ? 0 : left * c.Second / whole), -0.01m, 0.01m));
        });

    [Fact]
    public void Absorb_ZerosAtTheEndOfAnAmount_ChangeNothing()
    {
        PrefundedPool pool = new(0, [new("a", 1)], [new("x", 1), new("y", 1), new("z", 1)]);
        Assert.Equal(
            pool.Absorb(11, 0.01m).Socialized.Select(s => s.Amount),
            pool.Absorb(11.000000m, 0.0100m).Socialized.Select(s => s.Amount));
        Assert.Equal([3.34m, 3.33m, 3.33m], pool.Absorb(11, 0.01m).Socialized.Select(s => s.Amount));
    }

    [Fact]
    public void Compute_NobodyLeftToPay_IsUnallocatedAndMayNotGrow()
    {
        MarginRequirement r = Compute(300_000, 0, []);
        PrefundedPoolDetails d = (PrefundedPoolDetails)r.Details;
        Assert.Equal((40_000, false, false), (d.Unallocated, d.ExposureAllowed, r.RiskIncreaseAllowed));
        Assert.True(Compute(260_000, 0, []).RiskIncreaseAllowed);
        Assert.False(Compute(260_000.000001m, 0, [new("m", 0)]).RiskIncreaseAllowed);
        Assert.True(Compute(300_000, 0, [new("m", 1)]).RiskIncreaseAllowed);
    }

    [Theory]
    [InlineData(26_000, true)]
    [InlineData(-26_000, true)]
    [InlineData(26_000.01, false)]
    [InlineData(-26_000.01, false)]
    public void Compute_ExposureAtItsLimit_IsAllowed(double exposure, bool allowed)
    {
        MarginRequirement r = Compute(0, (decimal)exposure, []);
        Assert.Equal((allowed, allowed), (((PrefundedPoolDetails)r.Details).ExposureAllowed, r.RiskIncreaseAllowed));
    }

    [Fact]
    public void Compute_NoExposure_NeedsNothingAndCannotBeDepleted()
    {
        MarginRequirement r = MarginCalculator.Compute(Request(0, 0, []) with
        {
            Market = new([], []) { PrefundedPool = new(0, [], []) },
        });
        Assert.Equal((0, 0, 0, MarginStatus.Compliant), (r.Initial, r.Maintenance, r.Equity, r.Status));
        Assert.Equal(0, ((PrefundedPoolDetails)r.Details).DepletionProbability);
    }

    [Fact]
    public void Compute_WhatAPrefundedPoolCannotUse_IsRefusedWithItsPlace()
    {
        Assert.Equal(("OutOfRange", "account.cash"), Refused(r => r with { Account = r.Account with { Cash = 1 } }));
        Assert.Equal(
            ("OutOfRange", "account.lossToAbsorb"), Refused(r => r with { Account = r.Account with { LossToAbsorb = -1 } }));
        Assert.Equal(
            ("MissingField", "market.pool"), Refused(r => r with { Market = r.Market with { PrefundedPool = null } }));
        Assert.Equal(
            ("OutOfRange", "market.pool.layers[1].amount"), Pool(new(0, [new("a", 1), new("b", -1)], [])));
        Assert.Equal(("DuplicateId", "market.pool.layers"), Pool(new(0, [new("a", 1), new("a", 1)], [])));
        Assert.Equal(("OutOfRange", "market.pool.members[0].shares"), Pool(new(0, [], [new("m", -1)])));
        Assert.Equal(("DuplicateId", "market.pool.members"), Pool(new(0, [], [new("m", 1), new("m", 1)])));
        Assert.Equal(("OutOfRange", "policy.parameters.volatility"), PlaceOf(() => PolicyOf(0)));
        Assert.Equal(("OutOfRange", "policy.parameters.volatility"), PlaceOf(() => PolicyOf(double.NaN)));
    }

    private static PrefundedPoolPolicy PolicyOf(double volatility) => new(new()
    {
        Confidence = 0.995,
        HorizonDays = 1,
        Volatility = volatility,
        MaintenanceRatio = 0.8,
        MaximumExposureFactor = 0.1m,
    });

    private static MarginRequest Request(decimal loss, decimal exposure, IReadOnlyList<PrefundedMember> members) => new(
        "r",
        Sample.AsOf,
        new("A", MarginMode.Cross, 0, []) { LossToAbsorb = loss, ExposureUsd = exposure },
        new([], [])
        {
            PrefundedPool = new(
                1_500_000, [new("fees", 10_000), new("insurance", 50_000), new("pool", 200_000)], members),
        },
        PolicyOf(0.8));

    private static MarginRequirement Compute(decimal loss, decimal exposure, IReadOnlyList<PrefundedMember> members) =>
        MarginCalculator.Compute(Request(loss, exposure, members));

    private static (string Code, string Where) Pool(PrefundedPool pool) =>
        Refused(r => r with { Market = r.Market with { PrefundedPool = pool } });

    private static (string Code, string Where) Refused(Func<MarginRequest, MarginRequest> change) =>
        PlaceOf(() => MarginCalculator.Compute(change(Request(0, 0, []))));

    private static (string Code, string Where) PlaceOf(Func<object> act)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(act);
        return (refusal.Code, refusal.Where);
    }
}
