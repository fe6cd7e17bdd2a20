using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Laws of policies that margin what an account has besides positions: debt, sensitivities, a pool's exposure.
/// The laws about positions have no meaning for them, so they are replaced by laws about that.</summary>
public abstract class AccountPolicyContract : RequirementLaws
{
    /// <summary>The account with this many times what is margined, collateral as before.</summary>
    protected abstract MarginRequest Times(Account account, int factor);

    /// <summary>The same request with those lists the other way round whose order means nothing.</summary>
    protected abstract MarginRequest Reversed(MarginRequest request);

    /// <summary>Accounts whose whole requirement grows with the driver.</summary>
    protected virtual Gen<Account> AccountsOfTheDriver => Accounts;

    [Fact]
    public void Compute_ListsInAnotherOrder_SameBits() => Accounts.Sample(
        account => AssertSameMoney(Compute(account), MarginCalculator.Compute(Reversed(Request(account)))),
        iter: Samples.Count);

    [Fact]
    public void Compute_TwiceOrThriceTheRisk_AsManyTimesTheRequirementOrMore() =>
        Gen.Select(Accounts, Gen.Int[2, 3]).Sample(
            (account, factor) =>
            {
                MarginRequirement one = Compute(account);
                MarginRequirement more = MarginCalculator.Compute(Times(account, factor));
                decimal above = IsHomogeneous ? 0.03m : decimal.MaxValue / 2;
                Assert.InRange(more.Initial - (factor * one.Initial), -0.03m, above);
                Assert.InRange(more.Maintenance - (factor * one.Maintenance), -0.03m, above);
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_DriverRaised_NeverLess() =>
        Gen.Select(Accounts, Gen.Double[1, 3]).Sample(
            (account, driver) =>
            {
                MarginRequirement calm = Compute(account);
                MarginRequirement wild = MarginCalculator.Compute(
                    Request(account) with { Market = MarketAt(driver), Policy = PolicyAt(driver) });
                Assert.True(wild.Initial >= calm.Initial && wild.Maintenance >= calm.Maintenance);
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_Multiplier_IsTheDriver() =>
        Gen.Select(AccountsOfTheDriver, Gen.Int[10, 24]).Sample(
            (account, tenths) =>
            {
                double driver = tenths / 10.0;
                MarginRequirement raised =
                    Compute(account, MarginOverlay.Holding(new(driver, driver, Sample.AsOf)));
                MarginRequirement wild = MarginCalculator.Compute(
                    Request(account) with { Market = MarketAt(driver), Policy = PolicyAt(driver) });
                Assert.InRange(raised.Initial - wild.Initial, -0.02m, 0.02m);
                Assert.InRange(raised.Maintenance - wild.Maintenance, -0.02m, 0.02m);
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_FlatPosition_ChangesNothingAndAnyOtherIsRefused() => Accounts.Sample(
        account =>
        {
            string id = Market.Instruments[0].Id;
            AssertSameMoney(Compute(account), Compute(account with { Positions = [new(id, 0)] }));
            InputRefusedException refusal = Assert.Throws<InputRefusedException>(
                () => Compute(account with { Positions = [new(id, 0), new(id, 1)] }));
            Assert.Equal(("OutOfRange", "account.positions[1].quantity"), (refusal.Code, refusal.Where));
        },
        iter: Samples.Count / 4);

    [Fact]
    public void Compute_ForecastByUnderlying_IsRefused() => Accounts.Sample(
        account =>
        {
            InputRefusedException refusal = Assert.Throws<InputRefusedException>(
                () => MarginCalculator.Compute(Request(account) with
                {
                    Overlays = new Dictionary<string, MarginOverlay>
                    {
                        [Market.Underlyings[0].Id] = Sample.Overlay(Sample.Forecast(0.5, 1, 1)),
                    },
                }));
            Assert.Equal(("NotSupported", "overlay.forecasts"), (refusal.Code, refusal.Where));
        },
        iter: Samples.Count / 4);

    [Fact]
    public void Compute_IsolatedMode_IsRefused() => Accounts.Sample(
        account =>
        {
            InputRefusedException refusal = Assert.Throws<InputRefusedException>(
                () => Compute(account with { Mode = MarginMode.Isolated }));
            Assert.Equal(("ModeNotSupported", "account.mode"), (refusal.Code, refusal.Where));
        },
        iter: Samples.Count / 4);
}
