using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>The frontier of average margin, shortfall and unnecessary calls over look-back, cap, confidence and notice.</summary>
public static class MarginFrontier
{
    private const int FewestDecisions = 100;

    /// <summary>Confidences tried.</summary>
    public static IReadOnlyList<double> Confidences { get; } = [0.98, 0.99, 0.995];

    /// <summary>Judges one replay at every confidence and notice. A parametric margin is proportional to its tail factor, so
    /// that another confidence needs no other replay.</summary>
    /// <param name="points">Decisions of the replay in time order.</param>
    /// <param name="moves">Absolute return over the horizon after each; NaN when unknown.</param>
    /// <param name="series">Bars.</param>
    /// <param name="policy">Policy that decided.</param>
    /// <param name="lookBackMinutes">Window of its baseline.</param>
    /// <returns>Nothing below 100 decisions with an outcome; <see cref="FrontierPoint.IsEfficient"/> is not set yet.</returns>
    public static IReadOnlyList<FrontierPoint> Of(
        IReadOnlyList<BacktestPoint> points, double[] moves, BarSeries series, PipelinePolicy policy, int lookBackMinutes)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentNullException.ThrowIfNull(policy);
        int[] kept = [.. Enumerable.Range(0, points.Count).Where(i => !double.IsNaN(moves[i]))];
        if (kept.Length < FewestDecisions)
        {
            return [];
        }

        BacktestPoint[] judged = [.. kept.Select(i => points[i])];
        double[] outcomes = [.. kept.Select(i => moves[i])];
        HeldMarket market = HeldMarket.Of(judged, series, policy);
        return [.. Confidences.SelectMany(c => CrashStudy.Notices.Select(n => At(judged, outcomes, market, policy, new(lookBackMinutes, policy.Overlay.Cap, c, n)
        {
            AverageRate = 0, Coverage = 0, Shortfall = 0, BadDebt = 0, Calls = 0, UnnecessaryCalls = 0,
        })))];
    }

    /// <summary>Marks the settings that no other one beats.</summary>
    public static IReadOnlyList<FrontierPoint> Mark(IReadOnlyList<FrontierPoint> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return [.. all.Select(p => p with { IsEfficient = !all.Any(o => Beats(o, p)) })];
    }

    private static bool Beats(FrontierPoint a, FrontierPoint b) =>
        a.AverageRate <= b.AverageRate && a.Shortfall <= b.Shortfall && a.UnnecessaryCalls <= b.UnnecessaryCalls
        && (a.AverageRate < b.AverageRate || a.Shortfall < b.Shortfall || a.UnnecessaryCalls < b.UnnecessaryCalls);

    private static FrontierPoint At(BacktestPoint[] points, double[] moves, HeldMarket market, PipelinePolicy policy, FrontierPoint setting)
    {
        double scale = Factor(policy with { Confidence = setting.Confidence }) / Factor(policy);
        TimeSpan notice = TimeSpan.FromMinutes(setting.NoticeMinutes);
        double[] asked = [.. points.Select(p => p.Initial * scale)];
        double[] inForce = MarginInForce.Of(market.Times, asked, notice);
        HeldPair[] pairs = HeldAccounts.FollowAll(market with { Baseline = [.. market.Baseline.Select(b => b * scale)] }, asked, inForce, notice);
        double months = pairs.Sum(p => p.HeldDays) / 30;
        return setting with
        {
            AverageRate = inForce.Average(),
            Coverage = inForce.Zip(moves).Average(x => x.Second <= x.First ? 1.0 : 0),
            Shortfall = 10_000 * inForce.Zip(moves).Average(x => Math.Max(0, x.Second - x.First)),
            BadDebt = 5_000 * pairs.Average(p => p.BadDebt + p.BadDebtNew),
            Calls = pairs.Sum(p => p.Calls) / months,
            UnnecessaryCalls = pairs.Sum(p => p.UnnecessaryCalls) / months,
        };
    }

    private static double Factor(PipelinePolicy policy) => TailFactor.Of(new ParametricParameters
    {
        Confidence = policy.Confidence,
        HorizonDays = policy.HorizonMinutes / 1440.0,
        Measure = policy.Measure,
        DegreesOfFreedom = policy.DegreesOfFreedom,
        MaintenanceRatio = policy.MaintenanceRatio,
        Volatilities = [],
        Correlation = [],
    });
}
