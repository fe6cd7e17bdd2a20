using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving.Tests;

/// <summary>A host whose bars are accompanied by trades and a book.</summary>
public sealed class FlowHostTests
{
    private static readonly IReadOnlyList<Bar> Bars = SyntheticBars.Bars(700);

    [Fact]
    public void Codec_FlowMinute_KeepsEveryBit()
    {
        double[] values = Values(3);
        values[1] = BitConverter.Int64BitsToDouble(0x7FF8_0000_DEAD_BEEF);
        values[2] = -0.0;

        FlowArrived read = Assert.IsType<FlowArrived>(EventCodec.Decode(EventCodec.Encode(new FlowArrived(Bars[0].OpenTime, values))));

        Assert.Equal(Bars[0].OpenTime, read.OpenTime);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.Values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Codec_FlowMinuteOfAnotherWidth_IsRefused()
    {
        byte[] bytes = EventCodec.Encode(new FlowArrived(Bars[0].OpenTime, new double[FlowSeries.Width - 1]));

        Assert.Equal("journal-event", Assert.Throws<InputRefusedException>(() => EventCodec.Decode(bytes)).Code);
    }

    [Fact]
    public void Codec_StartWithoutFlow_KeepsItsOldBytes()
    {
        byte[] plain = EventCodec.Encode(Start(hasFlow: false));
        byte[] flow = EventCodec.Encode(Start(hasFlow: true));

        Assert.Equal((1, 18), (plain[0], flow[0]));
        Assert.Equal(plain[1..], flow[1..]);
        Assert.True(((HostStarted)EventCodec.Decode(flow)).HasFlow);
        Assert.False(((HostStarted)EventCodec.Decode(plain)).HasFlow);
    }

    [Fact]
    public void Apply_ThroughTheJournalsForm_SameStateHashAtEveryStep()
    {
        HostCore live = New();
        HostCore replayed = New();
        foreach (HostEvent e in Story(_ => true, seed: 3))
        {
            CoreStep step = live.Apply(e);
            replayed.Apply(EventCodec.Decode(EventCodec.Encode(step.Event)));
            Assert.Equal(live.StateHash(), replayed.StateHash());
        }

        Assert.Equal(Bars[^1].OpenTime + TimeSpan.FromMinutes(1), live.Flow.KnownUntil);
    }

    [Fact]
    public void Apply_OtherFlow_IsAnotherState()
    {
        HostCore one = Played(Story(_ => true, seed: 3));
        HostCore other = Played(Story(_ => true, seed: 4));

        Assert.NotEqual(one.StateHash(), other.StateHash());
    }

    [Fact]
    public void Margins_FlowStops_NoneFallsBelowItsBaselineAndTheStateSaysSo()
    {
        HostCore core = New();
        int margins = 0;
        foreach (HostEvent e in Story(i => i < 400, seed: 3))
        {
            foreach (Evidence evidence in core.Apply(e).Accounts.Where(a => a.Evidence is not null).Select(a => a.Evidence!))
            {
                Assert.True(evidence.Margin.Initial >= evidence.BaselineInitial);
                margins++;
            }
        }

        Assert.True(margins > 100, $"{margins} margins.");
        Assert.Equal(Bars[400].OpenTime, core.Flow.KnownUntil);
    }

    [Fact]
    public void Margins_WithoutAModel_AreThoseWithoutFlow()
    {
        Assert.Equal(Figures(Story(_ => false, seed: 3)), Figures(Story(_ => true, seed: 3)));
    }

    [Fact]
    public void Feed_StopBetweenAMinuteAndItsBar_MinuteIsNotGivenTwice()
    {
        FlowSeries flow = new();
        foreach (Bar bar in Bars)
        {
            flow.Append(bar.OpenTime, Values(1));
        }

        BarSeries series = new("BTC-PERP", TimeSpan.FromMinutes(1), [.. Bars]);

        Assert.Equal(0, new ReplaySource(series, flow, null).FirstFlow());
        Assert.Equal(5, new ReplaySource(series, flow, Bars[4].OpenTime + TimeSpan.FromMinutes(1)).FirstFlow());
    }

    private static List<string> Figures(IEnumerable<HostEvent> events)
    {
        HostCore core = New();
        return
        [
            .. events.SelectMany(e => core.Apply(e).Accounts).Where(a => a.Evidence is not null)
                .Select(a => $"{a.Account.Id} {a.Evidence!.Margin.Hashes.Result}"),
        ];
    }

    private static HostCore Played(IEnumerable<HostEvent> events)
    {
        HostCore core = New();
        foreach (HostEvent e in events)
        {
            core.Apply(e);
        }

        return core;
    }

    private static IEnumerable<HostEvent> Story(Func<int, bool> hasFlow, int seed)
    {
        yield return Start(hasFlow: true);
        yield return new OutputsReserved(1 << 20);
        yield return new AccountRequested(CallerOf("open"), "A-1", MarginMode.Cross);
        yield return new CommandRequested(CallerOf("cash"), "A-1", new DepositCommand("USD", 1_000_000m));
        for (int i = 0; i < Bars.Count; i++)
        {
            if (hasFlow(i))
            {
                yield return new FlowArrived(Bars[i].OpenTime, Values(seed + i));
            }

            yield return new BarArrived(Bars[i]);
            if (i == 390)
            {
                yield return new CommandRequested(CallerOf("fill"), "A-1", new FillCommand("BTC-PERP", 1m, (decimal)Math.Round(Bars[i].Close, 2)));
            }
        }
    }

    private static HostStarted Start(bool hasFlow) => new(
        Bars[0].OpenTime, "BTC-PERP", 1, 300, new string('0', 32), PipelinePolicyJson.Canonical(new PipelinePolicy()),
        Encoding.UTF8.GetString(new CanonicalObjectBuilder().Add("machine", "test").Build().ToBytes()))
    {
        HasFlow = hasFlow,
    };

    private static double[] Values(int seed) => [.. Enumerable.Range(0, FlowSeries.Width).Select(i => 1 + (((seed * 31) + (i * 17)) % 13))];

    private static Caller CallerOf(string key) => new("risk", key, new string('b', 64));

    private static HostCore New() => new(_ => throw new InvalidOperationException("No model here."));
}
