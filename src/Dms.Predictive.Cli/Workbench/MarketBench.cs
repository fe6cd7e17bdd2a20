using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Cli.Workbench;

/// <summary>
/// All that a notebook does with bars of one instrument: look, train, judge, compare, register. It runs the code of the
/// commands, so a
/// notebook and a command give the same figures.
/// </summary>
public sealed class MarketBench
{
    private readonly BarHistory _history;

    private MarketBench(BarHistory history) => _history = history;

    /// <summary>Instrument id.</summary>
    public string Instrument => _history.Series.Instrument;

    /// <summary>Open time of the first bar.</summary>
    public Timestamp Start => _history.Series.Bars[0].OpenTime;

    /// <summary>Time at which the last bar is known.</summary>
    public Timestamp End => _history.Series.Bars[^1].OpenTime + _history.Series.Length;

    /// <summary>Number of bars.</summary>
    public int BarCount => _history.Series.Bars.Count;

    /// <summary>Reads bars files, or folders of them, as one series.</summary>
    /// <exception cref="InputRefusedException">A file is refused; the message names file, line and what is
    /// allowed.</exception>
    public static MarketBench Open(params string[] filesOrFolders) =>
        new(BarFiles.Load(filesOrFolders, CancellationToken.None));

    /// <summary>The bars of a span as a frame: time (UTC open), prices (quote), volume (base).</summary>
    public DataFrame Bars(Timestamp from, Timestamp to) => BenchFrames.Bars(_history.Series, from, to);

    /// <summary>What the quality gate found: issue and number of verdicts, gaps last.</summary>
    public DataFrame Quality() => BenchFrames.Quality(_history.Quality);

    /// <summary>Features, thresholds and outcomes at every decision known by a time; see
    /// <see cref="FeatureFrame.Columns"/>.</summary>
    public FrameDocument Features(TrainingPlan plan, CancellationToken cancellation = default)
    {
        EvaluationProtocol protocol = Checked(plan);
        DecisionTable table = Table(protocol, plan.TrainEnd, cancellation);
        return FeatureFrame.Of(table, [.. protocol.HorizonMinutes.Select(h => new Targets(table, h, protocol.Label))]);
    }

    /// <summary>Loss on seen and on later rows after each number of trees.</summary>
    public IReadOnlyList<LearningPoint> LearningByTrees(
        TrainingPlan plan, int horizonMinutes, CancellationToken cancellation = default)
    {
        EvaluationProtocol protocol = Checked(plan);
        return LearningCurve.ByTrees(
            Table(protocol, plan.TrainEnd, cancellation), protocol, horizonMinutes, plan.TrainEnd, cancellation);
    }

    /// <summary>Loss on seen and on later rows for growing numbers of training rows.</summary>
    public IReadOnlyList<LearningPoint> LearningByRows(
        TrainingPlan plan, int horizonMinutes, CancellationToken cancellation = default)
    {
        EvaluationProtocol protocol = Checked(plan);
        return LearningCurve.ByRows(
            Table(protocol, plan.TrainEnd, cancellation), protocol, horizonMinutes, plan.TrainEnd, cancellation);
    }

    /// <summary>Evaluates a plan walk-forward over a span; the plan's own end is not used.</summary>
    /// <exception cref="InputRefusedException"><c>history-too-short</c>: nothing could be issued.</exception>
    public BenchEvaluation Evaluate(
        TrainingPlan plan, Timestamp start, Timestamp end, CancellationToken cancellation = default)
    {
        EvaluationProtocol protocol = Checked(plan);
        WalkForwardRun run = WalkForwardRun.Run(
            Table(protocol, end, cancellation), protocol, (start, end), null, cancellation);
        return run.NothingIssuedReason is string reason
            ? throw new InputRefusedException(
                "history-too-short", $"Nothing was issued: {reason}. Begin later.", "start")
            : new BenchEvaluation(run, protocol, (start, end));
    }

    /// <summary>Trains a plan into a signed, verified bundle MODELS/ID/VERSION.</summary>
    /// <param name="plan">What to train.</param>
    /// <param name="models">Folder of models; made when it is missing.</param>
    /// <param name="id">Model id.</param>
    /// <param name="version">Version, never reused.</param>
    /// <param name="cancellation">Stops between fits.</param>
    /// <returns>Folder of the bundle.</returns>
    /// <exception cref="InputRefusedException"><c>history-too-short</c> or <c>bundle-exists</c>.</exception>
    public string Train(TrainingPlan plan, string models, string id, string version,
        CancellationToken cancellation = default)
    {
        EvaluationProtocol protocol = Checked(plan);
        OutputFolder.Prepare(models);
        return TrainingWork.Run(
            new TrainingOrder
            {
                History = _history,
                Protocol = protocol,
                TrainEnd = plan.TrainEnd,
                Root = models,
                Id = id,
                Version = version,
            },
            null, cancellation).Folder;
    }

    /// <summary>Compares two bundles on bars that neither was trained on.</summary>
    /// <param name="champion">Folder of the champion's bundle.</param>
    /// <param name="challenger">Folder of the challenger's bundle.</param>
    /// <param name="start">First decision; not before either model's training ended.</param>
    /// <param name="end">End, exclusive.</param>
    /// <param name="cancellation">Stops between bars.</param>
    /// <exception cref="InputRefusedException">A bundle is refused, <c>seen-in-training</c> or
    /// <c>nothing-to-compare</c>.</exception>
    public IReadOnlyList<ModelComparison> Compare(
        string champion, string challenger, Timestamp start, Timestamp end, CancellationToken cancellation = default) =>
        ModelComparisonWork.Run(_history.Series, champion, challenger, (start, end), cancellation).Compared;

    /// <summary>Verifies a bundle and registers it as challenger in the folder of models that holds it.</summary>
    /// <param name="bundle">Folder of the bundle, MODELS/ID/VERSION.</param>
    /// <param name="actor">Who registers; enters the record.</param>
    /// <param name="note">Why; one line.</param>
    /// <exception cref="InputRefusedException">The bundle or the registry refuses; the code says why.</exception>
    public static RegisteredModel RegisterChallenger(string bundle, string actor, string note) => RegistryWork.Register(
        bundle, BundleTrust.Self(), ModelState.Challenger,
        new RegistrySignature(actor, Timestamp.From(TimeProvider.System.GetUtcNow()), note));

    /// <summary>Replays margins with and without the forecast over a span, models refitted as the plan says.</summary>
    /// <param name="plan">What to train; its horizons must hold the policy's.</param>
    /// <param name="policy">The margin policy.</param>
    /// <param name="start">First decision.</param>
    /// <param name="end">End, exclusive.</param>
    /// <param name="cancellation">Stops between decisions.</param>
    public BenchBacktest Backtest(
        TrainingPlan plan, PipelinePolicy policy, Timestamp start, Timestamp end,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new BenchBacktest(
            MarginBacktestWork.Run(_history, policy, Checked(plan), (start, end), new MarginBacktestOptions(false, null, []), null, cancellation));
    }

    private EvaluationProtocol Checked(TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        EvaluationProtocol protocol = plan.ToProtocol();
        GridRules.Refuse(protocol, _history.Series);
        return protocol;
    }

    private DecisionTable Table(EvaluationProtocol protocol, Timestamp end, CancellationToken cancellation) =>
        DecisionTableBuilder.Build(_history.Series, protocol.StepMinutes, end, cancellation);
}
