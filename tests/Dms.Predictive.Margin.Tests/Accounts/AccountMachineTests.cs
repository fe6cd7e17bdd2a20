using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Accounts;

public sealed class AccountMachineTests
{
    private static readonly CallPolicy Policy = new()
    {
        Band = new(1.1m, 1.2m, 1.4m),
        GraceMinutes = 30,
        TopUpMinutes = 60,
    };

    [Fact]
    public void Review_ForecastRaisesInitialMargin_TopUpNoticeWithAmountAndDueTimeOfTheNotice()
    {
        AccountReview review = Review(AccountState.Start("a"), Standing(equity: 150, raised: 180), 0, noticeEnds: 240);

        MarginCall call = Assert.Single(review.Calls);
        Assert.Equal((CallReason.ForecastRaise, 30m, At(240)), (call.Reason, call.Amount, call.Due));
        Assert.Equal(AccountPhase.Called, review.State.Phase);
    }

    [Theory]
    [InlineData(172, 0)]
    [InlineData(171, 1)]
    public void Review_ShortfallBelowTheSmallestTopUp_MakesNoNotice(int equity, int calls)
    {
        CallPolicy policy = Policy with { SmallestTopUp = 0.05m };
        AccountReview review = AccountMachine.Review(
            policy, AccountState.Start("a"), Standing(equity, raised: 180), new(At(0), "hash"));

        Assert.Equal(calls, review.Calls.Count);
    }

    [Fact]
    public void Review_ForecastNoticeRunsOut_ExpiresWithoutLiquidation()
    {
        AccountState state = Review(AccountState.Start("a"), Standing(150, 180), 0, 240).State;
        AccountReview late = Review(state, Standing(150, 180), 240);

        Assert.Equal((AccountPhase.Called, CallStatus.Expired), (late.State.Phase, late.State.Call!.Status));
        Assert.Empty(Review(late.State, Standing(150, 180), 500).Calls);
    }

    [Fact]
    public void Review_TopUpPaid_CallIsMetAndClosed()
    {
        AccountState state = Review(AccountState.Start("a"), Standing(150, 180), 0, 240).State;
        CallCommand payment = new("p", CallAction.Pay, At(10), 30);
        state = AccountMachine.Pay(AccountMachine.Pay(state, payment), payment);
        AccountReview review = Review(state, Standing(180, 180), 11);

        Assert.Equal((AccountPhase.Compliant, null), (review.State.Phase, review.State.Call));
        Assert.Equal((CallStatus.Closed, 30m), (review.Calls[^1].Status, review.Calls[^1].Paid));
    }

    [Fact]
    public void Review_RiskCallNotMetInGrace_IsLiquidated()
    {
        AccountState called = Review(AccountState.Start("a"), Standing(54), 0).State;
        Assert.Equal((CallReason.MaintenanceMargin, 6m, At(30)), (called.Call!.Reason, called.Call.Amount, called.Call.Due));

        Assert.Equal(AccountPhase.Called, Review(called, Standing(54), 29).State.Phase);
        AccountState late = Review(called, Standing(54), 30).State;
        Assert.Equal((AccountPhase.Liquidating, CallStatus.Liquidating), (late.Phase, late.Call!.Status));
    }

    [Fact]
    public void Review_BelowMaintenance_LiquidatesAtOnceUntilTheTargetIsMet()
    {
        AccountReview fallen = Review(AccountState.Start("a"), Standing(49.99m), 0);
        Assert.Equal(AccountPhase.Liquidating, fallen.State.Phase);

        Assert.Equal(AccountPhase.Liquidating, Review(fallen.State, Standing(59.99m), 1).State.Phase);
        AccountReview cured = Review(fallen.State, Standing(60), 1);
        Assert.Equal((AccountPhase.Compliant, CallStatus.Closed), (cured.State.Phase, Assert.Single(cured.Calls).Status));
    }

    [Fact]
    public void Review_NeedGrows_NewCallSupersedesAndTheClockRunsOn()
    {
        AccountState first = Review(AccountState.Start("a"), Standing(54), 0).State;
        Assert.Empty(Review(first, Standing(53.9m), 10).Calls);
        AccountReview more = Review(first, Standing(51), 10);

        Assert.Equal((CallStatus.Superseded, 6m), (more.Calls[0].Status, more.Calls[0].Amount));
        Assert.Equal(("a/1", 9m, At(30)), (more.Calls[1].Supersedes, more.Calls[1].Amount, more.Calls[1].Due));
    }

    [Fact]
    public void Review_TwiceAtTheSameTime_SecondChangesNothing() =>
        Gen.Select(Gen.Int[-50, 300], Gen.Int[100, 300]).Sample((equity, raised) =>
        {
            AccountReview first = Review(AccountState.Start("a"), Standing(equity, raised), 0);
            AccountReview second = Review(first.State, Standing(equity, raised), 0);
            Assert.Equal(first.State, second.State);
            Assert.Empty(second.Calls);
        });

    [Fact]
    public void Review_EquityInsideTheBand_NeverFlipsBetweenCallAndRelease() => Gen.Int[5_000, 7_000].Array[2, 30].Sample(path =>
    {
        AccountState state = AccountState.Start("a");
        int calls = 0;
        foreach ((int cents, int minute) in path.Select((e, i) => (e, i)))
        {
            AccountReview review = Review(state, Standing(Math.Clamp(cents / 100m, 55, 69.99m), 50), minute);
            (state, calls) = (review.State, calls + review.Calls.Count);
        }

        Assert.Equal(0, calls);
    });

    // The whole chain: forecast, multipliers, requirement, account. The price stands still.
    [Fact]
    public void Review_ForecastsAloneInsideNotice_NeverLiquidateACompliantAccount() =>
        Gen.Select(Gen.Double[0.3, 6].Array[1, 24], Gen.Int[0, 4_000]).Sample((sigmas, spare) =>
        {
            RaisePolicy raise = new() { Overlay = Sample.Rules(), NoticeMinutes = 240, RampMinutes = 120 };
            HeldAccount held = Held(3_062.53m + spare);
            AccountState account = AccountState.Start("a");
            RaiseState? state = null;
            for (int i = 0; i < sigmas.Length; i++)
            {
                Timestamp asOf = At(i * 10);
                state = RaiseSchedule.Next(raise, state, new(1, 1, sigmas[i], asOf, At((i * 10) + 60)), asOf).State;
                AccountStanding standing = AccountMargin.Of(
                    held, Sample.Request(Sample.Static(), held.Account) with { AsOf = asOf }, state);
                account = AccountMachine.Review(
                    Policy, account, standing, new(asOf, "h", RaiseSchedule.Window(raise, state)?.Begins)).State;
                Assert.NotEqual(AccountPhase.Liquidating, account.Phase);
                Assert.True(account.Call is null or { Reason: CallReason.ForecastRaise });
            }
        }, iter: Math.Min(Samples.Count, 1_000));

    [Fact]
    public void Review_AnyPath_PhasesAndCallsAgree() => Gen.Int[-20, 250].Array[1, 60].Sample(path =>
    {
        AccountState state = AccountState.Start("a");
        foreach ((int equity, int minute) in path.Select((e, i) => (e, i * 7)))
        {
            AccountReview review = Review(state, Standing(equity, 180), minute, noticeEnds: 240);
            state = review.State;
            Assert.Equal(state.Phase == AccountPhase.Compliant, state.Call is null);
            Assert.Equal(state.Phase == AccountPhase.Liquidating, state.Call is { Status: CallStatus.Liquidating });
            Assert.False(equity < 50 && state.Phase != AccountPhase.Liquidating);
            Assert.All(review.Calls, c => Assert.Equal(c.Amount, c.History.Count == 0 ? c.Amount : c.Paid + c.Remaining));
        }
    }, iter: Samples.Count);

    [Fact]
    public void Close_OnlyWhileLiquidating_IsFinal()
    {
        AccountState fallen = Review(AccountState.Start("a"), Standing(-5), 0).State;
        AccountState closed = AccountMachine.Close(fallen, At(1));

        Assert.Equal((AccountPhase.Closed, CallStatus.Closed), (closed.Phase, closed.Call!.Status));
        Assert.Same(closed, Review(closed, Standing(500), 2).State);
        Assert.Throws<InputRefusedException>(() => AccountMachine.Close(closed, At(3)));
    }

    [Fact]
    public void Review_BandBelowMaintenance_IsRefused()
    {
        CallPolicy wrong = Policy with { Band = new(0.9m, 1.2m, 1.4m) };
        Assert.Equal("calls.band.search", Assert.Throws<InputRefusedException>(() => AccountMachine.Review(
            wrong, AccountState.Start("a"), Standing(10), new(At(0), "h"))).Where);
    }

    // Initial margin 100 without a forecast, maintenance margin 50.
    private static AccountStanding Standing(decimal equity, decimal raised = 100) =>
        new(Math.Min(100, raised), raised, 50, equity);

    private static AccountReview Review(
        AccountState state, AccountStanding standing, int minute, int? noticeEnds = null) =>
        AccountMachine.Review(
            Policy, state, standing, new(At(minute), "hash", noticeEnds is int ends ? At(ends) : null));

    private static HeldAccount Held(decimal cash) =>
        new(Sample.Account([new("BTC-PERP", 1)], cash), [Sample.AsOf + TimeSpan.FromMinutes(-1)]);

    private static Timestamp At(int minute) => Sample.AsOf + TimeSpan.FromMinutes(minute);
}
