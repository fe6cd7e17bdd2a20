using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

public sealed class DebtPoolPolicyContractTests : AccountPolicyContract
{
    private static readonly MarginMarket Shared = Sample.Market with
    {
        Assets = [new("SNX", 0.8m), new("ETH", 3012.75m), new("USD", 1)],
        DebtPool = new(1_500_000, 2_000_000),
    };

    protected override Gen<Account> Accounts { get; } = Gen.Select(
        Gen.Int[0, 600_000], Gen.Int[0, 900_000], Gen.Int[0, 40], Gen.Bool,
        (shares, snx, ether, cross) => new Account("A", cross ? MarginMode.Cross : MarginMode.Portfolio, 0, [])
        {
            DebtShares = shares / 7m,
            Collateral = [new("SNX", snx / 8m), new("ETH", ether / 8m), new("SNX", 3), new("USD", 200_000)],
        });

    protected override MarginMarket MarketAt(double driver) => Shared;

    protected override IMarginPolicy PolicyAt(double driver) =>
        new DebtPoolPolicy(new(0.2m / (decimal)driver, 0.4m / (decimal)driver, 0.08m));

    protected override MarginRequest Times(Account account, int factor) =>
        Request(account with { DebtShares = factor * account.DebtShares });

    protected override MarginRequest Reversed(MarginRequest request) => request with
    {
        Account = request.Account with { Collateral = [.. request.Account.Collateral.Reverse()] },
    };

    // All in dollars: no other asset could make up for what is taken away.
    protected override MarginRequest Richer(MarginRequest request, decimal equity) => request with
    {
        Account = request.Account with
        {
            Collateral = [new("USD", Compute(request.Account).Equity + equity)],
        },
    };
}
