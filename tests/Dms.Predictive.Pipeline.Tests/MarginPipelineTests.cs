using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class MarginPipelineTests
{
    private const int WarmDays = 8;
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly Timestamp First = Start + TimeSpan.FromDays(WarmDays);
    private static readonly Account Long = new("A-1", MarginMode.Isolated, 1_000_000m, [new Position("X", 1m)]);

    [Fact]
    public void Decide_ForecastBelowReference_EqualsBaselineBitForBit()
    {
        MarginDecision d = Run(SampleModel.Make(1e-9, 1e-9)).First();

        Assert.Equal(1.0, d.Overlay.Multiplier);
        Assert.Equal(d.BaselineInitial, d.Requirement.Initial);
        Assert.Equal(0m, d.Component(MarginComponentName.MlUplift));
        Assert.Null(d.Fallback);
    }

    [Fact]
    public void Decide_VolumeBuildsUp_MarginRisesAndReasonsSumToTheUplift()
    {
        List<MarginDecision> decisions = Run(SampleModel.Make(0.0025, 0.05), busyFrom: First + TimeSpan.FromMinutes(30));
        MarginDecision raised = decisions.First(d => d.Component(MarginComponentName.MlUplift) > 0.2m * d.BaselineInitial);

        Assert.True(raised.AsOf > First + TimeSpan.FromMinutes(30));
        Assert.Equal(raised.Component(MarginComponentName.MlUplift), raised.Reasons!.Parts.Sum(p => p.Booked));
        Assert.Contains(raised.Reasons.Parts, p => p.Name == "ln_volume_20" && p.Booked > 0);
        Assert.All(decisions, d => Assert.True(d.Requirement.Initial >= d.BaselineInitial));
        Assert.All(decisions, d => Assert.Equal(d.Requirement.Initial, d.Requirement.Components.Sum(c => c.Initial)));
    }

    [Fact]
    public void Decide_ForecastRises_MaintenanceStaysInsideTheNotice()
    {
        List<MarginDecision> decisions = Run(SampleModel.Make(0.0025, 0.05), busyFrom: First + TimeSpan.FromMinutes(30));

        Assert.Contains(decisions, d => d.Overlay.Multiplier > 1.5);
        Assert.All(decisions, d => Assert.Equal(1.0, d.Overlay.MaintenanceMultiplier));
    }

    [Fact]
    public void Decide_UnverifiedBundle_GarchOnlyWithItsReason()
    {
        ForecastModel unverified = SampleModel.Make(0.0025, 0.05, verified: false);
        List<MarginDecision> decisions = Run(unverified, busyFrom: First);

        Assert.All(decisions, d => Assert.Equal("BundleUnverified", d.Fallback));
        Assert.All(decisions, d => Assert.Equal(0m, d.Component(MarginComponentName.MlUplift)));
    }

    [Fact]
    public void Decide_NoModel_BaselineHeldWithItsReason()
    {
        MarginDecision d = Run(model: null).First();

        Assert.Contains("BaselineUnavailable", d.Fallback, StringComparison.Ordinal);
        Assert.Equal(d.BaselineInitial, d.Requirement.Initial);
    }

    [Fact]
    public void Decide_FeedStops_ForecastExpiresAndMarginIsNotLowered()
    {
        List<MarginDecision> decisions = Run(SampleModel.Make(0.05, 0.05), outageFrom: First + TimeSpan.FromMinutes(30));
        List<MarginDecision> stale = [.. decisions.Where(d => d.Fallback is not null)];

        Assert.NotEmpty(stale);
        Assert.All(stale, d => Assert.Contains("ForecastExpired", d.Fallback, StringComparison.Ordinal));
        Assert.All(stale, d => Assert.True(d.Requirement.Initial >= d.BaselineInitial));
    }

    [Fact]
    public void Activate_ModelOfOtherFeatures_RefusedByName()
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(
            () => Run(SampleModel.Make(1, 1, schema: new string('0', 64))));
        Assert.Equal("schema-mismatch", refusal.Code);
    }

    [Fact]
    public void Decide_BeforeWarmUp_RefusedRatherThanMadeUp()
    {
        MarginPipeline pipeline = Open(new MemoryRecordSink());
        pipeline.Append(Bars(null, null).First());
        Assert.Throws<InvalidOperationException>(() => pipeline.Decide(Long, Start + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Record_EveryFigure_ReplaysBitForBit()
    {
        MemoryRecordSink sink = new();
        ForecastModel model = SampleModel.Make(0.0025, 0.05);
        Run(model, busyFrom: First + TimeSpan.FromMinutes(30), sink: sink);

        ReplayReport report = ReplayRun.Over(sink.Records, new DecisionReplayer(CanonicalObject.Empty, _ => model));

        Assert.True(report.Figures > 20);
        Assert.Equal(report.Figures, report.Identical);
        Assert.Equal(report.Forecasts.Figures, report.Forecasts.Identical);
    }

    // Decisions on a wandering price: ten thousand in five weeks where DMS_LONG_TESTS=1, those of a day otherwise.
    [Fact]
    public void Record_WanderingPrice_EveryFigureReplaysBitForBit()
    {
        int days = Environment.GetEnvironmentVariable("DMS_LONG_TESTS") == "1" ? 35 : 1;
        MemoryRecordSink sink = new();
        ForecastModel model = SampleModel.WithCorrector(0.0025, 0.05);
        MarginPipeline pipeline = Open(sink);
        BacktestPlan plan = new(Long, [(First, model)], First, First + TimeSpan.FromDays(days), 5);
        BacktestRun.Run(pipeline, new BarSeries("X", TimeSpan.FromMinutes(1), [.. Wander(WarmDays + days)]), plan, _ => { }, CancellationToken.None);

        ReplayReport report = ReplayRun.Over(sink.Records, new DecisionReplayer(CanonicalObject.Empty, _ => model));

        Assert.Equal(days * 288, report.Figures);
        Assert.Equal((report.Figures, report.Forecasts.Figures), (report.Identical, report.Forecasts.Identical));
    }

    private static IEnumerable<Bar> Wander(int days)
    {
        Random random = new(35);
        double price = 1000;
        for (int minute = 0; minute < days * 1440; minute++)
        {
            double next = price * Math.Exp(0.0005 * (random.NextDouble() + random.NextDouble() - 1) * (random.Next(200) == 0 ? 20 : 1));
            yield return new Bar(
                Start + TimeSpan.FromMinutes(minute), price, Math.Max(price, next), Math.Min(price, next), next, random.Next(5, 200));
            price = next;
        }
    }

    [Fact]
    public void Record_EveryChangeOfMargin_IsExplainedToTheUnitDownToFeatures()
    {
        MemoryRecordSink sink = new();
        ForecastModel model = SampleModel.WithCorrector(0.0025, 0.05);
        Run(model, busyFrom: First + TimeSpan.FromMinutes(30), sink: sink);
        SealedRecord[] margins = [.. sink.Records.Where(r => r.Kind == RecordKind.MarginDecided)];
        int down = 0;
        foreach ((SealedRecord before, SealedRecord after) in margins.Zip(margins.Skip(1)))
        {
            RecordedChange change = RecordedChange.Between(before, after, s => sink.Records[(int)s - 1], _ => model);
            MarginChange players = change.Explained.Change;
            Assert.Equal(RecordedMargin.Of(after)!.Initial - RecordedMargin.Of(before)!.Initial, players.Booked.Parts.Sum());
            if (change.Explained.Features is { } features)
            {
                down++;
                decimal above = change.Explained.Learned is { } learned
                    ? learned.Booked.Parts[0] : players.Booked.Parts[players.Order.ToList().IndexOf("ml")];
                Assert.Equal(above, features.Booked.Parts.Sum());
            }
        }

        Assert.True(down > 10, $"{down}");
    }

    [Fact]
    public void Record_SameInputsTwice_SameRoot()
    {
        Assert.Equal(RootOf(), RootOf());

        static string RootOf()
        {
            MemoryRecordSink sink = new();
            Run(SampleModel.Make(0.0025, 0.05), busyFrom: First, sink: sink);
            return Convert.ToHexString(MerkleProof.Root([.. sink.Records.Select(r => MerkleHash.Leaf(r.Canonical.Span))]));
        }
    }

    [Fact]
    public void Decide_TwoMembersOverOneFeature_OneReasonAndReasonsSumToTheUplift()
    {
        MarginDecision raised = Run(SampleModel.WithCorrector(0.0025, 0.05), busyFrom: First)[^1];

        Assert.Equal(["har", "garch", "gbdt", "corrector"], raised.Forecast!.Members);
        Assert.True(raised.Component(MarginComponentName.MlUplift) > 0);
        Assert.Equal(raised.Component(MarginComponentName.MlUplift), raised.Reasons!.Parts.Sum(p => p.Booked));
        Assert.Single(raised.Reasons.Parts, p => p.Name == "ln_volume_20");
    }

    [Fact]
    public void Decide_ModelWithAndWithoutBackground_SameMarginsReasonsNameTheirMode()
    {
        Timestamp busy = First + TimeSpan.FromMinutes(30);
        ForecastModel model = SampleModel.WithCorrector(0.0025, 0.05);
        MemoryRecordSink plainRecords = new(), backedRecords = new();
        List<MarginDecision> plain = Run(model, busyFrom: busy, sink: plainRecords);
        List<MarginDecision> backed = Run(SampleModel.WithBackground(model), busyFrom: busy, sink: backedRecords);

        Assert.Equal(plain.Count, backed.Count);
        Assert.All(plain.Zip(backed), p =>
        {
            Assert.Equal(p.First.Requirement.Components, p.Second.Requirement.Components);
            Assert.Equal((p.First.Requirement.Initial, p.First.Requirement.Maintenance), (p.Second.Requirement.Initial, p.Second.Requirement.Maintenance));
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(p.First.Overlay.Multiplier), BitConverter.DoubleToInt64Bits(p.Second.Overlay.Multiplier));
        });
        MarginDecision[] reasoned = [.. backed.Where(d => d.Reasons is not null)];
        Assert.NotEmpty(reasoned);
        Assert.All(reasoned, d => Assert.Equal("interventional", d.Reasons!.Mode));
        Assert.All(plain.Where(d => d.Reasons is not null), d => Assert.Equal("path", d.Reasons!.Mode));
        Assert.All(reasoned, d => Assert.Equal(d.Component(MarginComponentName.MlUplift), d.Reasons!.Parts.Sum(p => p.Booked)));
        Assert.Contains(reasoned.Zip(plain.Where(d => d.Reasons is not null)), p => !p.First.Reasons!.Parts.SequenceEqual(p.Second.Reasons!.Parts));
        RecordedMargin[] records = [.. backedRecords.Records.Select(RecordedMargin.Of).OfType<RecordedMargin>().Where(m => m.Reasons.Count > 0)];
        Assert.Equal(reasoned.Length, records.Length);
        Assert.All(records, r => Assert.Equal((true, "interventional", 0m), (r.ReasonsMatchTheirHash, r.ReasonsMode, r.Residual)));
    }

    [Fact]
    public void Decide_BackgroundOfCalmRows_PartIsTheExactInterventionalValue()
    {
        // One split: against a background that is calm throughout, the whole difference is the feature's.
        List<MarginDecision> decisions = Run(
            SampleModel.WithBackground(SampleModel.Make(0.0025, 0.05), busyShare: 0), busyFrom: First + TimeSpan.FromMinutes(30));
        MarginDecision raised = decisions.First(d => d.Component(MarginComponentName.MlUplift) > 0.2m * d.BaselineInitial);

        double part = raised.Reasons!.Parts.Single(p => p.Name == "ln_volume_20").Amount;

        Assert.Equal(0.8 * Math.Log(0.05 / 0.0025) * raised.Reasons.Multiplier, part, 1e-9 * Math.Abs(part));
    }

    [Fact]
    public void ForecastModelJson_WrittenAndRead_GivesTheSameModel()
    {
        ForecastModel model = SampleModel.WithCorrector(0.0025, 0.05);
        byte[] json = ForecastModelJson.Write(model);
        ForecastModel read = ForecastModelJson.Read(json, Outputs(model), model.Identity);

        Assert.Equal(json, ForecastModelJson.Write(read));
        Assert.Equal("calibration", Assert.Throws<InputRefusedException>(
            () => ForecastModelJson.Read("{}"u8.ToArray(), Outputs(model), model.Identity)).Code);
    }

    [Fact]
    public void MarginTrace_UnderTheDeployedParameters_EveryMarginAgainBitForBit()
    {
        PipelinePolicy policy = new();
        MarginTrace trace = new(policy, Long);
        List<MarginDecision> decisions = Run(SampleModel.WithCorrector(0.0025, 0.05), busyFrom: First + TimeSpan.FromMinutes(30));
        decisions.ForEach(trace.Add);
        int raised = decisions.FindIndex(d => d.Component(MarginComponentName.MlUplift) > 0.2m * d.BaselineInitial);

        double[] again = trace.Rates(new(policy));
        double[] capped = trace.Rates(new(policy with { Overlay = policy.Overlay with { Cap = 1.2 } }));
        double[] louder = trace.Rates(new(policy) { LnBlend = f => f.LnBlend + 1 });
        double[] doubled = trace.Rates(new(policy) { Reference = d => AnnualizedVolatility.FromFraction(2 * d.Reference.Fraction) });

        Assert.Equal(decisions.Select(d => (double)d.Requirement.Initial / (double)d.Price), again);
        Assert.All(again.Zip(capped), p => Assert.True(p.Second <= p.First));
        Assert.True(capped[raised] < again[raised] && louder.Zip(again).All(p => p.First >= p.Second) && louder.Sum() > again.Sum());
        Assert.True(doubled.Zip(again).All(p => p.First >= p.Second * 0.999));
        Assert.Equal((double)decisions[raised].BaselineInitial / (double)decisions[raised].Price, trace.BaselineRate(raised));
        Assert.Throws<ArgumentException>(() => new MarginTrace(policy with { Safety = new SafetyRules() }, Long));
    }

    [Fact]
    public void RatesUnder_ForecastGoneOrSilly_NeverBelowTheBaseline()
    {
        MarginTrace trace = new(new PipelinePolicy(), Long);
        List<MarginDecision> decisions = Run(SampleModel.Make(0.0025, 0.05), busyFrom: First + TimeSpan.FromMinutes(30));
        decisions.ForEach(trace.Add);
        int raised = decisions.FindIndex(d => d.Overlay.Multiplier > 1.5);
        IssuedForecast issued = decisions[raised].Forecast!;
        double booked = (double)decisions[raised].Requirement.Initial / (double)decisions[raised].Price;

        double[] same = trace.RatesUnder(raised, issued, isIssuedAnew: true, 3);
        Assert.Equal(booked, same[0]);
        foreach (double ln in new[] { -100, 8, 40, 700, double.NaN })
        {
            double[] rates = trace.RatesUnder(raised, issued with { LnBlend = ln }, isIssuedAnew: true, 24);
            Assert.All(rates, r => Assert.True(r >= trace.BaselineRate(raised), $"ln {ln} gives {r}"));
        }

        double[] silent = trace.RatesUnder(raised, decisions[raised - 1].Forecast, isIssuedAnew: false, 24);
        Assert.True(silent[^1] < silent[0] && silent[^1] >= trace.BaselineRate(raised));
    }

    [Fact]
    public void DisturbedForecast_SameRow_SameBitsAndALostMemberLeavesItsWeight()
    {
        ForecastModel model = SampleModel.WithCorrector(0.0025, 0.05);
        HorizonModel horizon = model.For(60);
        IssuedForecast issued = Run(model, busyFrom: First + TimeSpan.FromMinutes(30)).Last(d => d.Forecast is not null).Forecast!;
        double[] row = issued.Row.Values.ToArray();

        IssuedForecast same = new DisturbedForecast(horizon).With(issued, row);
        Assert.Equal(BitConverter.DoubleToInt64Bits(issued.LnBlend), BitConverter.DoubleToInt64Bits(same.LnBlend));

        int volume = SampleModel.Row.IndexOf("ln_volume_20");
        row[volume] = double.NaN;
        HorizonModel needy = horizon with { Learned = [horizon.Learned[0] with { Needs = new NeededFeature("ln_volume_20", volume) }, horizon.Learned[1]] };
        IssuedForecast lost = new DisturbedForecast(needy).With(issued, row);
        Assert.True(double.IsNaN(lost.LnMembers[2]) && lost.PoolWeights[2] == 0 && double.IsFinite(lost.LnBlend));
        Assert.Equal(issued.PoolWeights.Sum(), lost.PoolWeights.Sum(), 1e-12);
    }

    private static Dictionary<string, IRowModel> Outputs(ForecastModel model) => model.Horizons
        .SelectMany(h => h.Learned.Select(l => (Name: ForecastModelJson.OutputName(l.Id, h.Baselines.HorizonMinutes), l.Model)))
        .ToDictionary(o => o.Name, o => o.Model);

    private static List<MarginDecision> Run(
        ForecastModel? model, Timestamp? busyFrom = null, Timestamp? outageFrom = null, MemoryRecordSink? sink = null)
    {
        MarginPipeline pipeline = Open(sink ?? new MemoryRecordSink());
        List<MarginDecision> decisions = [];
        BacktestPlan plan = new(Long, model is null ? [] : [(First, model)], First, First + TimeSpan.FromHours(2), 5);
        BarSeries series = new("X", TimeSpan.FromMinutes(1), [.. Bars(busyFrom, outageFrom)]);
        BacktestRun.Run(pipeline, series, plan, decisions.Add, CancellationToken.None);
        return decisions;
    }

    private static MarginPipeline Open(IRecordSink sink) => new(
        new PipelineSettings("X", 1, new PipelinePolicy(), new string('1', 32), CanonicalObject.Empty), new AuditTrail(sink), Start);

    // Eight quiet days with steady returns of 0.05 % a minute, then a busy or a dead market.
    private static IEnumerable<Bar> Bars(Timestamp? busyFrom, Timestamp? outageFrom)
    {
        double price = 1000;
        for (int minute = 0; minute < (WarmDays * 1440) + 130; minute++)
        {
            Timestamp open = Start + TimeSpan.FromMinutes(minute);
            double next = price * (minute % 2 == 0 ? 1.0005 : 1 / 1.0005);
            if (outageFrom is null || open < outageFrom || minute >= (WarmDays * 1440) + 121)
            {
                double volume = busyFrom is Timestamp busy && open >= busy ? 100 : 10;
                yield return new Bar(open, price, Math.Max(price, next), Math.Min(price, next), next, volume);
            }

            price = next;
        }
    }
}
