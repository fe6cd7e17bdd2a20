using Dms.Predictive.Audit;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>Replays the same models under other settings of the policy.</summary>
internal static class MarginSweep
{
    private static readonly int[] LookBacks = [1440, 4320, PipelinePolicy.DefaultLookBackMinutes];
    private static readonly double[] Caps = [1, 2, 4];

    /// <summary>Every look-back and cap, each at every confidence and notice; a cap of 1 is the policy without any forecast.</summary>
    public static IReadOnlyList<FrontierPoint> Run(
        BarHistory history, PipelinePolicy policy, BacktestPlan plan, double[] moves, CancellationToken cancellation)
    {
        List<FrontierPoint> all = [];
        foreach ((int lookBack, double cap) in LookBacks.SelectMany(_ => Caps, (l, c) => (l, c)))
        {
            PipelinePolicy tried = policy with
            {
                ReferenceFeature = PipelinePolicy.ReferenceOf(lookBack), Overlay = policy.Overlay with { Cap = cap },
            };
            MarginPipeline pipeline = MarginSession.Open(
                history.Series, tried, history.Files.Select(f => f.Sha256), new AuditTrail(new DiscardingRecordSink()), history.Series.Bars[0].OpenTime);
            IReadOnlyList<BacktestPoint> points = BacktestRun.Run(pipeline, history.Series, plan, decided: null, cancellation);
            double[] outcomes = points.Count == moves.Length ? moves : BacktestSummary.MovesAfter(points, history.Series, policy.HorizonMinutes);
            all.AddRange(MarginFrontier.Of(points, outcomes, history.Series, tried, lookBack));
        }

        return MarginFrontier.Mark(all);
    }
}
