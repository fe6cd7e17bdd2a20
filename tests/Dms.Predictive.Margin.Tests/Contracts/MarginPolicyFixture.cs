using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>What a policy states about itself so that the laws can be tried on it.</summary>
public abstract class MarginPolicyFixture
{
    /// <summary>The policy at a multiple of its own driver (volatilities, rates …).</summary>
    protected abstract IMarginPolicy PolicyAt(double driver);

    /// <summary>The market at a multiple of the driver, where the driver belongs to the market.</summary>
    protected virtual MarginMarket MarketAt(double driver) => Sample.Market;

    /// <summary>Accounts that the policy can margin.</summary>
    protected virtual Gen<Account> Accounts => Sample.Accounts;

    /// <summary>Quantity that stands for one contract.</summary>
    protected virtual decimal Unit => 1;

    /// <summary>Whether twice the book needs twice the margin.</summary>
    protected virtual bool IsHomogeneous => true;

    /// <summary>Whether more of the driver never lowers margin. Where options are valued anew on a grid it may; the
    /// baseline then keeps forecasts from lowering anything.</summary>
    protected virtual bool IsMonotoneInDriver => true;

    /// <summary>Add-ons that the accounts may have.</summary>
    protected virtual MarginAddOns Surcharges { get; } = new()
    {
        Oracle = new(0.6, 0.8),
        Peg = new(0.99, 1.5),
        Collateral = true,
    };

    /// <summary>A position as the policy takes it.</summary>
    protected virtual Position PositionOf(string instrument, decimal quantity) => new(instrument, quantity);

    /// <summary>An account that holds nothing but these positions.</summary>
    protected virtual Account Holding(IReadOnlyList<Position> positions) => Sample.Account(positions);

    /// <summary>Twice a position.</summary>
    protected virtual Position Doubled(Position position) => position with { Quantity = 2 * position.Quantity };

    /// <summary>The request with this much more equity.</summary>
    protected virtual MarginRequest Richer(MarginRequest request, decimal equity) =>
        request with { Account = request.Account with { Cash = request.Account.Cash + equity } };

    protected IMarginPolicy Policy => PolicyAt(1);

    protected MarginMarket Market => MarketAt(1);

    protected static void AssertSameMoney(MarginRequirement one, MarginRequirement other)
    {
        Assert.Equal((one.Initial, one.Maintenance, one.Equity), (other.Initial, other.Maintenance, other.Equity));
        Assert.Equal(one.Components, other.Components);
    }

    protected MarginRequest Request(Account account, MarginOverlay? overlay = null) =>
        new("r", Sample.AsOf, account, Market, Policy) { Overlay = overlay };

    protected MarginRequirement Compute(Account account, MarginOverlay? overlay = null) =>
        MarginCalculator.Compute(Request(account, overlay));
}

/// <summary>How often a law is tried on each policy: 200 times, or 700 with DMS_LONG_TESTS=1, which makes more than 10,000
/// samples of every law over the seventeen ways to set policies up; DMS_LAW_SAMPLES sets any other number.</summary>
internal static class Samples
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("DMS_LONG_TESTS") == "1";

    public static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("DMS_LAW_SAMPLES"), out int asked) && asked > 0 ? asked : Long ? 700 : 200;
}
