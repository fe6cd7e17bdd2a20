using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Contracts of policies that margin options, on books with options.</summary>
public abstract class OptionPolicyContract : MarginPolicyContract
{
    protected override MarginAddOns Surcharges { get; } = new() { Collateral = true };

    protected override Gen<Account> Accounts => OptionSample.Accounts;

    protected override MarginMarket MarketAt(double driver) => OptionSample.Market;
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
