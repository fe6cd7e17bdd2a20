using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Volatility;
using Monitor = Dms.Predictive.Explanation.Report.Monitor;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Whether the inputs still look as in training, and whether margins still cover.</summary>
internal static class ExplainDrift
{
    private const int Features = 10;

    // A day looks like no other day: shorter spans would alarm always.
    private const int FewestDays = 5;
    private const double Amber = 0.1, Red = 0.25;

    public static DriftEvidence Of(ExplainRun run, AttributionSizes sizes)
    {
        (int split, string what) = Split(run);
        List<Monitor> monitors = [];
        foreach (int j in Enumerable.Range(0, run.Rows.Width).Where(j => sizes.Features[j].Value > 0 && run.Seen[j] is not null)
            .OrderByDescending(j => sizes.Features[j].Value).ThenBy(j => j).Take(Features))
        {
            monitors.Add(Feature(run.Rows.FeatureNames[j], run.Rows.Values(j), split, what));
        }

        monitors.Insert(0, Feature("score", [.. run.Rows.Scores], split, what));
        (MonitorPath path, Monitor coverage) = Coverage(run);
        monitors.Add(coverage);
        (MonitorPath errors, Monitor change) = ForecastErrors(run);
        monitors.Add(change);
        string[] blocks =
        [
            .. run.Points.Where(p => p.Reason.Length > 0).GroupBy(p => p.Reason, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => $"{ExplainWords.Count(g.Count())} of {ExplainWords.Count(run.Points.Count)} decisions did without the forecast, reason {g.Key}; first at {ExplainWords.Time(g.First().AsOf)}."),
        ];
        return new(monitors, change.Value.IsPresent ? [path, errors] : [path], blocks);
    }

    // Training against what came after it; where one of them is too short, the first half against the second.
    private static (int Split, string What) Split(ExplainRun run)
    {
        int unseen = run.FirstUnseen, least = FewestDays * 1440 / run.Policy.StepMinutes;
        return unseen >= least && run.Rows.Count - unseen >= least
            ? (unseen, "after training against the training span")
            : (run.Rows.Count / 2, "second half against the first");
    }

    private static Monitor Feature(string name, double[] values, int split, string what)
    {
        double[] before = values[..split], after = values[split..];
        if (!before.Any(double.IsFinite) || !after.Any(double.IsFinite))
        {
            return new($"{name} (PSI)", Measured.Absent("missing on one side"), Measured.Of(Amber), Measured.Of(Red), VerdictStatus.NotApplicable, what);
        }

        double[] Clean(double[] v) => [.. v.Where(x => !double.IsInfinity(x))];
        (double[] reference, double[] current) = (Clean(before), Clean(after));
        ReferenceBins bins = ReferenceBins.From(reference);
        (BinCounts p, BinCounts q) = (bins.Count(reference), bins.Count(current));
        double shift = DistributionShift.PopulationStabilityIndex(p, q);
        double distance = DistributionShift.KolmogorovSmirnov(reference, current).Distance;
        double? moved = DistributionShift.Wasserstein(reference, current).Standardised;
        return new(
            $"{name} (PSI)", Measured.Of(shift), Measured.Of(Amber), Measured.Of(Red),
            shift < Amber ? VerdictStatus.Pass : shift < Red ? VerdictStatus.Warn : VerdictStatus.Fail,
            $"{what}; KS {ExplainWords.Fixed(distance, 3)}, W1 {(moved is { } m ? ExplainWords.Fixed(m, 3) + " sd" : "n/a: constant")}, JS "
            + $"{ExplainWords.Fixed(DistributionShift.JensenShannonDistance(p, q), 3)}.");
    }

    // Outcomes that do not overlap, one per horizon: did the move exceed the margin?
    private static (MonitorPath Path, Monitor Monitor) Coverage(ExplainRun run)
    {
        const double threshold = 1000;
        double[] moves = BacktestSummary.MovesAfter(run.Points, run.Order.History.Series, run.Policy.HorizonMinutes);
        CoverageProcess process = new(1 - run.Policy.Confidence, threshold: threshold);
        List<Timestamp> times = [];
        List<double> values = [];
        for (int k = 0; k < run.Points.Count; k++)
        {
            if (!double.IsNaN(moves[k]) && (times.Count == 0 || run.Points[k].AsOf - times[^1] >= TimeSpan.FromMinutes(run.Policy.HorizonMinutes)))
            {
                process.Add(moves[k] > run.Points[k].Initial);
                times.Add(run.Points[k].AsOf);
                values.Add(process.Value);
            }
        }

        double most = values.DefaultIfEmpty(0).Max();
        return (
            new("Evidence against the promised coverage", "", times, values, Measured.Of(threshold)),
            new("Coverage e-process, highest", values.Count == 0 ? Measured.Absent("no outcome is known") : Measured.Of(most), Measured.Of(threshold / 10),
                Measured.Of(threshold), most >= threshold ? VerdictStatus.Fail : most >= threshold / 10 ? VerdictStatus.Warn : VerdictStatus.Pass,
                $"Wealth of a bet that misses come more often than {ExplainWords.Percent(1 - run.Policy.Confidence, 0)}; it may be looked at after every decision."));
    }

    // The blend's own errors on outcomes that do not overlap: has their distribution changed?
    private static (MonitorPath Path, Monitor Monitor) ForecastErrors(ExplainRun run)
    {
        const int amber = 1, red = 3;
        double[] moves = BacktestSummary.MovesAfter(run.Points, run.Order.History.Series, run.Policy.HorizonMinutes);
        ForecastErrorWatch watch = new();
        List<Timestamp> times = [];
        List<double> values = [];
        List<Timestamp> alerts = [];
        for (int k = 0; k < run.Points.Count; k++)
        {
            Timestamp asOf = run.Points[k].AsOf;
            if (!double.IsNaN(moves[k]) && run.Points[k].Variances is { Blend: > 0 } forecast
                && (times.Count == 0 || asOf - times[^1] >= TimeSpan.FromMinutes(run.Policy.HorizonMinutes)))
            {
                alerts.AddRange(watch.Append(moves[k], forecast.Blend).IsAlert ? [asOf] : Array.Empty<Timestamp>());
                times.Add(asOf);
                values.Add(watch.IsWarm ? watch.Evidence : double.NaN);
            }
        }

        return (
            new("Evidence of a change in the forecast's errors", "ln", times, values, Measured.Of(watch.Threshold)),
            new("Change points of the forecast's errors", watch.IsWarm ? Measured.Of(alerts.Count) : Measured.Absent("too few outcomes are known"),
                Measured.Of(amber), Measured.Of(red),
                !watch.IsWarm ? VerdictStatus.NotApplicable : alerts.Count < amber ? VerdictStatus.Pass : alerts.Count < red ? VerdictStatus.Warn : VerdictStatus.Fail,
                alerts.Count == 0
                    ? "Martingale over standardised errors of the blend; one horizon an outcome."
                    : $"Martingale over standardised errors of the blend; first at {ExplainWords.Time(alerts[0])}."));
    }
}
