using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Overlay;

public sealed class ForecastOverlayTests
{
    private static readonly OverlayForecast Good = Sample.Forecast(0.5, 0.55, 0.8, 0.2);

    [Fact]
    public void Decide_EverythingWrong_ListsAllReasonsInOrder()
    {
        OverlayForecast bad = Good with
        {
            SigmaMl = null,
            SigmaGarch = null,
            ValidUntil = Sample.AsOf,
            IssuedAt = Sample.AsOf + TimeSpan.FromSeconds(1),
            OutOfDistribution = true,
            CalibrationFailed = true,
            BundleVerified = false,
        };
        MarginOverlay overlay = Sample.Overlay(bad) with
        {
            KillSwitch = true,
            Blocks = [GateReason.DrawdownOfCoverage, GateReason.HorizonMismatch, GateReason.PolicyExempt],
        };
        Assert.Equal(Enum.GetValues<GateReason>(), ForecastOverlay.Decide(overlay, Sample.AsOf).Blocked);
    }

    [Fact]
    public void Decide_StepLimited_RisesByTheStepOverTheElapsedTime()
    {
        OverlayRules slow = Sample.Rules() with { MaxStep = 0.1 };
        MarginOverlay overlay = Sample.Overlay(Good) with { Rules = slow, Previous = Before(1.05, 1, minutes: 3) };
        Assert.Equal(1.05 * 1.1 * 1.1 * 1.1, ForecastOverlay.Decide(overlay, Sample.AsOf).Multiplier, 1e-15);
    }

    [Fact]
    public void Decide_Falling_HalvesAtMostPerHalfLife()
    {
        MarginOverlay overlay = Sample.Overlay(Sample.Forecast(0.5, 0.5, 0.5)) with { Previous = Before(2.4, 1, 120) };
        Assert.Equal(1.2, ForecastOverlay.Decide(overlay, Sample.AsOf).Multiplier);
    }

    [Fact]
    public void Decide_NoBaseline_HoldsWithoutDecay() => Gen.Double[1, 2.5].Sample(before =>
    {
        MarginOverlay overlay = Sample.Overlay(Good with { SigmaReference = double.NaN }) with
        {
            Previous = Before(before, 1, minutes: 600),
        };
        OverlayOutcome outcome = ForecastOverlay.Decide(overlay, Sample.AsOf);
        Assert.Equal((before, before), (outcome.Multiplier, outcome.GarchMultiplier));
        Assert.Equal([GateReason.BaselineUnavailable], outcome.Blocked);
    });

    [Fact]
    public void Decide_InsideNotice_MaintenanceStaysWhateverIsForecast() =>
        Gen.Select(Gen.Double[0.01, 50], Gen.Double[1, 3], Gen.Int[0, 14_400]).Sample((ml, before, seconds) =>
        {
            MarginOverlay overlay = Sample.Overlay(Good with { SigmaMl = ml }) with
            {
                Previous = Before(before, 1, minutes: 1),
                AnnouncedAt = Sample.AsOf + TimeSpan.FromSeconds(-seconds),
            };
            Assert.Equal(1, ForecastOverlay.Decide(overlay, Sample.AsOf).MaintenanceMultiplier);
        });

    [Fact]
    public void Decide_AnyInput_MultipliersStayInOrder() =>
        Gen.Select(Gen.Double[0.01, 50], Gen.Double[0.01, 50], Gen.Double[1, 4], Gen.Int[0, 40_000])
            .Sample((garch, ml, before, seconds) =>
            {
                MarginOverlay overlay = Sample.Overlay(Sample.Forecast(0.5, garch, ml)) with
                {
                    Previous = Before(before, 1 + ((before - 1) / 2), minutes: 5),
                    AnnouncedAt = Sample.AsOf + TimeSpan.FromSeconds(-seconds),
                };
                OverlayOutcome outcome = ForecastOverlay.Decide(overlay, Sample.AsOf);
                Assert.InRange(outcome.MaintenanceMultiplier, 1, outcome.Multiplier);
                Assert.InRange(outcome.Multiplier, 1, Math.Max(before, 2.5));
            });

    [Fact]
    public void Decide_RampDone_MaintenanceIsTheMultiplierItself()
    {
        MarginOverlay overlay = Sample.Overlay(Good) with { AnnouncedAt = Sample.AsOf + TimeSpan.FromHours(-6) };
        OverlayOutcome outcome = ForecastOverlay.Decide(overlay, Sample.AsOf);
        Assert.Equal(outcome.Multiplier, outcome.MaintenanceMultiplier);
        Assert.True(outcome.Multiplier > 1.4);
    }

    [Fact]
    public void Decide_FrozenMode_MaintenanceNeverFollows()
    {
        MarginOverlay overlay = Sample.Overlay(Good) with
        {
            Rules = Sample.Rules() with { MaintenanceMode = MaintenanceMode.Frozen },
            AnnouncedAt = Sample.AsOf + TimeSpan.FromHours(-60),
        };
        Assert.Equal(1, ForecastOverlay.Decide(overlay, Sample.AsOf).MaintenanceMultiplier);
    }

    [Fact]
    public void NextState_DecisionsEveryMinuteOfARamp_MaintenanceRisesLinearly()
    {
        MarginOverlay overlay = Sample.Overlay(Good) with { AnnouncedAt = Sample.AsOf };
        Timestamp at = Sample.AsOf;
        for (int minute = 0; minute <= 360; minute++)
        {
            at = Sample.AsOf + TimeSpan.FromMinutes(minute);
            OverlayForecast fresh = Good with { IssuedAt = at, ValidUntil = at + TimeSpan.FromHours(1) };
            overlay = overlay with { Forecast = fresh };
            OverlayOutcome outcome = ForecastOverlay.Decide(overlay, at);
            double share = Math.Clamp((minute - 240) / 120.0, 0, 1);
            Assert.Equal(1 + ((outcome.Multiplier - 1) * share), outcome.MaintenanceMultiplier, 1e-12);
            overlay = overlay with { Previous = ForecastOverlay.NextState(overlay, outcome, at) };
        }

        Assert.True(overlay.Previous!.MaintenanceMultiplier > 1.4);
    }

    private static OverlayState Before(double multiplier, double maintenance, int minutes) =>
        new(multiplier, maintenance, Sample.AsOf + TimeSpan.FromMinutes(-minutes));
}
