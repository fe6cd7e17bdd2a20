using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests;

/// <summary>A pool with three markets, and positions against it.</summary>
internal static class PoolSample
{
    public static readonly MarginMarket Market = Sample.Market with
    {
        Instruments =
        [
            .. Sample.Market.Underlyings.Select(u => new Instrument(u.Id, InstrumentKind.Perpetual, u.Id, u.Spot)
            {
                MinPrice = u.Spot * 0.9995m,
                MaxPrice = u.Spot * 1.0005m,
            }),
        ],
        Assets = [new("USDC", 1), new("ETH", 3012.75m) { MinPrice = 3011m }],
        TradingPool = new(new(30_000_000, 4_200_000, 150_000), new(30_000_000, 3_100_000)),
    };

    public static PoolV2Parameters V2(double driver = 1) => new()
    {
        MinCollateralFactor = 0.01m * (decimal)driver,
        MinCollateralFactorForLiquidation = 0.008m * (decimal)driver,
        MinCollateralUsd = 10,
        MaxImpactFactorForLiquidation = 0.004m,
        OpenInterestMultiplier = 6e-11 * driver,
        PositiveImpactFactor = 4e-9,
        NegativeImpactFactor = 9e-9,
        ImpactExponent = 2,
        MaxPnlFactorForTraders = 0.9m,
        PositionFeeFactor = 0.0006m,
    };

    public static PoolV1Parameters V1(double driver = 1) => new()
    {
        MaxLeverage = 50 / (decimal)driver,
        LiquidationFeeUsd = 5,
        PositionFeeFactor = 0.001m,
        MaxPnlFactorForTraders = 1,
    };

    /// <summary>One to six positions that were opened near the current price.</summary>
    public static Gen<Account> Accounts { get; } = Gen.Select(
        Gen.Int[0, 2], Gen.Int[1, 160], Gen.Bool, Gen.Int[90, 110], Gen.Int[0, 100], Gen.Int[-50, 50])
        .List[1, 6].Select(rows => Account([.. rows.Select(r => PositionOf(
            Market.Instruments[r.Item1].Id, (r.Item3 ? 1 : -1) * r.Item2 / 8m, r.Item4 / 100m, r.Item5 * 200, r.Item6))]));

    public static Account Account(IReadOnlyList<Position> positions) => new("A", MarginMode.Isolated, 0, positions);

    public static Position PositionOf(
        string instrument, decimal quantity, decimal entry = 1, decimal collateral = 5_000, decimal fee = 0)
    {
        decimal price = Market.Instruments.Single(i => i.Id == instrument).Price!.Value;
        return quantity == 0
            ? new(instrument, 0)
            : new(instrument, quantity)
            {
                Pool = new(Math.Abs(quantity) * price * entry, "USDC", collateral)
                {
                    BorrowingFee = Math.Abs(fee),
                    FundingFee = fee,
                    PendingImpact = -fee,
                },
            };
    }
}
