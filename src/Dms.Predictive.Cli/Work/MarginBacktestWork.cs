using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Margin;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>A finished back-test: what was decided, and what it amounts to.</summary>
internal sealed record MarginBacktestResult(
    IReadOnlyList<BacktestPoint> Points, MarginBacktest Summary, AlertLedger Alerts, WalkForwardRun Run,
    IReadOnlyList<MarginDecision> Raises, long Records, string Root)
{
    /// <summary>Ways of setting the margin, compared; the deployed one first.</summary>
    public required IReadOnlyList<MarginRow> Economics { get; init; }

    /// <summary>Probabilities of losing margin against what happened; empty when nothing was judged.</summary>
    public required IReadOnlyList<RiskRow> Risk { get; init; }

    /// <summary>Margins through the largest moves, by notice; empty when too little was issued.</summary>
    public required (IReadOnlyList<CrashWindow> Windows, IReadOnlyList<CrashRow> Rows) Crashes { get; init; }

    /// <summary>Frontier over look-back, cap, confidence and notice; empty when not asked for.</summary>
    public required IReadOnlyList<FrontierPoint> Frontier { get; init; }

    /// <summary>The caller's books, each under its own policy.</summary>
    public required IReadOnlyList<BookBacktest> Books { get; init; }

    /// <summary>Minute alerts by the event protocol; null when nothing was issued.</summary>
    public required AlertReport? EarlyWarnings { get; init; }

    /// <summary>Spike and onset heads over the span; null where they have no outcomes to rank.</summary>
    public required (HeadOutcome? Spike, HeadOutcome? Onset) Heads { get; init; }
}

/// <summary>What a back-test does beside its own policy.</summary>
/// <param name="IsSweep">Whether to try other settings of the policy.</param>
/// <param name="Venue">Margins that the caller charges today; null = none.</param>
/// <param name="Books">Accounts, each with a policy of any kind, to replay.</param>
internal sealed record MarginBacktestOptions(bool IsSweep, VenueMargins? Venue, IReadOnlyList<MarginRequest> Books)
{
    /// <summary>What accompanies the bars.</summary>
    public SideFiles Side { get; init; } = SideFiles.None;
}

/// <summary>Fits models walk-forward and replays their margins through the live pipeline.</summary>
internal static class MarginBacktestWork
{
    /// <summary>Margin with the forecast ÷ margin without it that counts as an alert.</summary>
    public const double AlertRaise = 1.10;

    private const int RaisesKept = 5;

    /// <summary>Runs models, margins and judgement; where asked, again for other settings of the policy.</summary>
    public static MarginBacktestResult Run(
        BarHistory history, PipelinePolicy policy, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span,
        MarginBacktestOptions options, Action<int, int>? progress, CancellationToken cancellation)
    {
        BarSeries series = history.Series;
        DecisionTable table = DecisionTableBuilder.Build(series, protocol.StepMinutes, span.End, cancellation, options.Side.History);
        WalkForwardRun run = WalkForwardRun.Run(table, protocol, span, progress, cancellation);
        AuditTrail trail = new(new DiscardingRecordSink());
        MarginPipeline pipeline = MarginSession.Open(
            series, policy, options.Side.DigestsWith(history), trail, series.Bars[0].OpenTime, options.Side.History.Inputs);
        BacktestPlan plan = new(
            MarginSession.Account(series.Instrument), WalkForwardModels.Of(run, protocol), span.Start, span.End, policy.StepMinutes)
        {
            Side = options.Side.History,
        };
        LargestRaises raises = new(RaisesKept);
        IReadOnlyList<BacktestPoint> points = BacktestRun.Run(pipeline, series, plan, raises.Note, cancellation);
        points = options.Venue is null ? points : [.. points.Select(p => p with { Venue = options.Venue.At(p.AsOf) })];
        IReadOnlyList<Timestamp> shocks = ShockEvents.Find(series, policy.StepMinutes, span.Start, span.End);
        AlertLedger alerts = AlertLedger.Of(points, p => p.Initial / p.Reactive, AlertRaise, shocks);
        double[] moves = BacktestSummary.MovesAfter(points, series, policy.HorizonMinutes);
        IReadOnlyList<MarginRow> economics = MarginEconomics.Of(points, moves, policy);
        MarginBacktest summary = BacktestSummary.Of(points, moves, policy, alerts, economics);
        return new MarginBacktestResult(points, summary, alerts, run, raises.Kept, trail.Size, trail.MerkleRoot)
        {
            Economics = economics,
            Risk = RiskStudy.Of(points, series, policy.HorizonMinutes),
            Crashes = CrashStudy.Of(points, moves, series, policy),
            Frontier = options.IsSweep ? MarginSweep.Run(history, policy, plan, cancellation) : [],
            Books = [.. options.Books.Select(b => BookBacktest.Run(b, points, series, policy, cancellation))],
            EarlyWarnings = AlertWork.Judge(run, protocol, span),
            Heads = HeadsOf(run, protocol, span),
        };
    }

    private static (HeadOutcome? Spike, HeadOutcome? Onset) HeadsOf(
        WalkForwardRun run, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span) =>
        HeadStudy.Run(run, protocol) is { } study
            ? (study.Score(study.Spike, span.Start, span.End), study.Score(study.Onset, span.Start, span.End))
            : (null, null);
}

/// <summary>Keeps the decisions with the largest learned uplift, one per hour.</summary>
internal sealed class LargestRaises(int count)
{
    private readonly List<MarginDecision> _kept = [];

    /// <summary>Largest first.</summary>
    public IReadOnlyList<MarginDecision> Kept => _kept;

    /// <summary>Considers a decision.</summary>
    public void Note(MarginDecision decision)
    {
        if (decision.Reasons is null)
        {
            return;
        }

        int near = _kept.FindIndex(k => Math.Abs((k.AsOf - decision.AsOf).TotalMinutes) < 60);
        if (near >= 0 && Uplift(_kept[near]) >= Uplift(decision))
        {
            return;
        }

        if (near >= 0)
        {
            _kept.RemoveAt(near);
        }

        _kept.Add(decision);
        _kept.Sort((a, b) => Uplift(b).CompareTo(Uplift(a)));
        if (_kept.Count > count)
        {
            _kept.RemoveAt(count);
        }
    }

    private static decimal Uplift(MarginDecision d) => d.Component(MarginComponentName.MlUplift);
}
