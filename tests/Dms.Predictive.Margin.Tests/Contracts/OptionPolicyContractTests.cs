using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Contracts of policies that margin options, on books with options.</summary>
public abstract class OptionPolicyContract : MarginPolicyContract
{
    protected override MarginAddOns Surcharges { get; } = new() { Collateral = true };

    protected override Gen<Account> Accounts => OptionSample.Accounts;

    protected override MarginMarket MarketAt(double driver) => OptionSample.Market;

    [Fact]
    public void Compute_MarketInAnotherOrder_SameBits() => Accounts.Sample(
        account => AssertSameMoney(
            Compute(account),
            MarginCalculator.Compute(Request(account) with
            {
                Market = Market with
                {
                    Underlyings = [.. Market.Underlyings.Reverse()],
                    Instruments = [.. Market.Instruments.Reverse()],
                    Expiries = [.. Market.Expiries.Reverse()],
                },
            })),
        iter: Samples.Count);

    [Fact]
    public void Compute_LongAndShortOptionAdded_NothingChanges() =>
        Gen.Select(Accounts, Gen.Int[0, OptionSample.Market.Instruments.Count - 1]).Sample(
            (account, index) =>
            {
                string id = OptionSample.Market.Instruments[index].Id;
                AssertSameMoney(Compute(account), Compute(account with
                {
                    Positions = [.. account.Positions, new(id, 2.125m), new(id, -2.125m)],
                }));
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_OptionWithoutExpiryRow_IsRefusedAtItsPosition() =>
        Accounts.Where(a => a.Positions.Any(IsHeldOption)).Sample(
            account =>
            {
                int first = account.Positions.ToList().FindIndex(IsHeldOption);
                InputRefusedException refusal = Assert.Throws<InputRefusedException>(
                    () => MarginCalculator.Compute(Request(account) with { Market = Market with { Expiries = [] } }));
                Assert.Equal(
                    ("UnknownExpiry", $"account.positions[{first}].instrument"), (refusal.Code, refusal.Where));
            },
            iter: Samples.Count / 4);

    private static bool IsHeldOption(Position p) => p.Quantity != 0
        && OptionSample.Market.Instruments.Single(i => i.Id == p.Instrument).Option is not null;
}

public sealed class SpanPolicyContractTests : MarginPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) => SpanSample.Policy(driver);
}

public sealed class SpanOptionContractTests : OptionPolicyContract
{
    protected override bool IsMonotoneInDriver => false;

    protected override IMarginPolicy PolicyAt(double driver) => SpanSample.Policy(driver);
}

public sealed class HistoricalOptionContractTests : OptionPolicyContract
{
    protected override bool IsMonotoneInDriver => false;

    protected override IMarginPolicy PolicyAt(double driver) => new HistoricalPolicy(
        Sample.HistoricalParameters(driver) with { Returns = Sample.Returns(driver, 40) });
}

public sealed class ParametricDeltaContractTests : OptionPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) =>
        new ParametricPolicy(Sample.Parametric(driver).Parameters with { MarginsOptionsByDelta = true });
}

public sealed class ScenarioPortfolioContractTests : OptionPolicyContract
{
    protected override bool IsMonotoneInDriver => false;

    protected override Gen<Account> Accounts => OptionSample.SharedAccounts;

    protected override IMarginPolicy PolicyAt(double driver) => ScenarioSample.Policy(driver);
}

public sealed class ScenarioLinearContractTests : MarginPolicyContract
{
    protected override Gen<Account> Accounts { get; } = Sample.Accounts.Select(
        a => a with { Mode = a.Mode == MarginMode.Isolated ? MarginMode.Portfolio : a.Mode });

    protected override IMarginPolicy PolicyAt(double driver) => ScenarioSample.Policy(driver);
}

public sealed class StandardOptionsContractTests : OptionPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) => ScenarioSample.Standard(driver);
}

public sealed class PerOptionContractTests : OptionPolicyContract
{
    protected override IMarginPolicy PolicyAt(double driver) => ScenarioSample.Standard(driver, isStrategy: false);
}
