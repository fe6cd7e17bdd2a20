using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Accounts;

public sealed class CallLifeCycleTests
{
    [Fact]
    public void Apply_PaidInTwoParts_IsPartlyMetThenMetThenClosed()
    {
        MarginCall call = Apply(Call(), CallAction.Pay, 1, 40);
        Assert.Equal((CallStatus.PartlyMet, 60m), (call.Status, call.Remaining));

        call = Apply(Apply(call, CallAction.Pay, 2, 60), CallAction.Close, 3);
        Assert.Equal(CallStatus.Closed, call.Status);
        Assert.Equal([At(1), At(2), At(3)], call.History.Select(t => t.Command.AsOf));
    }

    [Fact]
    public void Apply_RiskReasonExpires_EndsInLiquidation()
    {
        MarginCall call = Apply(Apply(Call(), CallAction.Expire, 60), CallAction.Liquidate, 60);

        Assert.Equal(CallStatus.Liquidating, call.Status);
        Assert.Equal(CallStatus.Closed, Apply(call, CallAction.Close, 61).Status);
    }

    [Theory]
    [InlineData(CallReason.ForecastRaise)]
    [InlineData(CallReason.InitialMargin)]
    public void Apply_NoRiskReason_NeverReachesLiquidation(CallReason reason)
    {
        MarginCall expired = Apply(Call(reason), CallAction.Expire, 60);

        Assert.Equal("TransitionNotAllowed", Refused(() => Apply(expired, CallAction.Liquidate, 60)));
        Assert.Equal("TransitionNotAllowed", Refused(() => Apply(Call(reason), CallAction.Breach, 60)));
    }

    [Fact]
    public void Apply_DisputeOfARiskCall_DoesNotStopTheClock()
    {
        MarginCall disputed = Apply(Call(), CallAction.Dispute, 1);

        Assert.Equal(CallStatus.Issued, Apply(disputed, CallAction.RejectDispute, 2).Status);
        Assert.Equal(CallStatus.Closed, Apply(disputed, CallAction.UpholdDispute, 2).Status);
        Assert.Equal(CallStatus.Expired, Apply(disputed, CallAction.Expire, 60).Status);
    }

    [Fact]
    public void Apply_SameCommandAgain_ChangesNothing()
    {
        CallCommand payment = new("p1", CallAction.Pay, At(1), 40);
        MarginCall once = CallLifeCycle.Apply(Call(), payment);

        Assert.Same(once, CallLifeCycle.Apply(once, payment));
        Assert.Equal("DuplicateId", Refused(() => CallLifeCycle.Apply(once, payment with { Amount = 41 })));
    }

    [Theory]
    [InlineData(CallAction.Expire, 59, 0)]
    [InlineData(CallAction.Pay, -1, 10)]
    [InlineData(CallAction.Pay, 1, 0)]
    [InlineData(CallAction.Close, 1, 5)]
    public void Apply_TimeOrAmountOutOfRange_IsRefused(CallAction action, int minute, int amount) =>
        Assert.Equal("OutOfRange", Refused(() => Apply(Call(), action, minute, amount)));

    [Fact]
    public void Apply_AnyCommands_OnlyLegalTransitionsAndTheAmountStands() => Gen.Select(
        Gen.Enum<CallReason>(), Gen.Select(Gen.Enum<CallAction>(), Gen.Int[0, 90], Gen.Int[1, 60]).List[1, 12]).Sample(
        (reason, steps) =>
        {
            MarginCall call = Call(reason);
            foreach (((CallAction action, int minute, int paid), int i) in steps.OrderBy(s => s.Item2).Select((s, i) => (s, i)))
            {
                CallCommand command = new($"c{i}", action, At(minute), action == CallAction.Pay ? paid : 0);
                try
                {
                    MarginCall next = CallLifeCycle.Apply(call, command);
                    Assert.Same(next, CallLifeCycle.Apply(next, command));
                    call = next;
                }
                catch (InputRefusedException refusal)
                {
                    Assert.Contains(refusal.Code, new[] { "TransitionNotAllowed", "OutOfRange" });
                }
            }

            Assert.Equal(100, call.Amount);
            Assert.Equal(call.History.Sum(t => t.Command.Amount), call.Paid);
            Assert.True(reason == CallReason.MaintenanceMargin || call.History.All(t => t.To != CallStatus.Liquidating));
            Assert.All(call.History.Skip(1).Zip(call.History), p => Assert.Equal(p.Second.To, p.First.From));
        }, iter: Samples.Count);

    private static MarginCall Call(CallReason reason = CallReason.MaintenanceMargin) =>
        new("a/1", 100, At(60), reason, "hash") { IssuedAt = At(0) };

    private static MarginCall Apply(MarginCall call, CallAction action, int minute, decimal amount = 0) =>
        CallLifeCycle.Apply(call, new($"{action}-{minute}", action, At(minute), amount));

    private static string Refused(Action act) => Assert.Throws<InputRefusedException>(act).Code;

    private static Timestamp At(int minute) => Sample.AsOf + TimeSpan.FromMinutes(minute);
}
