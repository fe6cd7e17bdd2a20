using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Accounts;

public sealed class RaiseScheduleTests
{
    private static readonly RaisePolicy Policy = new()
    {
        Overlay = Sample.Rules() with { MaxStep = 1_000, StepSeconds = 60, HalfLifeSeconds = 600 },
        NoticeMinutes = 240,
        RampMinutes = 120,
    };

    [Fact]
    public void Next_ForecastDoubles_InitialMarginFollowsAtOnceAndMaintenanceAfterNoticeOnTheRamp()
    {
        RaiseDecision first = Decide(null, 2, 0);

        Assert.Equal(2, first.Outcome.Multiplier);
        Assert.Equal(new(At(0), 1, 2), first.Announcement);
        Assert.Equal((At(240), At(360)), RaiseSchedule.Window(Policy, first.State));
        Assert.Equal([1, 1, 1.5, 2, 2], Run([2, 2, 2, 2, 2], [0, 240, 300, 360, 500]).Select(Maintenance));
    }

    [Fact]
    public void Next_OneAnnouncementThenSteady_EqualsTheOverlayBitForBit() =>
        Gen.Select(Gen.Double[1.06, 2.5], Gen.Int[0, 500]).Sample((sigma, minutes) =>
        {
            RaiseDecision first = Decide(null, sigma, 0);
            RaiseDecision later = Decide(first.State, sigma, minutes);
            MarginOverlay overlay = new(Policy.Rules, Forecast(sigma, minutes))
            {
                Previous = first.State.Overlay,
                AnnouncedAt = At(0),
            };
            OverlayOutcome expected = ForecastOverlay.Decide(overlay, At(minutes));
            Assert.Equal(expected.Multiplier, later.Outcome.Multiplier);
            Assert.Equal(expected.MaintenanceMultiplier, later.Outcome.MaintenanceMultiplier);
        });

    [Fact]
    public void Next_AnyForecasts_MaintenanceWasAnnouncedANoticeAgoAndStaysBelowInitial() => Gen.Double[0.3, 4].Array[2, 40].Sample(
        sigmas =>
        {
            List<(int Minute, double Multiplier)> seen = [];
            foreach ((RaiseDecision decision, int i) in Run(sigmas, [.. sigmas.Select((_, i) => i * 47)]).Select((d, i) => (d, i)))
            {
                double allowed = seen.Where(s => s.Minute <= (i * 47) - Policy.NoticeMinutes)
                    .Select(s => s.Multiplier).DefaultIfEmpty(1).Max();
                Assert.InRange(Maintenance(decision), 1, Math.Min(allowed, decision.Outcome.Multiplier));
                seen.Add((i * 47, decision.Outcome.Multiplier));
                Assert.True(decision.State.Announced.Count <= 20, "Announcements pile up.");
            }
        });

    [Fact]
    public void Next_FallsAndRisesAgain_NeedsANewNotice()
    {
        // 600 minutes later the multiplier has decayed to 1; the old announcement no longer counts.
        List<RaiseDecision> run = Run([2, 2, 1, 2, 2, 2], [0, 400, 1_000, 1_010, 1_249, 1_370]);

        Assert.Equal([1, 2, 1, 1, 1, 2], run.Select(Maintenance));
        Assert.NotNull(run[3].Announcement);
    }

    [Fact]
    public void Next_RisesFurtherInsideNotice_TheFirstRiseIsNotDelayed()
    {
        List<RaiseDecision> run = Run([1.5, 2, 2, 2], [0, 200, 360, 560]);

        Assert.Equal([1, 1, 1.5, 2], run.Select(Maintenance));
    }

    [Fact]
    public void Next_FrozenMode_AnnouncesNothing()
    {
        RaisePolicy frozen = Policy with { Overlay = Policy.Overlay with { MaintenanceMode = MaintenanceMode.Frozen } };
        RaiseDecision decision = RaiseSchedule.Next(frozen, null, Forecast(2, 0), At(0));

        Assert.Null(decision.Announcement);
        Assert.Equal((2, 1), (decision.Outcome.Multiplier, Maintenance(decision)));
    }

    [Fact]
    public void MaintenanceOf_OpenedAfterTheAnnouncement_CountsItAtOnce()
    {
        RaiseState state = Decide(Decide(null, 1.5, 0).State, 2, 100).State;

        Assert.Equal(1, RaiseSchedule.MaintenanceOf(state, At(-1)));
        Assert.Equal(1.5, RaiseSchedule.MaintenanceOf(state, At(0)));
        Assert.Equal(1.5, RaiseSchedule.MaintenanceOf(state, At(99)));
        Assert.Equal(2, RaiseSchedule.MaintenanceOf(state, At(100)));
    }

    [Fact]
    public void Holding_AnyState_DecidesTheSameMultipliersAtAnyLaterTime() =>
        Gen.Select(Gen.Double[1, 4], Gen.Double[0, 1], Gen.Int[0, 10_000]).Sample((multiplier, share, minutes) =>
        {
            OverlayState state = new(multiplier, 1 + (share * (multiplier - 1)), At(0));
            OverlayOutcome held = ForecastOverlay.Decide(MarginOverlay.Holding(state), At(minutes));
            Assert.Equal(multiplier, held.Multiplier);
            Assert.Equal(state.MaintenanceMultiplier, held.MaintenanceMultiplier);
        });

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 525_601)]
    public void Next_MinutesOutOfRange_RefusedWithThePlace(int notice, int ramp)
    {
        RaisePolicy wrong = Policy with { NoticeMinutes = notice, RampMinutes = ramp };
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(
            () => RaiseSchedule.Next(wrong, null, Forecast(2, 0), At(0)));
        Assert.StartsWith("raise.", refusal.Where);
    }

    private static List<RaiseDecision> Run(double[] sigmas, int[] minutes)
    {
        List<RaiseDecision> decisions = [];
        RaiseState? state = null;
        for (int i = 0; i < sigmas.Length; i++)
        {
            decisions.Add(Decide(state, sigmas[i], minutes[i]));
            state = decisions[^1].State;
        }

        return decisions;
    }

    private static RaiseDecision Decide(RaiseState? state, double sigma, int minute) =>
        RaiseSchedule.Next(Policy, state, Forecast(sigma, minute), At(minute));

    // Reference volatility 1, so that the forecast is the multiplier.
    private static OverlayForecast Forecast(double sigma, int minute) =>
        new(1, sigma, sigma, At(minute), At(minute + 60));

    private static Timestamp At(int minute) => Sample.AsOf + TimeSpan.FromMinutes(minute);

    private static double Maintenance(RaiseDecision decision) => decision.Outcome.MaintenanceMultiplier;
}
