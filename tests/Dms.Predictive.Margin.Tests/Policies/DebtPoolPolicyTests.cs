using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class DebtPoolPolicyTests
{
    private static readonly DebtPoolParameters Parameters = new(0.2m, 0.4m, 0.08m);

    [Fact]
    public void DebtOf_AllHolders_SumsToThePoolAtMostAndToTheLastUnitAlmost() =>
        Gen.Select(Gen.Int[1, 1_000_000].List[1, 12], Gen.Long[0, 9_000_000_000_000]).Sample((shares, debt) =>
        {
            DebtPool pool = new(debt / 7_000m, shares.Sum(s => s / 1_000m));
            decimal owed = shares.Sum(s => pool.DebtOf(s / 1_000m));
            Assert.InRange(pool.TotalDebt - owed, 0, (shares.Count * 1e-18m) + (pool.TotalDebt * 1e-27m));
        });

    [Fact]
    public void DebtOf_ThirdOfTwo_IsCutAtTheEighteenthDecimal() =>
        Assert.Equal(0.666666666666666666m, new DebtPool(2, 3).DebtOf(1));

    [Fact]
    public void AfterLoss_AnyLoss_RaisesEveryDebtProRata() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 1000], Gen.Int[-999, 5000]).Sample((mine, others, loss) =>
        {
            DebtPool pool = new(1_000, mine + others);
            decimal before = pool.DebtOf(mine);
            decimal after = pool.AfterLoss(loss).DebtOf(mine);
            Assert.InRange(after - (before * (1_000 + loss) / 1_000), -1e-14m, 1e-14m);
        });

    [Fact]
    public void Explain_CureAmountBurnt_FitsTheIssuanceRatioAgain() =>
        Gen.Select(Gen.Int[1, 2_000_000], Gen.Int[1, 9_000]).Sample((shares, quantity) =>
        {
            DebtPoolDetails d = DetailsOf(shares, quantity);
            decimal collateral = quantity * 0.8m;
            decimal ratio = d.CureAmount == 0
                ? Parameters.IssuanceRatio
                : (d.Debt - d.CureAmount) / (collateral - (d.CureAmount * (1 + Parameters.Penalty)));
            if (d.CureAmount > 0 && collateral > d.CureAmount * (1 + Parameters.Penalty))
            {
                Assert.InRange(ratio - Parameters.IssuanceRatio, -1e-9m, 1e-9m);
            }

            Assert.Equal(d.Debt > collateral * Parameters.IssuanceRatio, d.CureAmount > 0);
        });

    [Theory]
    [InlineData(2_343.75, MarginStatus.Compliant, false)]
    [InlineData(2_343.74, MarginStatus.Liquidatable, true)]
    public void Compute_DebtAtTheLiquidationRatioExactly_IsNotLiquidatable(
        double quantity, MarginStatus status, bool liquidatable)
    {
        MarginRequirement r = Compute(1_000, (decimal)quantity);             // debt 750, 750/0.4 = 1,875 = 2,343.75·0.8
        Assert.Equal(status == MarginStatus.Compliant ? MarginStatus.MarginCall : status, r.Status);
        Assert.Equal(liquidatable, ((DebtPoolDetails)r.Details).IsLiquidatable);
    }

    [Fact]
    public void Explain_NoCollateral_HasNoRatioAndIsLiquidatableOnlyWithDebt()
    {
        Assert.Equal(new DebtPoolDetails(0, null, 0, false), DetailsOf(0, 0));
        DebtPoolDetails owing = DetailsOf(1_000, 0);
        Assert.Equal((750, null, true), (owing.Debt, owing.CollateralRatio, owing.IsLiquidatable));
    }

    [Fact]
    public void Plan_Debt_AnswersTheCureAmountAndRefusesAPartialClose()
    {
        MarginRequest request = Request(1_000, 2_000);
        Assert.Equal(548.469387755102040816m, LiquidationPlanner.Plan(request, new()).CureAmount);
        Assert.Equal(
            ("NotSupported", "liquidation.plan"),
            PlaceOf(() => LiquidationPlanner.Plan(request, new() { Plan = new(CureTarget.Initial) })));
    }

    [Fact]
    public void WhatIf_CollateralFalls_MovesEquityAlone()
    {
        WhatIfOutcome fall = MarginWhatIf.Compute(
            Request(1_000, 4_000), [new("fall") { Shifts = [new("SNX", 0.5m)] }]).Changes.Single();
        Assert.Equal(new MarginDelta(0, 0, -1_600), fall.Delta);
    }

    [Fact]
    public void Compute_WhatADebtPoolCannotUse_IsRefusedWithItsPlace()
    {
        Assert.Equal(("OutOfRange", "account.cash"), Refused(r => r with { Account = r.Account with { Cash = 1 } }));
        Assert.Equal(("OutOfRange", "account.debt"), Refused(r => r with { Account = r.Account with { Debt = 1 } }));
        Assert.Equal(
            ("OutOfRange", "account.debtShares"), Refused(r => r with { Account = r.Account with { DebtShares = -1 } }));
        Assert.Equal(
            ("OutOfRange", "account.debtShares"),
            Refused(r => r with { Account = r.Account with { DebtShares = 2_000_001 } }));
        Assert.Equal(
            ("MissingField", "market.debtPool"), Refused(r => r with { Market = r.Market with { DebtPool = null } }));
        Assert.Equal(
            ("OutOfRange", "market.debtPool.totalDebt"),
            Refused(r => r with { Market = r.Market with { DebtPool = new(-1, 1_000) } }));
        Assert.Equal(
            ("OutOfRange", "policy.parameters.issuanceRatio"), PlaceOf(() => new DebtPoolPolicy(new(0, 1, 0))));
        Assert.Equal(
            ("OutOfRange", "policy.parameters.liquidationRatio"), PlaceOf(() => new DebtPoolPolicy(new(0.1m, 1.1m, 0))));
        Assert.Equal(
            ("OutOfRange", "policy.parameters.penalty"), PlaceOf(() => new DebtPoolPolicy(new(0.5m, 1, 1))));
    }

    private static MarginRequest Request(decimal shares, decimal quantity) => new(
        "r",
        Sample.AsOf,
        new("A", MarginMode.Cross, 0, []) { DebtShares = shares, Collateral = [new("SNX", quantity)] },
        new([], []) { Assets = [new("SNX", 0.8m)], DebtPool = new(1_500_000, 2_000_000) },
        new DebtPoolPolicy(Parameters, 0.000001m));

    private static MarginRequirement Compute(decimal shares, decimal quantity) =>
        MarginCalculator.Compute(Request(shares, quantity));

    private static DebtPoolDetails DetailsOf(decimal shares, decimal quantity) =>
        (DebtPoolDetails)Compute(shares, quantity).Details;

    private static (string Code, string Where) Refused(Func<MarginRequest, MarginRequest> change) =>
        PlaceOf(() => MarginCalculator.Compute(change(Request(1_000, 4_000))));

    private static (string Code, string Where) PlaceOf(Func<object> act)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(act);
        return (refusal.Code, refusal.Where);
    }
}
