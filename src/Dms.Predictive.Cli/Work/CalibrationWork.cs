using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>Settings chosen for a market, and what they did on bars that had no say in the choice.</summary>
/// <param name="Policy">Policy with the chosen settings.</param>
/// <param name="Chosen">What they did where they were chosen.</param>
/// <param name="Later">What they did afterwards.</param>
/// <param name="Default">What the built-in settings did afterwards, at the same notice.</param>
/// <param name="IsReached">Whether any setting reached the coverage where it was chosen.</param>
/// <param name="ChosenOn">Decisions of the first part: first and last.</param>
/// <param name="JudgedOn">Decisions of the second part.</param>
internal sealed record CalibrationResult(
    PipelinePolicy Policy, FrontierPoint Chosen, FrontierPoint Later, FrontierPoint Default, bool IsReached,
    (Timestamp First, Timestamp Last) ChosenOn, (Timestamp First, Timestamp Last) JudgedOn);

/// <summary>Chooses look-back, cap and confidence for a market on the first part of a back-test and judges them on the rest.</summary>
internal static class CalibrationWork
{
    private const double ChosenShare = 0.6;

    /// <summary>Runs models walk-forward, every setting, and the choice: least average margin among those that cover the target.</summary>
    /// <param name="history">Bars of the market.</param>
    /// <param name="policy">Where to start from.</param>
    /// <param name="protocol">How models are fitted.</param>
    /// <param name="span">Decisions.</param>
    /// <param name="target">Share of moves within the margin in force.</param>
    /// <param name="noticeMinutes">Notice that the venue gives.</param>
    /// <param name="progress">Told of fitted models.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="InputRefusedException"><c>too-short</c>.</exception>
    public static CalibrationResult Run(
        BarHistory history, PipelinePolicy policy, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span, double target,
        int noticeMinutes, Action<int, int>? progress, CancellationToken cancellation)
    {
        BarSeries series = history.Series;
        DecisionTable table = DecisionTableBuilder.Build(series, protocol.StepMinutes, span.End, cancellation);
        WalkForwardRun run = WalkForwardRun.Run(table, protocol, span, progress, cancellation);
        BacktestPlan plan = new(
            MarginSession.Account(series.Instrument), WalkForwardModels.Of(run, protocol), span.Start, span.End, policy.StepMinutes);
        List<(FrontierPoint First, FrontierPoint Second)> settings = [];
        (Timestamp, Timestamp) chosenOn = default, judgedOn = default;
        foreach (SweptReplay replay in MarginSweep.Replays(history, policy, plan, cancellation))
        {
            int split = (int)(replay.Points.Count * ChosenShare);
            IReadOnlyList<FrontierPoint> first = replay.Judge(series, 0, split), second = replay.Judge(series, split, replay.Points.Count - split);
            if (first.Count == 0 || second.Count == 0)
            {
                throw new InputRefusedException(
                    "too-short", $"Found {replay.Points.Count} decisions; a choice and a judgement need 100 each with a known outcome. Give more bars or an earlier --test-start.", "--data");
            }

            settings.AddRange(first.Zip(second).Where(s => s.First.NoticeMinutes == noticeMinutes));
            chosenOn = (replay.Points[0].AsOf, replay.Points[split - 1].AsOf);
            judgedOn = (replay.Points[split].AsOf, replay.Points[^1].AsOf);
        }

        bool isReached = settings.Any(s => s.First.Coverage >= target);
        (FrontierPoint chosen, FrontierPoint later) = isReached
            ? settings.Where(s => s.First.Coverage >= target).OrderBy(s => s.First.AverageRate).ThenBy(s => s.First.UnnecessaryCalls).First()
            : settings.OrderByDescending(s => s.First.Coverage).ThenBy(s => s.First.AverageRate).First();
        PipelinePolicy start = new();
        return new CalibrationResult(
            policy with
            {
                ReferenceFeature = PipelinePolicy.ReferenceOf(chosen.LookBackMinutes),
                Confidence = chosen.Confidence,
                Overlay = policy.Overlay with { Cap = chosen.Cap, NoticeSeconds = 60.0 * noticeMinutes },
            },
            chosen, later,
            settings.First(s => s.First.LookBackMinutes == start.LookBackMinutes && s.First.Cap == start.Overlay.Cap && s.First.Confidence == start.Confidence).Second,
            isReached, chosenOn, judgedOn);
    }
}
