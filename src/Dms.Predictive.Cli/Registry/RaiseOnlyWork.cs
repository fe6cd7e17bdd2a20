using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Registry;

/// <summary>Replays margins with a model over a span and counts those that stand below the policy's own baseline.</summary>
internal static class RaiseOnlyWork
{
    /// <summary>Margins one long contract at every step under the default policy.</summary>
    /// <param name="series">Bars from well before the span.</param>
    /// <param name="models">Models with the time from which each serves, in order.</param>
    /// <param name="span">First decision and end, exclusive.</param>
    /// <param name="cancellation">Stops between bars.</param>
    public static RaiseOnlyReplay Run(
        BarSeries series, IReadOnlyList<(Timestamp At, ForecastModel Model)> models, (Timestamp Start, Timestamp End) span, CancellationToken cancellation)
    {
        PipelinePolicy policy = PolicyFor(series.LengthMinutes, models[0].Model);
        MarketDesk desk = new(new PipelineSettings(series.Instrument, series.LengthMinutes, policy, new string('0', 32), MarginSession.Fingerprint()));
        Account account = MarginSession.Account(series.Instrument);
        Queue<(Timestamp At, ForecastModel Model)> waiting = new(models);
        int decisions = 0, below = 0, raised = 0;
        foreach (Bar bar in series.Bars.TakeWhile(b => b.OpenTime < span.End))
        {
            cancellation.ThrowIfCancellationRequested();
            desk.Append(in bar);
            Timestamp known = bar.OpenTime + series.Length;
            if (known < span.Start || known >= span.End || known.Minutes % policy.StepMinutes != 0 || !desk.IsWarm(known))
            {
                continue;
            }

            while (waiting.TryPeek(out (Timestamp At, ForecastModel Model) next) && next.At <= known)
            {
                desk.Activate(waiting.Dequeue().Model);
            }

            MarginRequest request = desk.RequestFor(account, desk.Observe(known));
            MarginRequirement margin = MarginCalculator.Compute(request);
            decimal baseline = BaselineOf(request);
            decisions++;
            below += Breaks(margin, baseline) ? 1 : 0;
            raised += margin.Initial > baseline ? 1 : 0;
        }

        return new RaiseOnlyReplay(decisions, below, raised);
    }

    // With the uplift at 1 the margin is the baseline, to the last unit.
    private static bool Breaks(MarginRequirement margin, decimal baseline) =>
        margin.Initial < baseline || margin.Maintenance > margin.Initial || margin.Maintenance < 0
        || (margin.Overlay!.Multiplier == 1 && margin.Initial != baseline);

    private static decimal BaselineOf(MarginRequest request) => Money.FromDouble(
        request.Policy.Evaluate(MarginView.Of(request.Account, request.Market), 1).Initial, request.Policy.Quantum, MoneyRounding.Up);

    // A model without the policy's horizon is judged at its longest one.
    private static PipelinePolicy PolicyFor(int barMinutes, ForecastModel model)
    {
        PipelinePolicy policy = new();
        int[] horizons = [.. model.Horizons.Select(h => h.Baselines.HorizonMinutes)];
        int step = (policy.StepMinutes + barMinutes - 1) / barMinutes * barMinutes;
        return policy with
        {
            StepMinutes = step,
            HorizonMinutes = horizons.Contains(policy.HorizonMinutes) ? policy.HorizonMinutes : horizons[^1],
            Overlay = policy.Overlay with { StepSeconds = step * 60.0 },
        };
    }
}
