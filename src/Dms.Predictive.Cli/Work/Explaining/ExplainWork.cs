using System.Runtime.ExceptionServices;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Features;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Replays a bundle through the code that serves it and takes every forecast apart.</summary>
internal static class ExplainWork
{
    private const int RaisesKept = 5;
    private const int CompareRows = 1000;

    /// <summary>Runs everything.</summary>
    /// <exception cref="InputRefusedException"><c>no-rows</c>: nothing was forecast in the span;
    /// <c>schema-mismatch</c>.</exception>
    /// <exception cref="UsageException">No such horizon or member, or the bars do not fit.</exception>
    public static ExplainRun Run(ExplainOrder order, CancellationToken cancellation)
    {
        ExplainedModel model = ExplainedModel.Of(order);
        BarSeries series = order.History.Series;
        PipelinePolicy standard = new();
        PipelinePolicy policy = standard with
        {
            HorizonMinutes = model.Horizon.Baselines.HorizonMinutes,
            StepMinutes = Math.Max(standard.StepMinutes, series.LengthMinutes),
        };
        (Timestamp Start, Timestamp End) span = SpanOf(order, policy.StepMinutes);
        Replayed? done = null;
        DecisionTable? outcomes = null;
        IReadOnlyList<Timestamp> shocks = [];

        // The replay follows the market bar by bar on one thread; what does not wait for it runs beside it.
        Together(
            order.Threads, cancellation,
            () => done = Replay(order, model, policy, span, cancellation),
            () =>
            {
                _ = model.Attributor(order.IsInterventional);
                outcomes = DecisionTableBuilder.Build(
                    series, policy.StepMinutes, series.Bars[^1].OpenTime + series.Length, cancellation, order.Side.History);
                shocks = ShockEvents.Find(series, policy.StepMinutes, span.Start, span.End);
            });
        (Replayed replayed, DecisionTable table) = (done!, outcomes!);
        if (replayed.Decisions.Count == 0)
        {
            throw new InputRefusedException(
                "no-rows",
                $"The model issued no forecast from {span.Start} to {span.End}: features need a week of bars first. Give more bars, or another --from.",
                order.History.Files[0].Path);
        }

        Action<int, Action<int>> forEach = (count, run) => Parallel.For(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = order.Threads, CancellationToken = cancellation }, run);
        ExplainedRows all = Attribute(model.Attributor(order.IsInterventional), replayed.Decisions, forEach);
        HashSet<Timestamp> kept = [.. all.Times];
        ExplainedDecision[] decisions = [.. replayed.Decisions.Where(d => kept.Contains(d.AsOf))];
        ExplainedDecision[] sample = [.. all.Spread(CompareRows).Select(k => decisions[k])];
        AlertLedger alerts = AlertLedger.Of(replayed.Points, p => p.Initial / p.Reactive, MarginBacktestWork.AlertRaise, shocks);
        double[] moves = BacktestSummary.MovesAfter(replayed.Points, series, policy.HorizonMinutes);
        return new ExplainRun
        {
            Order = order,
            Model = model,
            Policy = policy,
            Span = span,
            Decisions = decisions,
            Rows = all,
            Other = Attribute(model.Attributor(!order.IsInterventional), sample, forEach),
            Points = replayed.Points,
            Trace = replayed.Trace,
            Moves = moves,
            Alerts = alerts,
            Backtest = BacktestSummary.Of(
                replayed.Points, moves, policy, alerts, MarginEconomics.Of(replayed.Points, moves, policy)),
            Raises = replayed.Raises,
            Explained = replayed.Explained,
            Table = table,
            Outcomes = new Targets(table, policy.HorizonMinutes),
            Leaves = replayed.Records.Leaves,
            ChainHead = replayed.ChainHead,
            Schema = replayed.RowSchema,
            Seen = [.. Enumerable.Range(0, all.Width).Select(j => all.Values(j))
                .Select(v => v.Any(double.IsFinite) ? ObservedValues.Of(v) : null)],
        };
    }

    // What one of the works refuses is said as if it had worked alone.
    private static void Together(int threads, CancellationToken cancellation, params Action[] works)
    {
        try
        {
            Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, works);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private static ExplainedRows Attribute(
        IAttributor attributor, IReadOnlyList<ExplainedDecision> decisions, Action<int, Action<int>> forEach) => ExplainedRows.Of(
        attributor, [.. decisions.Select(d => d.AsOf)], [.. decisions.Select(d => d.Row)], forEach);

    private static (Timestamp Start, Timestamp End) SpanOf(ExplainOrder order, int stepMinutes)
    {
        BarSeries series = order.History.Series;
        Timestamp first = series.Bars[0].OpenTime, end = series.Bars[^1].OpenTime + series.Length;
        end = order.To is { } to && to < end ? to : end;
        Timestamp start = Timestamp.FromMinutes(Math.Max(first.Minutes, end.Minutes - ((long)order.MostRows * stepMinutes)));
        start = order.From is { } from && from > start ? from : start;
        long onGrid = (start.Minutes + stepMinutes - 1) / stepMinutes * stepMinutes;
        return start < end
            ? (Timestamp.FromMinutes(onGrid), end)
            : throw new UsageException($"There is nothing between {start} and {end}; the bars run from {first} to {end}.", "--from");
    }

    private static Replayed Replay(
        ExplainOrder order, ExplainedModel model, PipelinePolicy policy, (Timestamp Start, Timestamp End) span,
        CancellationToken cancellation)
    {
        BarSeries series = order.History.Series;
        ReportRecords records = new();
        LargestAsks raises = new(RaisesKept);
        AuditTrail trail = new(records);
        MarginPipeline pipeline = MarginSession.Open(
            series, policy, order.Side.DigestsWith(order.History), trail, series.Bars[0].OpenTime, order.Side.History.Inputs,
            raises.Wants);
        BacktestPlan plan = new(
            MarginSession.Account(series.Instrument), [(span.Start, model.Model)], span.Start, span.End, policy.StepMinutes)
        {
            Side = order.Side.History,
        };
        FeatureSchema? schema = null;
        MarginTrace trace = new(policy, MarginSession.Account(series.Instrument));
        List<ExplainedDecision?> drafts = [];
        IReadOnlyList<BacktestPoint> points = BacktestRun.Run(
            pipeline, series, plan,
            d =>
            {
                schema ??= d.Forecast?.Row.Schema;
                trace.Add(d);
                drafts.Add(ExplainedDecision.Of(d, model.Member));
                raises.Note(d, records.LastPair);
            },
            cancellation);
        MarginExplanation[] explained =
        [
            .. raises.Kept.Where(r => r.Records is not null)
                .Select(r => DemoReasons.Change(r.Records!, r.Decision.Sequence, model.Model))
                .OfType<MarginExplanation>(),
        ];
        return new(
            points, [.. drafts.Select((d, k) => d is null ? null : d with { Point = points[k] }).OfType<ExplainedDecision>()], [.. raises.Kept.Select(r => r.Decision)], explained, records,
            trail.ChainHash, schema ?? FeatureCatalog.Bars, trace);
    }

    private sealed record Replayed(
        IReadOnlyList<BacktestPoint> Points, IReadOnlyList<ExplainedDecision> Decisions, IReadOnlyList<MarginDecision> Raises,
        IReadOnlyList<MarginExplanation> Explained, ReportRecords Records, string ChainHead, FeatureSchema RowSchema, MarginTrace Trace);
}
