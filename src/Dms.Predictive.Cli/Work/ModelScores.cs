using Dms.Predictive.Core;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work;

/// <summary>Mean QLIKE and spike PR-AUC of one model over the test span.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Qlike">Mean QLIKE.</param>
/// <param name="PrAuc">Average precision of variance ÷ threshold at ten minutes; null elsewhere or without spikes.</param>
internal sealed record ModelScore(string Model, double Qlike, double? PrAuc);

/// <summary>Scores of every model for one horizon.</summary>
internal static class ModelScores
{
    /// <summary>Scores the eligible decisions of a span.</summary>
    public static List<ModelScore> Of(WalkForwardRun run, int horizon, Timestamp start, Timestamp end)
    {
        Targets target = run.Targets[horizon];
        List<int> eligible = Eligible(run, horizon, start, end);
        bool spikes = target.SpikesAreDefined;
        List<int> ranked = [.. eligible.Where(target.HasThreshold)];
        bool[] labels = [.. ranked.Select(target.IsSpike)];
        return [.. run.Forecasts[horizon].Issued.Select(m => new ModelScore(
            m.Model,
            eligible.Average(d => ForecastLoss.Qlike(target[d], Math.Exp(m.Ln[d]))),
            spikes && labels.Any(l => l)
                ? ProbabilityScores.AveragePrecision(labels, [.. ranked.Select(d => Math.Exp(m.Ln[d]) / run.Table.Thresholds[d])])
                : null))];
    }

    /// <summary>Decisions with a target and a forecast.</summary>
    public static List<int> Eligible(WalkForwardRun run, int horizon, Timestamp start, Timestamp end) =>
        [.. Enumerable.Range(0, run.Table.Count).Where(d =>
            run.Table.Minutes[d] >= start.Minutes && run.Table.Minutes[d] < end.Minutes
            && run.Targets[horizon].Eligible(d) && !double.IsNaN(run.Forecasts[horizon].LnBlend[d]))];
}
