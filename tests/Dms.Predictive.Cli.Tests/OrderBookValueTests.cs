using System.Security.Cryptography;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Serving.Tests;
using Dms.Predictive.Training;
using Xunit.Abstractions;

namespace Dms.Predictive.Cli.Tests;

/// <summary>
/// What books are worth where the truth is known: sixty days with planted build-ups, the same with build-ups that lead
/// nothing, and the same with none. Minutes long: runs with DMS_LONG_TESTS=1.
/// </summary>
public sealed class OrderBookValueTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dms-books-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly string[] FlowFamilies = ["book", "trades", "quality"];

    private static readonly EvaluationProtocol Protocol = new() { HorizonMinutes = [10, 20], StepMinutes = 5, RefitDays = 30, Seed = 17 };

    [LongFact]
    public void PlantedMarket_Books_GainAndFindWhatIsAnnounced()
    {
        Market market = Market.Of(new MarketSimulation());
        WalkForwardRun run = WalkForwardRun.Run(market.Table, Protocol, market.Span, null, default, 2, []);
        AblationGain gain = Gain(market, Protocol);
        OnsetScore onset = EvaluationSummary.Of(run, market.Span, 17)[0].Onset!.Scores[0];
        int first = market.Table.IndexAt(market.Span.Start.Minutes), last = market.Table.IndexAt(market.Span.End.Minutes);
        MemberForecasts twenty = run.Forecasts[1];
        PlantedFindings found = PlantedEvents.Judge(
            [.. Enumerable.Range(first, last - first).Select(d => (Timestamp.FromMinutes(market.Table.Minutes[d]), twenty.LnBlend[d] - twenty.LnHar[d]))],
            market.Events, market.Shocks, falseAlarmsPerDay: 1);
        output.WriteLine($"QLIKE 10 min {gain.QlikeWithout:F4} to {gain.QlikeWith:F4}: {gain.GainPercent:F1} % [{gain.GainLow:F1}, {gain.GainHigh:F1}]");
        output.WriteLine($"onset PR-AUC {onset.PrAuc.Mean:F3}, {onset.Lift.Mean:F1} times its base rate [{onset.Lift.Lower:F1}, {onset.Lift.Upper:F1}]");
        output.WriteLine($"{found}");

        Assert.True(gain.GainPercent >= 10 && gain.GainLow > 0, $"{gain.GainPercent} %");
        Assert.True(onset.Lift.Mean >= 15, $"{onset.Lift.Mean} times");
        Assert.True(found.FoundAtHalfLead >= 0.8 * found.Events, $"{found}");
        Assert.True(found.FalseAlarmsPerDay <= 1, $"{found}");
    }

    // The price second by second stays on both sides: a spread shows the variance within a minute, which bars do not, and that
    // is no foresight. Build-ups that lead nothing must then add nothing.
    [LongFact]
    public void PlaceboMarket_Books_GainNothing()
    {
        EvaluationProtocol ten = Protocol with { HorizonMinutes = [10] };
        AblationGain placebo = Gain(Market.Of(new MarketSimulation { Placebo = true }), ten);
        AblationGain none = Gain(Market.Of(new MarketSimulation { Strength = 0 }), ten);
        output.WriteLine($"placebo {placebo.GainPercent:F1} % [{placebo.GainLow:F1}, {placebo.GainHigh:F1}]");
        output.WriteLine($"without build-ups {none.GainPercent:F1} % [{none.GainLow:F1}, {none.GainHigh:F1}]");

        Assert.True(placebo.GainLow <= 0 && placebo.GainHigh >= 0, "Build-ups that lead nothing seem to add something.");
        Assert.True(none.GainLow <= 0 && none.GainHigh >= 0, "A market without build-ups seems to announce its shocks.");
    }

    // The forecast believes what it is shown; what that is worth per dollar is stated, and the margin has a cap and a step.
    [LongFact]
    public void SpoofedDepth_AroundEveryDecision_MovesTheUpliftByALimitedAmount()
    {
        MarketSimulation simulation = new();
        Market market = Market.Of(simulation);
        EvaluationProtocol ten = Protocol with { HorizonMinutes = [10] };
        WalkForwardRun run = WalkForwardRun.Run(market.Table, ten, market.Span, null, default, 2, []);
        using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        BundleLabel label = new("spoofed", "1.0.0", new Dictionary<string, string> { ["sim"] = new string('0', 64) }, new { }, market.Span.End);
        ForecastModel model = BundleExport.Write(_folder, run.Refits[^1], run, ten, label, signer);
        (Timestamp, Timestamp) lastDays = (market.Span.End - TimeSpan.FromDays(4), market.Span.End);
        double[] honest = Forecasts(market.Bars, model, lastDays, market.Flow);
        double widest = 0;
        foreach (double quote in new[] { 1e5, 1e6 })
        {
            Spoof spoof = new(quote, BookSide.Bid, 5, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5));
            MarketSimulator simulator = new(simulation);
            SpoofedReplay replay = new(simulator, spoof);
            FlowSeries flow = FlowFiles.Of(replay, (simulation.Start, simulator.End), null, default);
            double[] moved = Forecasts(market.Bars, model, lastDays, flow);
            double[] change = [.. honest.Zip(moved, (a, b) => Math.Exp((b - a) / 2) - 1)];
            double[] size = [.. change.Select(Math.Abs).Order()];
            widest = Math.Max(widest, size[^1]);
            output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{quote:N0} USD on the bid side, level 5: uplift changes by {100 * change.Average():F2} % on average, {100 * size.Average():F2} % in size, 95 % within {100 * size[(int)(0.95 * size.Length)]:F2} %, at most {100 * size[^1]:F2} %; {change.Count(c => c < -0.05)} of {change.Length} fall by more than 5 %, placed {replay.Placed} times"));
            Assert.True(replay.Placed > 10_000, $"{replay.Placed}");
        }

        Assert.True(widest < 1, $"A spoofed order multiplied the uplift by {1 + widest}.");
    }

    // A line that drops is no shock: what was trained with a book must not take its loss for one.
    [LongFact]
    public void LostBook_WhatNeedsItIsLeftOut_OfflineAsOnline()
    {
        Market market = Market.Of(new MarketSimulation());
        EvaluationProtocol ten = Protocol with { HorizonMinutes = [10] };
        Timestamp lostFrom = market.Span.End - TimeSpan.FromDays(4);
        Market lost = market.With(WithoutBook(market.Flow, lostFrom));
        MemberForecasts whole = WalkForwardRun.Run(market.Table, ten, market.Span, null, default, 2, []).Forecasts[0];
        WalkForwardRun run = WalkForwardRun.Run(lost.Table, ten, lost.Span, null, default, 2, []);
        MemberForecasts without = run.Forecasts[0];
        int first = lost.Table.IndexAt(lostFrom.Minutes) + 1, end = lost.Table.IndexAt(lost.Span.End.Minutes);
        double[] change = [.. Enumerable.Range(first, end - first).Select(d => Math.Exp((without.LnBlend[d] - whole.LnBlend[d]) / 2) - 1)];
        output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"lost book: the forecast volatility changes by {100 * change.Average():F1} % on average, {100 * change.Select(Math.Abs).Average():F1} % in size"));

        Assert.All(Enumerable.Range(first, end - first), d => Assert.True(double.IsNaN(without.LnLearned[0][d]) && double.IsFinite(without.LnBlend[d])));
        Assert.InRange(change.Average(), -0.2, 0.2);
        using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        BundleLabel label = new("lost", "1.0.0", new Dictionary<string, string> { ["sim"] = new string('0', 64) }, new { }, lost.Span.End);
        ForecastModel model = BundleExport.Write(_folder, run.Refits[^1], run, ten, label, signer);
        IssuedForecast[] live = [.. ForecastReplay.Run(
            lost.Bars, model, (Timestamp.FromMinutes(run.Refits[^1].Refit.Minute), lost.Span.End), 5, default, new SideHistory { Flow = lost.Flow })];
        Assert.True(live.Length > 1_000);
        Assert.Equal(live.Select(f => without.LnBlend[lost.Table.IndexAt(f.AsOf.Minutes)]), live.Select(f => f.LnBlend));
        Assert.Contains(live, f => f.BlendReason is not null && f.AsOf > lostFrom);
    }

    private static FlowSeries WithoutBook(FlowSeries flow, Timestamp from)
    {
        FlowSeries lost = new();
        double[] row = new double[FlowSeries.Width];
        for (int i = 0; i < flow.Count; i++)
        {
            flow.Values(i).CopyTo(row);
            if (flow.OpenTime(i) >= from)
            {
                row.AsSpan((int)FlowMeasure.Updates).Fill(double.NaN);
                row[(int)FlowMeasure.LostTime] = 60;
            }

            lost.Append(flow.OpenTime(i), row);
        }

        return lost;
    }

    private static double[] Forecasts(BarSeries bars, ForecastModel model, (Timestamp Start, Timestamp End) span, FlowSeries flow) =>
        [.. ForecastReplay.Run(bars, model, span, 5, default, new SideHistory { Flow = flow }).Select(f => f.LnBlend)];

    private sealed class SpoofedReplay(MarketSimulator market, Spoof spoof) : IMarketReplay
    {
        private SpoofedBook? _book;

        public long Placed => _book?.Placed ?? 0;

        public void AdvanceTo(Timestamp asOf, IMarketEventSink sink) => market.AdvanceTo(asOf, _book ??= new SpoofedBook(spoof, sink));
    }

    private static AblationGain Gain(Market market, EvaluationProtocol protocol)
    {
        string[] all = [.. ScorerRow.Schema(market.Table.Schema).Features.Select(f => f.Family).Distinct()];
        AblationStep step = new("flow", all, [.. all.Except(FlowFamilies)], FromPriceAlone: false);
        return AblationRun.Run(market.Table, protocol, market.Span, [step], null, default, 2)
            .Single(g => g is { HorizonMinutes: 10, Model: "blend" });
    }

    private sealed record Market(
        DecisionTable Table, (Timestamp Start, Timestamp End) Span, IReadOnlyList<PlantedEvent> Events, IReadOnlyList<Timestamp> Shocks)
    {
        public required BarSeries Bars { get; init; }

        public required FlowSeries Flow { get; init; }

        public Market With(FlowSeries flow) => this with
        {
            Table = DecisionTableBuilder.Build(Bars, 5, Span.End, default, new SideHistory { Flow = flow }),
            Flow = flow,
        };

        public static Market Of(MarketSimulation simulation)
        {
            MarketSimulator simulator = new(simulation);
            BarCollector bars = new();
            FlowSeries flow = FlowFiles.Of(simulator, (simulation.Start, simulator.End), bars, default);
            BarSeries series = new("SIM", TimeSpan.FromMinutes(1), bars.Bars);
            (Timestamp, Timestamp) span = (simulation.Start + TimeSpan.FromDays(36), simulator.End);
            return new Market(
                DecisionTableBuilder.Build(series, 5, simulator.End, default, new SideHistory { Flow = flow }), span,
                [.. simulator.Truth.Where(t => t.Event && t.LeadMinutes > 0).Select(t => new PlantedEvent(t.Time, t.LeadMinutes))],
                [.. simulator.Truth.Where(t => t.Event).Select(t => t.Time)])
            {
                Bars = series,
                Flow = flow,
            };
        }
    }
}
