using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class PoolPolicyTests
{
    private static readonly TradingPool Pool = new(new(30_000_000, 4_200_000), new(30_000_000, 3_100_000));

    [Fact]
    public void Compute_ShortThatGrowsTheImbalance_PaysImpactUpToItsBound()
    {
        PoolDetailsRow row = RowOf(V2, Of(-50, 150_000, 4_000), 3_040);
        Assert.Equal((1_400, -2_000, -600, 0), (row.Remaining, row.Pnl, row.Impact, row.Fees));
        PoolDetailsRow free = RowOf(V2 with { MaxImpactFactorForLiquidation = 1 }, Of(-50, 150_000, 4_000), 3_040);
        Assert.Equal(-3_172.5, free.Impact!.Value, 1e-9);
    }

    [Fact]
    public void Compute_PendingImpact_IsSettledWithClosingAndNeverCollateral()
    {
        PoolV2Parameters open = V2 with { MaxImpactFactorForLiquidation = 1 };
        double ImpactWith(decimal pending) =>
            RowOf(open, Of(-50, 150_000, 4_000, p => p with { PendingImpact = pending }), 3_000).Impact!.Value;
        Assert.Equal(-3_172.5 - 40, ImpactWith(-40), 1e-9);
        Assert.Equal(-3_172.5 + 40, ImpactWith(40), 1e-9);
        Assert.Equal(0, ImpactWith(10_000));
        double LongWith(decimal pending) =>                                    // closing it earns 1,230
            RowOf(V2, Of(50, 150_000, 4_000, p => p with { PendingImpact = pending }), 3_000).Impact!.Value;
        Assert.Equal((0, -600), (LongWith(-1_230), LongWith(-1_830)));
        Assert.Equal((-500, -600), (LongWith(-1_730), LongWith(-9_000)));
    }

    [Theory]
    [InlineData(1_200, PoolReason.None)]
    [InlineData(1_199.999999, PoolReason.MinCollateralForLeverage)]
    [InlineData(0.000001, PoolReason.MinCollateralUsd)]
    [InlineData(0, PoolReason.NotPositive)]
    [InlineData(-1, PoolReason.NotPositive)]
    public void Explain_V2AtItsLimits_NamesTheReason(double remaining, PoolReason reason)
    {
        Position position = Of(50, 150_000, 2_000, p => p with { FundingFee = 2_000 - (decimal)remaining });
        PoolDetailsRow row = RowOf(V2, position, 3_000);
        Assert.Equal((remaining, reason, reason != PoolReason.None), (row.Remaining, row.Reason, row.IsLiquidatable));
    }

    [Theory]
    [InlineData(3_000, PoolReason.None, 150_000)]
    [InlineData(2_999.9, PoolReason.MaxLeverageExceeded, 149_995)]
    [InlineData(5, PoolReason.MaxLeverageExceeded, 250)]
    [InlineData(4.99, PoolReason.LiquidationFeesExceedCollateral, 150_000)]
    [InlineData(0, PoolReason.LiquidationFeesExceedCollateral, 150_000)]
    [InlineData(-0.01, PoolReason.FeesExceedCollateral, 150_000)]
    [InlineData(-150, PoolReason.FeesExceedCollateral, 150_000)]
    [InlineData(-150.01, PoolReason.LossesExceedCollateral, 150_000)]
    public void Explain_V1AtItsLimits_NamesTheReasonInOrder(double remaining, PoolReason reason, double reduced)
    {
        Position position = Of(50, 150_000, 10_000 + (decimal)remaining + 150);
        PoolDetailsRow row = RowOf(PoolSample.V1(), position, 2_800);        // a loss of 10,000 and a fee of 150
        Assert.Equal((remaining, reason, reduced), (row.Remaining, row.Reason, row.ReducedSizeUsd));
        Assert.Equal(
            (reason == PoolReason.MaxLeverageExceeded, reason is not (PoolReason.None or PoolReason.MaxLeverageExceeded)),
            (row.IsReduceOnly, row.IsLiquidatable));
    }

    [Fact]
    public void Compute_TradersHaveWonMoreThanTheirPart_GainsAreCutAndLossesAreNot()
    {
        TradingPool won = Pool with { Long = new(3_000_000, 4_200_000, 5_400_000) };
        Assert.Equal(7_500, RowOf(V2, Of(50, 150_000, 4_000), 3_300, won).Pnl);        // half of 15,000
        Assert.Equal(-5_000, RowOf(V2, Of(50, 150_000, 4_000), 2_900, won).Pnl);
        Assert.Equal(5_000, RowOf(V2, Of(-50, 150_000, 4_000), 2_900, won).Pnl);
        TradingPool atTheCap = Pool with { Long = new(3_000_000, 4_200_000, 2_700_000) };
        Assert.Equal(15_000, RowOf(V2, Of(50, 150_000, 4_000), 3_300, atTheCap).Pnl);
    }

    [Fact]
    public void Compute_OpenInterestAlone_RaisesInitialMarginOnly() =>
        Gen.Int[0, 2_000].Sample(millions =>
        {
            TradingPool crowded = Pool with { Long = Pool.Long with { OpenInterestUsd = millions * 1_000_000m } };
            MarginRequirement r = Compute(V2, Of(50, 150_000, 4_000), 3_000, crowded);
            Assert.Equal((Math.Max(1_500, 9m * millions), 1_200m), (r.Initial, r.Maintenance));
        });

    [Fact]
    public void Plan_OnePositionLiquidatableBesideARichOne_AccountIsLiquidatable()
    {
        MarginRequest request = Request(V2, [Of(50, 150_000, 100), Of(-50, 150_000, 900_000)], 3_000, Pool);
        LiquidationAnswer answer = LiquidationPlanner.Plan(request, new());
        Assert.Equal((MarginStatus.Compliant, true), (answer.Requirement!.Status, answer.IsLiquidatable));
    }

    [Fact]
    public void WhatIf_PricesMove_ChangeEquityButNotTheSizeAtEntry()
    {
        MarginRequest request = Request(V2, [Of(50, 150_000, 5_000)], 3_000, Pool);
        WhatIfOutcome down = MarginWhatIf.Compute(
            request, [new("down") { Shifts = [new("X", 0.99m)] }]).Changes.Single();
        Assert.Equal(new MarginDelta(0, 0, -1_500), down.Delta);
    }

    [Fact]
    public void Compute_WhatAPoolCannotUse_IsRefusedWithItsPlace()
    {
        Position good = Of(50, 150_000, 5_000);
        Assert.Equal(("OutOfRange", "account.cash"), Refused(r => r with { Account = r.Account with { Cash = 1 } }));
        Assert.Equal(("OutOfRange", "account.debt"), Refused(r => r with { Account = r.Account with { Debt = 1 } }));
        Assert.Equal(
            ("MissingField", "account.positions[0].sizeUsd"), Refused(good with { Pool = null }));
        Assert.Equal(("OutOfRange", "account.positions[0].sizeUsd"), Refused(Of(50, 0, 5_000)));
        Assert.Equal(("OutOfRange", "account.positions[0].collateralQuantity"), Refused(Of(50, 1, -1)));
        Assert.Equal(("OutOfRange", "account.positions[0].entryPrice"), Refused(good with { EntryPrice = 1 }));
        Assert.Equal(
            ("UnknownAsset", "account.positions[0].collateralAsset"), Refused(Of(50, 1, 1, p => p with { CollateralAsset = "?" })));
        Assert.Equal(
            ("MissingField", "market.pool"), Refused(r => r with { Market = r.Market with { TradingPool = null } }));
        Assert.Equal(
            ("OutOfRange", "market.pool.short.poolUsd"),
            Refused(r => r with { Market = r.Market with { TradingPool = Pool with { Short = new(-1, 0) } } }));
        Assert.Equal(
            ("OutOfRange", "market.instruments[0].maxPrice"),
            Refused(r => r with
            {
                Market = r.Market with
                {
                    Instruments = [r.Market.Instruments[0] with { MinPrice = 3_001, MaxPrice = 3_000 }],
                },
            }));
        Assert.Equal(
            ("OutOfRange", "policy.parameters.maxLeverage"),
            PlaceOf(() => new PoolPolicy(PoolSample.V1() with { MaxLeverage = 0 })));
    }

    private static PoolV2Parameters V2 { get; } = PoolSample.V2() with { PositionFeeFactor = 0 };

    private static Position Of(
        decimal quantity, decimal size, decimal collateral, Func<PoolPosition, PoolPosition>? change = null)
    {
        PoolPosition terms = new(size, "USDC", collateral);
        return new("X", quantity) { Pool = change is null ? terms : change(terms) };
    }

    private static MarginRequest Request(
        PoolParameters parameters, IReadOnlyList<Position> positions, decimal price, TradingPool pool) => new(
        "r",
        Sample.AsOf,
        PoolSample.Account(positions),
        new([], [new("X", InstrumentKind.Perpetual, "X", price)]) { Assets = [new("USDC", 1)], TradingPool = pool },
        new PoolPolicy(parameters, 0.000001m));

    private static MarginRequirement Compute(
        PoolParameters parameters, Position position, decimal price, TradingPool? pool = null) =>
        MarginCalculator.Compute(Request(parameters, [position], price, pool ?? Pool));

    private static PoolDetailsRow RowOf(
        PoolParameters parameters, Position position, decimal price, TradingPool? pool = null) =>
        ((PoolDetails)Compute(parameters, position, price, pool).Details).Positions.Single();

    private static (string Code, string Where) Refused(Position position) =>
        PlaceOf(() => Compute(V2, position, 3_000));

    private static (string Code, string Where) Refused(Func<MarginRequest, MarginRequest> change) =>
        PlaceOf(() => MarginCalculator.Compute(change(Request(V2, [Of(50, 150_000, 5_000)], 3_000, Pool))));

    private static (string Code, string Where) PlaceOf(Func<object> act)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(act);
        return (refusal.Code, refusal.Where);
    }
}
