using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

public sealed class PrefundedPoolPolicyContractTests : AccountPolicyContract
{
    private static readonly MarginMarket Shared = Sample.Market with
    {
        PrefundedPool = new(
            -1_500_000,
            [new("fees", 10_000), new("insurance", 50_000.5m), new("pool", 200_000)],
            [new("m1", 3), new("m2", 5.25m)]),
    };

    protected override Gen<Account> Accounts { get; } = Gen.Select(
        Gen.Int[-40_000, 40_000], Gen.Int[0, 2_000_000], Gen.Bool,
        (exposure, loss, cross) => new Account("A", cross ? MarginMode.Cross : MarginMode.Portfolio, 0, [])
        {
            ExposureUsd = exposure,
            LossToAbsorb = Math.Round(loss / 7m, 6),
        });

    protected override MarginMarket MarketAt(double driver) => Shared;

    protected override IMarginPolicy PolicyAt(double driver) => new PrefundedPoolPolicy(new()
    {
        Confidence = 0.995,
        HorizonDays = 1,
        Volatility = 0.8 * driver,
        MaintenanceRatio = 0.8,
        MaximumExposureFactor = 0.1m,
    });

    protected override MarginRequest Times(Account account, int factor) =>
        With(Request(account), p => p with { NetExposureUsd = factor * p.NetExposureUsd });

    protected override MarginRequest Reversed(MarginRequest request) => With(request, p => p with
    {
        Members = [.. p.Members.Reverse()],
        Layers = [.. p.Layers.Reverse()],                                    // the order matters to who pays, not to margin
    });

    protected override MarginRequest Richer(MarginRequest request, decimal equity) => With(
        request, p => p with { Layers = [new("all", p.Funds + equity)] });

    private static MarginRequest With(MarginRequest request, Func<PrefundedPool, PrefundedPool> change) =>
        request with { Market = request.Market with { PrefundedPool = change(request.Market.PrefundedPool!) } };
}
