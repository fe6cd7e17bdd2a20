using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

public sealed class StaticPolicyContractTests : MarginPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) => Sample.Static(driver);
}

public sealed class ParametricPolicyContractTests : MarginPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) => Sample.Parametric(driver);
}

public sealed class HistoricalPolicyContractTests : MarginPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) => Sample.Historical(driver);
}

public sealed class StressedHistoricalPolicyContractTests : MarginPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) => new HistoricalPolicy(Sample.HistoricalParameters(driver) with
    {
        Lambda = null,
        StressedReturns = Sample.Returns(1.5 * driver, 60),
        StressedWeight = 0.7,
        OffsetCap = 0.8,
    });
}

public sealed class TieredPerpPolicyContractTests : MarginPolicyContract
{
    protected override decimal Unit => 100_000_000;

    protected override Gen<Account> Accounts { get; } = Gen.Select(
        Gen.Select(Gen.Int[0, 2], Gen.Long[-4_000_000_000, 4_000_000_000]).List[1, 6],
        Gen.Long[-100_000_000_000, 100_000_000_000],
        Gen.Int[0, 2],
        (rows, quantums, mode) => new Account(
            "A",
            (MarginMode)mode,
            quantums * Quantums.QuoteQuantum,
            [.. rows.Select(r => new Position(Sample.TieredMarket.Instruments[r.Item1].Id, r.Item2))]));

    protected override MarginMarket MarketAt(double driver) => Sample.TieredMarket;

    protected override IMarginPolicy PolicyAt(double driver) => Sample.Tiered(driver);
}

public sealed class SkewScaledPolicyContractTests : MarginPolicyContract
{
    protected override bool IsHomogeneous => false;

    protected override Gen<Account> Accounts { get; } = Gen.Select(
        Gen.Select(Gen.Int[0, 1], Gen.Int[1, 160], Gen.Bool).List[1, 6],
        Gen.Int[0, 90_000],
        Gen.Bool,
        (rows, cash, cross) => new Account(
            "A",
            cross ? MarginMode.Cross : MarginMode.Portfolio,
            cash,
            [.. rows.Select(r => new Position(
                Sample.SkewedMarket(1).Instruments[r.Item1].Id, (r.Item3 ? 1 : -1) * r.Item2 / 8m))]));

    protected override MarginMarket MarketAt(double driver) => Sample.SkewedMarket(driver);

    protected override IMarginPolicy PolicyAt(double driver) => new SkewScaledPolicy(null, 0.000001m);
}
