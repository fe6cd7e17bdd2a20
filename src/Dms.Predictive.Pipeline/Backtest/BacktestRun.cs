using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Dms.Predictive.Pipeline;

/// <summary>Replays bars through the live pipeline and keeps what it decided.</summary>
public sealed class BacktestRun
{
    private readonly MarginPipeline _pipeline;
    private readonly Account _account;
    private readonly Queue<(Timestamp At, ForecastModel Model)> _models;
    private readonly List<BacktestPoint> _points = [];
    private readonly Action<MarginDecision>? _decided;
    private readonly SideReplay _side;
    private readonly int _stepMinutes;

    private BacktestRun(MarginPipeline pipeline, BacktestPlan plan, Action<MarginDecision>? decided)
    {
        (_pipeline, _account, _stepMinutes, _decided) = (pipeline, plan.Account, plan.StepMinutes, decided);
        _models = new Queue<(Timestamp, ForecastModel)>(plan.Models.OrderBy(m => m.At));
        _side = pipeline.Accompany(plan.Side);
    }

    /// <summary>Decides at every step of a span.</summary>
    /// <param name="pipeline">Fresh pipeline.</param>
    /// <param name="series">Bars from well before the span to its end.</param>
    /// <param name="plan">Account, models with the time each goes into service, span (end exclusive), step.</param>
    /// <param name="decided">Told of every decision; may be null.</param>
    /// <param name="cancellation">Stops between decisions.</param>
    public static IReadOnlyList<BacktestPoint> Run(
        MarginPipeline pipeline, BarSeries series, BacktestPlan plan, Action<MarginDecision>? decided, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(plan);
        BacktestRun run = new(pipeline, plan, decided);
        Timestamp next = plan.Start;
        foreach (Bar bar in series.Bars)
        {
            // A bar is known at its end: decisions before that are made without it.
            for (Timestamp known = bar.OpenTime + series.Length; next < known && next < plan.End; next += run.Step)
            {
                cancellation.ThrowIfCancellationRequested();
                run.DecideAt(next);
            }

            pipeline.Append(in bar);
        }

        return run._points;
    }

    private TimeSpan Step => TimeSpan.FromMinutes(_stepMinutes);

    private void DecideAt(Timestamp asOf)
    {
        _side.AdvanceTo(asOf);
        while (_models.TryPeek(out (Timestamp At, ForecastModel Model) head) && head.At <= asOf)
        {
            if (!_pipeline.IsWarm(asOf))
            {
                return;
            }

            _pipeline.Activate(_models.Dequeue().Model, asOf);
        }

        if (!_pipeline.IsWarm(asOf))
        {
            return;
        }

        MarginDecision decision = _pipeline.Decide(_account, asOf);
        _points.Add(PointOf(decision));
        _decided?.Invoke(decision);
    }

    private BacktestPoint PointOf(MarginDecision d)
    {
        double notional = (double)(d.Price * Math.Abs(_account.Positions[0].Quantity));
        return new BacktestPoint(
            d.AsOf, (double)d.Price, (double)d.Requirement.Initial / notional, (double)d.Requirement.Maintenance / notional,
            (double)(d.Requirement.Initial - d.Component(MarginComponentName.MlUplift)) / notional,
            (double)d.BaselineInitial / notional, d.Overlay.Multiplier, d.Reference.Fraction, VariancesOf(d.Forecast),
            d.Spike?.Probability ?? double.NaN, d.Fallback ?? "")
        {
            Moves = d.Moves,
            GarchUplift = d.Overlay.GarchMultiplier,
            MaintenanceUplift = d.Overlay.MaintenanceMultiplier,
        };
    }

    private static MemberVariances? VariancesOf(IssuedForecast? f) => f is null
        ? null
        : new MemberVariances(Squared(f.LnEwma), Squared(f.LnGarch), Squared(f.LnBlend));

    private static double Squared(double lnPercentSquared) =>
        PinnedMath.Exp(lnPercentSquared) / PeriodVariance.PercentSquaredPerUnit;
}
