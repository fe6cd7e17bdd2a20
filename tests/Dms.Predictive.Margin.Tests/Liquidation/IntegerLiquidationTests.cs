using System.Numerics;
using CsCheck;

namespace Dms.Predictive.Margin.Tests.Liquidation;

public sealed class IntegerLiquidationTests
{
    private static readonly PerpLiquidationRules Rules = new()
    {
        BankruptcyAdjustmentPpm = 1_100_000,
        SpreadToMaintenancePpm = 90_000,
        MaxLiquidationFeePpm = 7000,
        MinNotional = 25_000_000,
        MaxPortionPpm = 400_000,
    };

    // dydxprotocol/v4-chain@84d4664 protocol/x/clob/keeper/liquidations_test.go:2490, :2510, :3545, :3568.
    [Theory]
    [InlineData(-4_501_000_000, 10_000_000, 4_501_000_000)]
    [InlineData(5_499_000_000, -10_000_000, -5_499_000_000)]
    public void Of_WholePosition_BankruptcyIsWhatTheAccountOwes(long quote, long quantity, long expected) =>
        Assert.Equal(expected, (long)Close(quote, quantity, Rules, null).Bankruptcy!.Value);

    [Theory]
    [InlineData(5000, 22_050_000)]
    [InlineData(25_000, 110_250_000)]
    public void Of_GoodFill_FundKeepsAtMostTheFee(int feePpm, long expected) => Assert.Equal(
        expected,
        (long)Close(4_900_000_000, -10_000_000, Rules with { MaxLiquidationFeePpm = feePpm }, -4_410_000_000)
            .InsuranceDelta!.Value);

    // The same source, :2951 and :2971.
    [Theory]
    [InlineData(1_000_000, 49_999)]
    [InlineData(2_000_000, 49_998)]
    public void Of_Long_FillablePriceWorsensAsCollateralVanishes(int adjustmentPpm, double expected)
    {
        PerpLiquidationRules rules = Rules with
        {
            BankruptcyAdjustmentPpm = adjustmentPpm,
            SpreadToMaintenancePpm = 100_000,
        };
        LiquidationOrder order = Close(-4_501_000_000, 10_000_000, rules, null);
        Assert.Equal(expected, order.Fillable!.TimesTenTo(2).ToDouble(), 1e-9);
    }

    [Fact]
    public void Of_AnyOrder_SizeLimitsAreOrdered() =>
        Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Int[0, 2_000_000], Gen.Int[0, 1_000_000]).Where((q, _, _) => q != 0)
            .Sample((quantity, minimum, portion) =>
            {
                LiquidationOrder order = Close(
                    1000, quantity, Rules with { MinNotional = minimum, MaxPortionPpm = portion }, null);
                Assert.True(order.MinimumNotional <= order.MaximumNotional);
                Assert.True(order.MinimumNotional <= BigInteger.Abs(quantity * 500));
            });

    [Fact]
    public void Of_FillAtTheBankruptcyPrice_CostsTheFundNothing() =>
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[-1_000_000, 1_000_000]).Where((_, q) => q != 0)
            .Sample((quote, quantity) =>
            {
                BigInteger at = Close(quote, quantity, Rules, null).Bankruptcy!.Value;
                Assert.Equal(0, (int)Close(quote, quantity, Rules, at).InsuranceDelta!.Value);
                Assert.Equal(-1, (int)Close(quote, quantity, Rules, at - 1).InsuranceDelta!.Value);
            });

    [Fact]
    public void Of_OrderThatGrowsThePosition_IsRefused()
    {
        LiquidationState state = new(10, 1, 5000, 5500, 100, 110, 50, 100);
        Assert.Throws<ArgumentException>(() => IntegerLiquidation.Of(state, Rules, null));
        Assert.Throws<ArgumentException>(() => IntegerLiquidation.Of(state with { Delta = -11 }, Rules, null));
    }

    [Fact]
    public void Of_AccountWithoutMargin_HasNoPriceInsteadOfADivision()
    {
        LiquidationOrder order = IntegerLiquidation.Of(new(10, -10, 5000, 0, 0, 0, 50, 0), Rules, 1);
        Assert.Equal((null, null, null), (order.Bankruptcy, order.Fillable, order.InsuranceDelta));
        Assert.False(order.IsLiquidatable);
    }

    [Theory]
    [InlineData(10, 100, 10, 100, true)]
    [InlineData(10, 100, 9, 90, true)]
    [InlineData(10, 100, 9, 91, false)]
    [InlineData(10, 100, 11, 101, false)]
    [InlineData(-10, 100, -9, 90, true)]
    [InlineData(-10, 100, -10, 90, false)]
    public void MayChange_UnderMarginedAccount_OnlyTowardSafety(int c0, int m0, int c1, int m1, bool expected) =>
        Assert.Equal(expected, IntegerLiquidation.MayChange((c0, m0), (c1, m1)));

    [Fact]
    public void ToTick_Sale_RoundsUpAndPurchaseDown()
    {
        QuantumPrice price = new(1003, 100);
        Assert.Equal((10.25, 10.0), (price.ToTick(0.25m, up: true).ToDouble(), price.ToTick(0.25m, up: false).ToDouble()));
        Assert.Equal(10.25, new QuantumPrice(1025, 100).ToTick(0.25m, up: true).ToDouble());
    }

    [Fact]
    public void ToDouble_AnyFraction_IsTheNearestDouble() =>
        Gen.Select(Gen.Int[-1_000_000, 1_000_000], Gen.Int[1, 1_000_000]).Sample((top, bottom) =>
            Assert.Equal(top / (double)bottom, new QuantumPrice(top, bottom).ToDouble()));

    // Price 500 quote quantums per base quantum, maintenance margin a tenth, only one position.
    private static LiquidationOrder Close(long quote, long quantity, PerpLiquidationRules rules, BigInteger? fill)
    {
        BigInteger notional = new BigInteger(quantity) * 500;
        BigInteger maintenance = (BigInteger.Abs(notional) + 9) / 10;
        return IntegerLiquidation.Of(
            new(quantity, -quantity, notional, 0, maintenance, 0, quote + notional, maintenance), rules, fill);
    }
}
