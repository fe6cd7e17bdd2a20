using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Contracts of the pool policy: positions carry their size and collateral, and equity grows by funding that is
/// owed to them.</summary>
public abstract class PoolPolicyContract : MarginPolicyContract
{
    protected override bool IsHomogeneous => false;

    protected override Gen<Account> Accounts => PoolSample.Accounts;

    protected override MarginMarket MarketAt(double driver) => PoolSample.Market;

    protected override Position PositionOf(string instrument, decimal quantity) =>
        PoolSample.PositionOf(instrument, quantity);

    protected override Account Holding(IReadOnlyList<Position> positions) => PoolSample.Account(positions);

    protected override Position Doubled(Position position) => position with
    {
        Quantity = 2 * position.Quantity,
        Pool = position.Pool! with { SizeUsd = 2 * position.Pool.SizeUsd },
    };

    protected override MarginRequest Richer(MarginRequest request, decimal equity)
    {
        Account account = request.Account;
        Position first = account.Positions[0];
        Position paid = first with { Pool = first.Pool! with { FundingFee = first.Pool.FundingFee - equity } };
        return request with { Account = account with { Positions = [paid, .. account.Positions.Skip(1)] } };
    }
}

public sealed class PoolV2PolicyContractTests : PoolPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) => new PoolPolicy(PoolSample.V2(driver));
}

public sealed class PoolV1PolicyContractTests : PoolPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) => new PoolPolicy(PoolSample.V1(driver), 0.000001m);
}
