using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving.Tests;

/// <summary>Overrides in the core: they move margins at once, end by the time of the feed, and replay.</summary>
public sealed class OverrideCoreTests
{
    private const int SetAt = 500;
    private const int Minutes = 60;
    private static readonly IReadOnlyList<Bar> Bars = SyntheticBars.Bars(700);

    [Fact]
    public void Apply_ARaise_MultipliesInitialMarginUntilItsTimeAndThenRestoresItBitForBit()
    {
        Dictionary<Timestamp, Evidence> plain = MarginsOf(Story(null), out _);
        Dictionary<Timestamp, Evidence> raised = MarginsOf(Story(1.5m), out List<HeldOverride> changes);
        Timestamp from = Known(SetAt), until = from + TimeSpan.FromMinutes(Minutes);

        Assert.Equal([OverrideState.InForce, OverrideState.Expired], changes.Select(c => c.State));
        foreach ((Timestamp at, Evidence e) in raised.Where(m => m.Key != from))
        {
            Evidence without = plain[at];
            bool holds = at > from && at < until;
            Assert.Equal(holds, e.Margin.Hashes.Result != without.Margin.Hashes.Result);
            Assert.Equal(without.Margin.Maintenance, e.Margin.Maintenance);
            Assert.InRange(e.Margin.Initial - (holds ? 1.5m * without.Margin.Initial : without.Margin.Initial), -0.02m, 0.01m);
        }

        Assert.Contains(raised, m => m.Key > until);
        Assert.InRange(raised[from].Margin.Initial - (1.5m * plain[from].Margin.Initial), -0.02m, 0.01m);
    }

    [Fact]
    public void Apply_ThroughTheJournalsForm_GivesTheSameHashAndTheSameOverrides()
    {
        (HostCore live, HostCore replayed) = (New(), New());
        foreach (HostEvent e in Story(1.5m).TakeWhile(e => e is not BarArrived b || b.Bar.OpenTime < Known(SetAt + 10)))
        {
            replayed.Apply(EventCodec.Decode(EventCodec.Encode(live.Apply(e).Event)));
        }

        Assert.Equal(live.StateHash(), replayed.StateHash());
        Assert.Equal(1.5m, Assert.Single(replayed.Overrides).Order.Factor);
    }

    [Fact]
    public void Apply_ALowering_WaitsForAnotherApproverAndNeverGoesBelowTheBaseline()
    {
        HostCore core = Warm();
        CoreStep asked = core.Apply(Ask("ann", 0.5m));
        string id = core.Overrides[0].Id;

        Assert.Equal(202, asked.Answer!.Status);
        Assert.Empty(asked.Overrides);
        Assert.Empty(asked.Accounts);
        CoreStep own = core.Apply(new OverrideSigned(CallerOf("ann", "s1"), id, Ends: false));
        Assert.Equal(422, own.Answer!.Status);
        Assert.Contains("override-own", own.Answer.Body, StringComparison.Ordinal);

        CoreStep seconded = core.Apply(new OverrideSigned(CallerOf("bob", "s2"), id, Ends: false));

        Assert.Equal(201, seconded.Answer!.Status);
        Evidence evidence = seconded.Accounts.Single().Evidence!;
        Assert.Equal(evidence.BaselineInitial, evidence.Margin.Initial);
        Assert.Equal(0.5m, Assert.Single(evidence.Outlook.Overrides).Order.Factor);
    }

    [Theory]
    [InlineData("nobody", null, "override-scope")]
    [InlineData(null, "ETH-PERP", "override-scope")]
    public void Apply_AnUnknownScope_IsRefusedAndChangesNothing(string? account, string? instrument, string code)
    {
        HostCore core = Warm();
        CoreStep step = core.Apply(Ask("ann", 1.5m) with { Order = new(new OverrideScope(instrument, account), 1.5m, "why", core.Feed.At + TimeSpan.FromHours(1)) });

        Assert.Equal(422, step.Answer!.Status);
        Assert.Contains(code, step.Answer.Body, StringComparison.Ordinal);
        Assert.Empty(core.Overrides);
    }

    private static HostCore Warm()
    {
        HostCore core = New();
        foreach (HostEvent e in Story(null).TakeWhile(e => e is not BarArrived b || b.Bar.OpenTime < Known(SetAt)))
        {
            core.Apply(e);
        }

        return core;
    }

    private static Dictionary<Timestamp, Evidence> MarginsOf(IEnumerable<HostEvent> events, out List<HeldOverride> changes)
    {
        HostCore core = New();
        Dictionary<Timestamp, Evidence> margins = [];
        changes = [];
        foreach (HostEvent e in events)
        {
            CoreStep step = core.Apply(e);
            changes.AddRange(step.Overrides);
            foreach (AccountChange change in step.Accounts.Where(a => a.Evidence is not null))
            {
                margins[change.Evidence!.Request.AsOf] = change.Evidence;
            }
        }

        Assert.True(margins.Count > 200);
        return margins;
    }

    private static IEnumerable<HostEvent> Story(decimal? factor)
    {
        yield return new HostStarted(
            Bars[0].OpenTime, "BTC-PERP", 1, 300, new string('0', 32), PipelinePolicyJson.Canonical(new PipelinePolicy()),
            Encoding.UTF8.GetString(new CanonicalObjectBuilder().Add("machine", "test").Build().ToBytes()));
        for (int i = 0; i < Bars.Count; i++)
        {
            yield return new BarArrived(Bars[i]);
            if (i == 400)
            {
                yield return new AccountRequested(CallerOf("risk", "open"), "A-1", MarginMode.Cross);
                yield return new CommandRequested(CallerOf("risk", "cash"), "A-1", new DepositCommand("USD", 100_000m));
                yield return new CommandRequested(CallerOf("risk", "fill"), "A-1", new FillCommand("BTC-PERP", 1.5m, 42_100.01m));
            }
            else if (i == SetAt && factor is { } f)
            {
                yield return Ask("ann", f);
            }
        }
    }

    private static OverrideRequested Ask(string who, decimal factor) => new(
        CallerOf(who, "set"), new OverrideOrder(new OverrideScope(null, "A-1"), factor, "a venue is under attack", Known(SetAt) + TimeSpan.FromMinutes(Minutes)));

    private static Timestamp Known(int bar) => Bars[bar].OpenTime + TimeSpan.FromMinutes(1);

    private static Caller CallerOf(string who, string key) => new(who, key, new string('b', 64));

    private static HostCore New() => new(_ => throw new InvalidOperationException("This story has no model."));
}
