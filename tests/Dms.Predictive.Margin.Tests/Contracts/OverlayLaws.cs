using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Laws about forecasts.</summary>
public abstract class OverlayLaws : MarginPolicyFixture
{
    [Fact]
    public void Compute_ForecastAtOrBelowReference_IsTheBaselineBitForBit() =>
        Gen.Select(Accounts, Gen.Double[0.1, 1], Gen.Double[0.1, 1]).Sample(
            (account, garch, ml) =>
            {
                MarginRequirement plain = Compute(account);
                MarginRequirement same = Compute(account, Sample.Overlay(Sample.Forecast(0.7, 0.7, 0.7)));
                MarginRequirement below = Compute(account, Sample.Overlay(Sample.Forecast(0.7, 0.7 * garch, 0.7 * ml)));
                AssertSameMoney(plain, same);
                AssertSameMoney(plain, below);
                Assert.Equal(1, same.Overlay!.Multiplier);
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_AnyForecast_RaisesOnlyAndMaintenanceWaits() =>
        Gen.Select(Accounts, Gen.Double[0.1, 5], Gen.Double[0.1, 5], Gen.Double[0, 1]).Sample(
            (account, garch, ml, spike) =>
            {
                MarginRequirement plain = Compute(account);
                MarginRequirement raised = Compute(account, Sample.Overlay(Sample.Forecast(0.5, garch, ml, spike)));
                Assert.True(raised.Initial >= plain.Initial);
                Assert.Equal(plain.Maintenance, raised.Maintenance);
                Assert.True(raised.Status == plain.Status || raised.Status == MarginStatus.MarginCall);
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_HigherMultiplier_NeverLess() =>
        Gen.Select(Accounts, Gen.Double[1, 2.4], Gen.Double[1, 2.4]).Sample(
            (account, one, other) =>
            {
                MarginRequirement At(double u) => Compute(account, Sample.Overlay(Sample.Forecast(0.5, 0.5 * u, 0.5 * u)));
                Assert.True(At(Math.Max(one, other)).Initial >= At(IsMonotoneInDriver ? Math.Min(one, other) : 1).Initial);
            },
            iter: Samples.Count);

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
        Accounts.Sample(
            account =>
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
            },
            iter: Samples.Count / 4);
    }
}
