using Dms.Predictive.Audit;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>The same models under one setting of the policy.</summary>
/// <param name="Policy">Policy that decided.</param>
/// <param name="Points">Decisions.</param>
/// <param name="Moves">What followed each; NaN when unknown.</param>
internal sealed record SweptReplay(PipelinePolicy Policy, IReadOnlyList<BacktestPoint> Points, double[] Moves)
{
    /// <summary>The frontier's points of a part of the decisions.</summary>
    /// <param name="series">Bars.</param>
    /// <param name="first">First decision of the part.</param>
    /// <param name="count">Decisions of the part.</param>
    public IReadOnlyList<FrontierPoint> Judge(Core.BarSeries series, int first, int count) => MarginFrontier.Of(
        [.. Points.Skip(first).Take(count)], [.. Moves.Skip(first).Take(count)], series, Policy, Policy.LookBackMinutes);
}

/// <summary>Replays the same models under other settings of the policy.</summary>
internal static class MarginSweep
{
    private static readonly int[] LookBacks = [1440, 4320, PipelinePolicy.DefaultLookBackMinutes];
    private static readonly double[] Caps = [1, 2, 4];

    /// <summary>Every look-back and cap, each at every confidence and notice; a cap of 1 is the policy without any forecast.</summary>
    public static IReadOnlyList<FrontierPoint> Run(BarHistory history, PipelinePolicy policy, BacktestPlan plan, CancellationToken cancellation) =>
        MarginFrontier.Mark([.. Replays(history, policy, plan, cancellation).SelectMany(r => r.Judge(history.Series, 0, r.Points.Count))]);

    /// <summary>One replay per look-back and cap.</summary>
    public static IEnumerable<SweptReplay> Replays(BarHistory history, PipelinePolicy policy, BacktestPlan plan, CancellationToken cancellation)
    {
        foreach ((int lookBack, double cap) in LookBacks.SelectMany(_ => Caps, (l, c) => (l, c)))
        {
            PipelinePolicy tried = policy with
            {
                ReferenceFeature = PipelinePolicy.ReferenceOf(lookBack),
                Overlay = policy.Overlay with { Cap = cap },
            };
            MarginPipeline pipeline = MarginSession.Open(
                history.Series, tried, history.Files.Select(f => f.Sha256), new AuditTrail(new DiscardingRecordSink()),
                history.Series.Bars[0].OpenTime, plan.Side.Inputs);
            IReadOnlyList<BacktestPoint> points = BacktestRun.Run(pipeline, history.Series, plan, decided: null, cancellation);
            yield return new SweptReplay(tried, points, BacktestSummary.MovesAfter(points, history.Series, policy.HorizonMinutes));
        }
    }
}
