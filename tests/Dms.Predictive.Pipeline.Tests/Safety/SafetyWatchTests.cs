using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class SafetyWatchTests
{
    private const int WarmDays = 8;
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly PipelinePolicy OneBar = new() { HorizonMinutes = 5, StepMinutes = 5 };

    [Fact]
    public void Coverage_FiveTimesThePromisedMisses_HalfFoundWithinTwoHundredOutcomes()
    {
        int[] until = [.. Enumerable.Range(0, 40).Select(seed => OutcomesUntil(seed, missRate: 0.05, most: 1_000)).Order()];

        Assert.InRange(until[20], 2, 200);
        Assert.True(until[36] <= 400 && until[^1] <= 1_000, string.Join(' ', until));
    }

    // An e-detector with threshold 1,000 cries wolf once in 1,000 outcomes or more, on average; this is how often it does.
    [Fact]
    public void Coverage_ThePromisedMisses_FalseAlarmsAreRarerThanOneInAThousand()
    {
        int alarms = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            int outcomes = 10_000;
            while (outcomes > 0)
            {
                int until = OutcomesUntil((seed * 100) + alarms, missRate: 0.01, outcomes);
                alarms += until <= outcomes ? 1 : 0;
                outcomes -= until;
            }
        }

        Assert.InRange(alarms / 20.0, 0, 10);
    }

    [Fact]
    public void NanShare_FeaturesGoMissing_TripsAndStaysUntilReset()
    {
        SafetyWatch watch = new(new SafetyRules(), OneBar, 5);
        double[] row = new double[100];
        for (int i = 0; i < 300; i++)
        {
            watch.Look(row);
        }

        Assert.Null(watch.Reason);
        row.AsSpan(0, 6).Fill(double.NaN);
        watch.Look(row);
        Assert.Equal("nan-share", watch.Reason);
        row.AsSpan().Clear();
        watch.Look(row);
        Assert.Equal("nan-share", watch.Reason);
        watch.Reset();
        Assert.Null(watch.Reason);
    }

    [Theory]
    [InlineData(0.8, true)]
    [InlineData(0.0, false)]
    [InlineData(-0.8, false)]
    public void WorseThanBaseline_BlendOffByHalf_TripsOnlyThen(double lnError, bool trips)
    {
        SafetyWatch watch = new(new SafetyRules { Outcomes = 200 }, OneBar, 5);
        Random random = new(3);
        for (int i = 0; i < 600; i++)
        {
            double sigma = Math.Exp(0.5 * Normal(random));
            double ln = 2 * Math.Log(sigma);
            double noise = 0.4 * Normal(random);
            watch.Issued(1e9, Forecast(lnError > 0 ? ln + lnError + noise : ln, lnError > 0 ? ln : ln + noise + lnError));
            watch.Append(new GridBar { ReturnPercent = sigma * Normal(random) }, inOutage: false);
        }

        Assert.Equal(trips ? "worse-than-baseline" : null, watch.Reason);
    }

    // Over random histories: at the switch no multiplier falls, afterwards none falls faster than the policy lets it, and every
    // figure replays.
    [Fact]
    public void Switch_RandomHistories_NeverLowersAMarginAndReplaysBitForBit()
    {
        int tripped = 0;
        for (int seed = 0; seed < 6; seed++)
        {
            MemoryRecordSink sink = new();
            PipelinePolicy policy = new() { HorizonMinutes = 10, Safety = new SafetyRules { MissRate = 0.2, Stake = 4, Wealth = 1.5 } };
            ForecastModel model = SampleModel.Make(0.0025, 0.05);
            List<MarginDecision> decisions = Run(policy, model, seed, sink);
            SealedRecord? kill = sink.Records.FirstOrDefault(r => r.Kind == "kill.on");
            ReplayReport replay = ReplayRun.Over(sink.Records, new DecisionReplayer(CanonicalObject.Empty, _ => model));
            Assert.Equal((replay.Figures, replay.Forecasts.Figures), (replay.Identical, replay.Forecasts.Identical));
            if (kill is null)
            {
                continue;
            }

            tripped++;
            Assert.Equal("coverage", ((CanonicalText)kill.Body.Items("reasons")!.Single()).Value);
            int at = decisions.FindIndex(d => d.AsOf == kill.At);
            Assert.True(at > 0 && decisions[at].Overlay.Multiplier >= decisions[at - 1].Overlay.Multiplier);
            double kept = Math.Pow(2, -300.0 / policy.Overlay.HalfLifeSeconds);
            for (int i = at + 1; i < decisions.Count; i++)
            {
                Assert.Contains("KillSwitch", decisions[i].Fallback, StringComparison.Ordinal);
                Assert.True(decisions[i].Overlay.Multiplier >= (decisions[i - 1].Overlay.Multiplier * kept) - 1e-12);
            }
        }

        Assert.True(tripped >= 3, $"Only {tripped} of 6 histories tripped.");
    }

    // A reference that no market looks like: the watch trips as soon as three of five evaluations have said so.
    [Fact]
    public void Drift_AtTheSwitch_NoMarginFallsTheFindingIsSealedAndEveryFigureReplays()
    {
        MemoryRecordSink sink = new();
        PipelinePolicy policy = new() { HorizonMinutes = 10, Safety = new SafetyRules { Drift = new DriftRules() } };
        ForecastModel model = SampleModel.Make(0.0025, 0.05);
        string[] names = [.. SampleModel.Row.Features.Select(f => f.Name)];
        double[][] foreign = [.. Enumerable.Range(0, 500).Select(i => Enumerable.Repeat(50.0 + (i % 97), names.Length).ToArray())];
        DriftReference reference = DriftReference.Measure(5, names, foreign, new HashSet<string> { "ln_volume_20" })!;
        model = model with { Horizons = [.. model.Horizons.Select(h => h with { Drift = reference })] };

        List<MarginDecision> decisions = Run(policy, model, 1, sink, hours: 30);

        SealedRecord kill = Assert.Single(sink.Records, r => r.Kind == RecordKind.KillOn);
        Assert.Equal("psi-top5", ((CanonicalText)kill.Body.Items("reasons")!.Single()).Value);
        Assert.Contains("ln_volume_20", kill.Body.Text("value"), StringComparison.Ordinal);
        int at = decisions.FindIndex(d => d.AsOf == kill.At);
        Assert.InRange(at, DriftReference.WindowRows, DriftReference.WindowRows + 30);
        Assert.True(decisions[at].Overlay.Multiplier >= decisions[at - 1].Overlay.Multiplier);
        Assert.All(decisions.Skip(at), d => Assert.Contains("KillSwitch", d.Fallback, StringComparison.Ordinal));
        ReplayReport replay = ReplayRun.Over(sink.Records, new DecisionReplayer(CanonicalObject.Empty, _ => model));
        Assert.Equal((replay.Figures, replay.Forecasts.Figures), (replay.Identical, replay.Forecasts.Identical));
    }

    [Fact]
    public void Stale_ForecastOlderThanThePolicyAllows_TripsOnlyThen()
    {
        SafetyWatch watch = new(new SafetyRules { StaleAfter = TimeSpan.FromMinutes(60) }, OneBar, 5);
        watch.Look(TimeSpan.FromMinutes(60));
        Assert.Null(watch.Reason);
        watch.Look(TimeSpan.FromMinutes(61));
        Assert.Equal(("stale", "61 min"), (watch.Reason, watch.Finding!.Value));
        SafetyWatch without = new(new SafetyRules(), OneBar, 5);
        without.Look(TimeSpan.FromDays(9));
        Assert.Null(without.Reason);
    }

    private static List<MarginDecision> Run(PipelinePolicy policy, ForecastModel model, int seed, MemoryRecordSink sink, int hours = 6)
    {
        MarginPipeline pipeline = new(
            new PipelineSettings("X", 1, policy, new string('1', 32), CanonicalObject.Empty), new AuditTrail(sink), Start);
        List<MarginDecision> decisions = [];
        Timestamp first = Start + TimeSpan.FromDays(WarmDays);
        BacktestPlan plan = new(
            new Account("A-1", MarginMode.Isolated, 1_000_000m, [new Position("X", 1m)]), [(first, model)], first, first + TimeSpan.FromHours(hours), 5);
        BacktestRun.Run(pipeline, new BarSeries("X", TimeSpan.FromMinutes(1), [.. Bars(seed, hours)]), plan, decisions.Add, CancellationToken.None);
        return decisions;
    }

    // Calm days, then six hours of jumps that no margin of the calm days covers, with volume coming and going.
    private static IEnumerable<Bar> Bars(int seed, int hours)
    {
        Random random = new(seed);
        double price = 1000;
        for (int minute = 0; minute < (WarmDays * 1440) + (60 * hours) + 10; minute++)
        {
            bool wild = minute > WarmDays * 1440 && random.NextDouble() < 0.02;
            double next = price * Math.Exp((wild ? 0.02 : 0.0005) * Normal(random));
            yield return new Bar(
                Start + TimeSpan.FromMinutes(minute), price, Math.Max(price, next), Math.Min(price, next), next, random.Next(4) == 0 ? 100 : 10);
            price = next;
        }
    }

    private static int OutcomesUntil(int seed, double missRate, int most)
    {
        SafetyWatch watch = new(new SafetyRules(), OneBar, 5);
        Random random = new(seed);
        for (int i = 1; i <= most; i++)
        {
            watch.Issued(1, null);
            watch.Append(new GridBar { ReturnPercent = random.NextDouble() < missRate ? 2 : 0.5 }, inOutage: false);
            if (watch.Reason is not null)
            {
                return i;
            }
        }

        return most + 1;
    }

    private static IssuedForecast Forecast(double lnBlend, double lnGarch) => new()
    {
        AsOf = Start,
        HorizonMinutes = 5,
        Model = new ModelIdentity("m", "1", "", "", true),
        Row = default!,
        RawScores = [],
        Members = ["har", "garch"],
        LnMembers = [lnGarch, lnGarch],
        PoolWeights = [0, 1],
        LnLevel = 0,
        LnEwma = lnGarch,
        LnBlend = lnBlend,
    };

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
