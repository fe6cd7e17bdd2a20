using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving.Tests;

public sealed class HostCoreTests
{
    private static readonly IReadOnlyList<Bar> Bars = SyntheticBars.Bars(1200);

    [Fact]
    public void Apply_TheSameEvents_GivesTheSameStateHash()
    {
        HostCore first = New();
        HostCore second = New();
        foreach (HostEvent e in Story())
        {
            first.Apply(e);
            second.Apply(e);
            Assert.Equal(first.StateHash(), second.StateHash());
        }
    }

    [Fact]
    public void Apply_EventsThroughTheJournalsForm_GivesTheSameStateHash()
    {
        HostCore live = New();
        HostCore replayed = New();
        foreach (HostEvent e in Story())
        {
            CoreStep step = live.Apply(e);
            replayed.Apply(EventCodec.Decode(EventCodec.Encode(step.Event)));
        }

        Assert.Equal(live.StateHash(), replayed.StateHash());
    }

    [Fact]
    public void Apply_AnotherFuture_LeavesEveryEarlierMarginAlone()
    {
        List<HostEvent> story = [.. Story()];
        int cut = story.Count / 2;
        List<string> once = Margins(story);
        List<string> other = Margins(
        [
            .. story.Take(cut),
            .. story.Skip(cut).Select(e => e is BarArrived b ? new BarArrived(b.Bar with { Close = b.Bar.Close * 1.5, High = b.Bar.High * 2 }) : e),
        ]);
        int known = Margins([.. story.Take(cut)]).Count;

        Assert.True(known > 100, "Hardly any margin before the cut.");
        Assert.Equal(once.Take(known), other.Take(known));
        Assert.NotEqual(once.Skip(known), other.Skip(known));
    }

    [Fact]
    public void Margins_Always_SumToTheirComponentsAndKeepMaintenanceBelowInitial()
    {
        HostCore core = New();
        foreach (Evidence evidence in Story().SelectMany(e => core.Apply(e).Accounts).Where(a => a.Evidence is not null).Select(a => a.Evidence!))
        {
            Assert.Equal(evidence.Margin.Initial, evidence.Margin.Components.Sum(c => c.Initial));
            Assert.InRange(evidence.Margin.Maintenance, 0, evidence.Margin.Initial);
            Assert.True(evidence.Margin.Initial >= evidence.BaselineInitial);
        }
    }

    [Fact]
    public void Apply_ARecordedAnswerThatDiffers_RefusesToGoOn()
    {
        HostCore core = New();
        foreach (HostEvent e in Story().Take(3))
        {
            core.Apply(e);
        }

        AccountRequested forged = new(new Caller("risk", "k", new string('a', 64)), "A-9", MarginMode.Cross) { Answer = new Answer(201, "{}") };

        Assert.Equal("journal-diverged", Assert.Throws<InputRefusedException>(() => core.Apply(forged)).Code);
    }

    [Fact]
    public void Apply_AFillWithoutCover_ChangesNothingAndIsAnswered422()
    {
        HostCore core = New();
        foreach (HostEvent e in Story().OfType<HostEvent>().Where(e => e is HostStarted or BarArrived))
        {
            core.Apply(e);
        }

        core.Apply(new AccountRequested(CallerOf("open"), "A-1", MarginMode.Cross));
        CoreStep step = core.Apply(new CommandRequested(CallerOf("fill"), "A-1", new FillCommand("BTC-PERP", 1m, 90_000m)));

        Assert.Equal(422, step.Answer!.Status);
        Assert.Contains("insufficient-margin", step.Answer.Body, StringComparison.Ordinal);
        Assert.Empty(step.Accounts);
        Assert.Equal(422, core.Recall(CallerOf("fill"))!.Answer.Status);
    }

    [Fact]
    public void Wait_WithoutBars_NamesTheStalePriceAndHoldsTheMargin()
    {
        HostCore core = New();
        CoreStep last = Story().Where(e => e is not FeedEnded).Select(core.Apply).ToList()[^1];
        Timestamp at = last.At;
        decimal before = core.Apply(new TimePassed(at + TimeSpan.FromMinutes(1))).Accounts.Single(a => a.Account.Id == "A-1").Evidence!.Margin.Initial;

        CoreStep waited = core.Apply(new TimePassed(at + TimeSpan.FromMinutes(2)));

        Assert.Contains("StalePrice", waited.Market!.Reasons);
        Assert.True(waited.Accounts.Single(a => a.Account.Id == "A-1").Evidence!.Margin.Initial >= before);
    }

    private static List<string> Margins(IReadOnlyList<HostEvent> events)
    {
        HostCore core = New();
        return
        [
            .. events.SelectMany(e => core.Apply(e).Accounts).Where(a => a.Evidence is not null)
                .Select(a => $"{a.Account.Id} {a.Evidence!.Margin.Hashes.Result}"),
        ];
    }

    /// <summary>A start, a warm-up, two accounts with commands that are taken and refused, and a gap in the feed.</summary>
    private static IEnumerable<HostEvent> Story()
    {
        yield return new HostStarted(
            Bars[0].OpenTime, "BTC-PERP", 1, 300, new string('0', 32), PipelinePolicyJson.Canonical(new PipelinePolicy()),
            Encoding.UTF8.GetString(new CanonicalObjectBuilder().Add("machine", "test").Build().ToBytes()));
        yield return new OutputsReserved(1 << 20);
        for (int i = 0; i < Bars.Count; i++)
        {
            if (i is >= 700 and < 705)
            {
                yield return new TimePassed(Bars[i].OpenTime + TimeSpan.FromMinutes(1));
                continue;
            }

            yield return new BarArrived(Bars[i]);
            foreach (HostEvent command in CommandsAt(i))
            {
                yield return command;
            }
        }

        yield return new FeedEnded(Bars[^1].OpenTime + TimeSpan.FromMinutes(1));
    }

    private static IEnumerable<HostEvent> CommandsAt(int bar) => bar switch
    {
        10 => [new AccountRequested(CallerOf("open-1"), "A-1", MarginMode.Cross), new AccountRequested(CallerOf("open-2"), "A-2", MarginMode.Isolated)],
        20 =>
        [
            new CommandRequested(CallerOf("d-1"), "A-1", new DepositCommand("USD", 100_000m)),
            new CommandRequested(CallerOf("d-2"), "A-2", new DepositCommand("USD", 10m)),
        ],
        400 =>
        [
            new CommandRequested(CallerOf("f-1"), "A-1", new FillCommand("BTC-PERP", 1.5m, 42_100.01m)),
            new CommandRequested(CallerOf("f-2"), "A-2", new FillCommand("BTC-PERP", -1.5m, 42_100.01m)),
        ],
        600 => [new UpliftSwitchRequested(CallerOf("pause"), Pause: true)],
        650 => [new CommandRequested(CallerOf("f-3"), "A-1", new FillCommand("BTC-PERP", -2m, 41_900.37m))],
        _ => [],
    };

    private static Caller CallerOf(string key) => new("risk", key, new string('b', 64));

    private static HostCore New() => new(_ => throw new InvalidOperationException("This story has no model."));
}
