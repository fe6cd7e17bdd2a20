using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Laws of every margin policy. A new policy derives from this class and gets them all.</summary>
public abstract class MarginPolicyContract
{
    private const decimal Cent = 0.01m;

    /// <summary>The policy at a multiple of its own driver (volatilities, rates …).</summary>
    protected abstract IMarginPolicy PolicyAt(double driver);

    private IMarginPolicy Policy => PolicyAt(1);

    [Fact]
    public void Compute_PositionsInAnotherOrder_SameBits() => Sample.Accounts.Sample(account =>
    {
        MarginRequirement one = Compute(account);
        MarginRequirement other = Compute(account with { Positions = [.. account.Positions.Reverse()] });
        AssertSameMoney(one, other);
        Assert.Equal(one.LiquidationPrices, other.LiquidationPrices);
    });

    [Fact]
    public void Compute_FlatPositionAdded_NothingChanges() => Sample.Accounts.Sample(account => AssertSameMoney(
        Compute(account), Compute(account with { Positions = [.. account.Positions, new("SOL-SPOT", 0)] })));

    [Fact]
    public void Compute_LongAndShortAdded_Net() => Sample.Accounts.Sample(account => AssertSameMoney(
        Compute(account),
        Compute(account with
        {
            Positions = [.. account.Positions, new("ETH-PERP", 2.125m), new("ETH-PERP", -2.125m)],
        })));

    [Fact]
    public void Compute_TwiceTheBook_TwiceTheRequirement() => Sample.Accounts.Sample(account =>
    {
        MarginRequirement one = Compute(account);
        MarginRequirement two = Compute(account with
        {
            Positions = [.. account.Positions.Select(p => p with { Quantity = 2 * p.Quantity })],
        });
        Assert.InRange(two.Initial - (2 * one.Initial), -2 * Cent, 2 * Cent);
        Assert.InRange(two.Maintenance - (2 * one.Maintenance), -2 * Cent, 2 * Cent);
    });

    [Fact]
    public void Compute_DriverRaised_NeverLess() =>
        Gen.Select(Sample.Accounts, Gen.Double[1, 3]).Sample((account, driver) =>
        {
            MarginRequirement calm = Compute(account);
            MarginRequirement wild = MarginCalculator.Compute(Sample.Request(PolicyAt(driver), account));
            Assert.True(wild.Initial >= calm.Initial && wild.Maintenance >= calm.Maintenance);
        });

    [Fact]
    public void Compute_LonePositionGrows_NeverLess() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[-400, 400], Gen.Int[0, 100]).Sample((index, size, more) =>
        {
            string id = Sample.Market.Instruments[index].Id;
            MarginRequirement small = Compute(Sample.Account([new(id, size)]));
            MarginRequirement large = Compute(Sample.Account([new(id, size + (Math.Sign(size) * more))]));
            Assert.True(large.Initial >= small.Initial && large.Maintenance >= small.Maintenance);
        });

    [Fact]
    public void Compute_AnyAccount_MaintenanceWithinInitialAndPartsSumExactly() =>
        Gen.Select(Sample.Accounts, Gen.Double[0.2, 3]).Sample((account, ml) =>
        {
            MarginRequirement r = Compute(account, Sample.Overlay(Sample.Forecast(0.5, 0.6, ml, 0.3)));
            Assert.InRange(r.Maintenance, 0, r.Initial);
            Assert.Equal(Enum.GetValues<MarginComponentName>(), r.Components.Select(c => c.Name));
            Assert.Equal(r.Initial, r.Components.Sum(c => c.Initial));
            Assert.Equal(r.Maintenance, r.Components.Sum(c => c.Maintenance));
            Assert.Equal(r.Contributions.Count == 0 ? 0 : r.Initial, r.Contributions.Sum(c => c.Initial));
        });

    [Fact]
    public void Compute_IsolatedMode_NeverLessThanPortfolio() => Sample.Accounts.Sample(account =>
    {
        MarginRequirement alone = Compute(account with { Mode = MarginMode.Isolated });
        MarginRequirement together = Compute(account with { Mode = MarginMode.Portfolio });
        Assert.True(together.Initial <= alone.Initial);
    });

    [Fact]
    public void Compute_ForecastAtOrBelowReference_IsTheBaselineBitForBit() =>
        Gen.Select(Sample.Accounts, Gen.Double[0.1, 1], Gen.Double[0.1, 1]).Sample((account, garch, ml) =>
        {
            MarginRequirement plain = Compute(account);
            MarginRequirement same = Compute(account, Sample.Overlay(Sample.Forecast(0.7, 0.7, 0.7)));
            MarginRequirement below = Compute(account, Sample.Overlay(Sample.Forecast(0.7, 0.7 * garch, 0.7 * ml)));
            AssertSameMoney(plain, same);
            AssertSameMoney(plain, below);
            Assert.Equal(1, same.Overlay!.Multiplier);
        });

    [Fact]
    public void Compute_AnyForecast_RaisesOnlyAndMaintenanceWaits() =>
        Gen.Select(Sample.Accounts, Gen.Double[0.1, 5], Gen.Double[0.1, 5], Gen.Double[0, 1])
            .Sample((account, garch, ml, spike) =>
            {
                MarginRequirement plain = Compute(account);
                MarginRequirement raised = Compute(account, Sample.Overlay(Sample.Forecast(0.5, garch, ml, spike)));
                Assert.True(raised.Initial >= plain.Initial);
                Assert.Equal(plain.Maintenance, raised.Maintenance);
                Assert.True(raised.Status == plain.Status || raised.Status == MarginStatus.MarginCall);
            });

    [Fact]
    public void Compute_ForecastBlocked_NamesTheReasonAndEqualsGarchOnly()
    {
        OverlayForecast good = Sample.Forecast(0.5, 0.6, 1.4, 0.4);
        (OverlayForecast Forecast, GateReason Reason)[] cases =
        [
            (good with { SigmaMl = double.NaN }, GateReason.ForecastNotFinite),
            (good with { SigmaMl = null }, GateReason.ForecastNotFinite),
            (good with { SpikeProbability = double.NaN }, GateReason.ForecastNotFinite),
            (good with { ValidUntil = Sample.AsOf }, GateReason.ForecastExpired),
            (good with { IssuedAt = Sample.AsOf + TimeSpan.FromSeconds(1) }, GateReason.ForecastNotYetValid),
            (good with { OutOfDistribution = true }, GateReason.OutOfDistribution),
            (good with { CalibrationFailed = true }, GateReason.Miscalibrated),
            (good with { BundleVerified = false }, GateReason.BundleUnverified),
        ];
        Sample.Accounts.Sample(account =>
        {
            OverlayForecast quiet = Sample.Forecast(0.5, 0.6, 0.1);
            MarginOverlay garchOnly = Sample.Overlay(quiet) with { Rules = Sample.Rules() with { WeightMl = 0 } };
            MarginRequirement expected = Compute(account, garchOnly);
            foreach ((OverlayForecast forecast, GateReason reason) in cases)
            {
                MarginRequirement r = Compute(account, Sample.Overlay(forecast));
                Assert.Equal([reason], r.Overlay!.Blocked);
                AssertSameMoney(expected, r);
            }
        });
    }

    [Fact]
    public void Compute_SameRequestTwice_SameHashes() => Sample.Accounts.Sample(account =>
        Assert.Equal(
            Compute(account, Sample.Overlay(Sample.Forecast(0.5, 0.6, 0.9))).Hashes,
            Compute(account, Sample.Overlay(Sample.Forecast(0.5, 0.6, 0.9))).Hashes));

    [Fact]
    public void Compute_RequestWrittenAndReadBack_SameHashes() =>
        Gen.Select(Sample.Accounts, Gen.Double[0.1, 5]).Sample((account, ml) =>
        {
            MarginRequest request = Sample.Request(Policy, account, Sample.Overlay(Sample.Forecast(0.5, 0.6, ml, 0.1)));
            MarginRequest back = WireFormat.RoundTrip(request);
            Assert.Equal(MarginCalculator.Compute(request).Hashes, MarginCalculator.Compute(back).Hashes);
        });

    private static void AssertSameMoney(MarginRequirement one, MarginRequirement other)
    {
        Assert.Equal((one.Initial, one.Maintenance, one.Equity), (other.Initial, other.Maintenance, other.Equity));
        Assert.Equal(one.Components, other.Components);
    }

    private MarginRequirement Compute(Account account, MarginOverlay? overlay = null) =>
        MarginCalculator.Compute(Sample.Request(Policy, account, overlay));
}

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
