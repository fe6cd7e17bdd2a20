using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;
using ModelLosses = Dms.Predictive.Training.ModelLosses;

namespace Dms.Predictive.Cli.Work;

/// <summary>Tables of an evaluation that the report has no typed place for.</summary>
internal static class EvaluationTables
{
    private const string Performance = "performance";

    /// <summary>All tables of one horizon.</summary>
    public static IEnumerable<SectionTable> Of(HorizonSummary h)
    {
        yield return Strength(h);
        yield return Models(h);
        yield return Regression(h);
        yield return Slices(h, "regimes", "by volatility at the decision (thirds; the top 5 % apart)", h.Regimes, EvaluationWords.Regime);
        yield return Slices(h, "months", "by month", h.Months, m => m);
        if (h.Proxies.Count > 0)
        {
            yield return Proxies(h);
        }

        if (h.Models.Any(m => m.SpikePrAucInterval is not null))
        {
            yield return Spikes(h);
        }

        if (h.Onset is { } onset)
        {
            yield return Onsets(h, onset);
        }
    }

    /// <summary>Scores under honest and dishonest splits.</summary>
    public static SectionTable Leak(LeakFindings f) => new(
        "data", "leakSchemes",
        $"The same trees under four splits, {f.HorizonMinutes} minutes ahead, folds over the {f.WindowDays:F0} days before the test span. "
            + "Only the last row is what a user would have had.",
        [new("Rows", "", 0), new("R² of ln variance", "", 3), new("PR-AUC, top 1 %", "", 3), new("base rate", "%", 2)],
        [.. f.Schemes.Select(s => Row(s.Scheme, s.Rows, s.LogRSquared, s.PrAuc, s.BaseRate))]);

    private static SectionTable Strength(HorizonSummary h) => new(
        Performance, "strength" + h.HorizonMinutes, $"{h.HorizonMinutes} min: blend against each baseline, the strongest first. "
            + "DM asks who was better on average (negative favours the blend), GW whether one could have told when; SPA is the "
            + "chance of such a gap if no model at all beat this baseline.",
        [
            new("QLIKE saved", "%", 1), new("from", "%", 1), new("to", "%", 1), new("DM-HLN", "", 1), new("DM", "p", 3),
            new("GW", "p", 3), new("SPA", "p", 3),
        ],
        [.. h.Gains.Select((g, i) => Row(
            g.Baseline + (i == 0 ? " (strongest)" : ""), g.GainPercent / 100, g.GainLow / 100, g.GainHigh / 100, g.DieboldMariano,
            g.PValue, g.ConditionalPValue, g.SuperiorPValue))]);

    private static SectionTable Models(HorizonSummary h) => new(
        Performance, "models" + h.HorizonMinutes, $"{h.HorizonMinutes} min: every model on the same {h.Rows:N0} decisions, QLIKE with its 95 % "
            + "interval. MCS p is at least 0.10 for models of the 90 % confidence set, which the data cannot tell from the best.",
        [
            new("QLIKE", "", 4), new("from", "", 4), new("to", "", 4), new("MCS", "p", 3), new("MSE", "%⁴", 3),
            new("RMSPE", "%", 1), new("R² of logs", "", 3), new("issued", "%", 2),
        ],
        [.. h.Models.OrderBy(m => m.Qlike).Select(m => Row(
            m.Model + (m.InConfidenceSet ? " (in the set)" : ""), m.Qlike, m.QlikeInterval.Lower, m.QlikeInterval.Upper,
            m.ConfidenceSetPValue, m.MeanSquaredError, m.RootMeanSquarePercentageError, m.LogRSquared, m.IssuedShare))]);

    private static SectionTable Regression(HorizonSummary h) => new(
        Performance, "regression" + h.HorizonMinutes, $"{h.HorizonMinutes} min: outcome on forecast (Mincer-Zarnowitz). An unbiased forecast has "
            + "intercept 0 and slope 1; p tests both. In logs the intercept of a good forecast of the mean is below 0.",
        [
            new("intercept", "%²", 4), new("slope", "", 3), new("R²", "", 3), new("unbiased", "p", 3), new("log intercept", "", 3),
            new("log slope", "", 3), new("log R²", "", 3), new("log", "p", 3),
        ],
        [.. h.Models.Select(m => Row(
            m.Model, m.Levels?.Intercept, m.Levels?.Slope, m.Levels?.RSquared, m.Levels?.PValue, m.Logs?.Intercept, m.Logs?.Slope,
            m.Logs?.RSquared, m.Logs?.PValue))]);

    private static SectionTable Slices(
        HorizonSummary h, string id, string how, IReadOnlyList<SliceLosses> slices, Func<string, string> name) => new(
        Performance, id + h.HorizonMinutes, $"{h.HorizonMinutes} min: QLIKE of every model {how}; the last column is what the blend saves "
            + "against the best baseline of that row.",
        [new("Rows", "", 0), .. h.Models.Select(m => new TableColumn(m.Model, "", 4)), new("blend saves", "%", 1)],
        [.. slices.Select(s => Row(name(s.Slice), [s.Rows, .. h.Models.Select(m => (double?)s.Qlike[m.Model]), Saved(h, s)]))]);

    private static double? Saved(HorizonSummary h, SliceLosses s) =>
        h.Gains.Count == 0 ? null : 1 - (s.Qlike["blend"] / h.Gains.Min(g => s.Qlike[g.Baseline]));

    private static SectionTable Proxies(HorizonSummary h) => new(
        Performance, "proxies" + h.HorizonMinutes, $"{h.HorizonMinutes} min: QLIKE when variance is measured in other ways from the same minutes.",
        [.. h.Models.OrderBy(m => m.Qlike).Select(m => new TableColumn(m.Model, "", 4))],
        [
            Row("1-minute realized variance", [.. h.Models.OrderBy(m => m.Qlike).Select(m => (double?)m.Qlike)]),
            .. h.Proxies.Select(p => Row(p.Proxy, [.. h.Models.OrderBy(m => m.Qlike).Select(m => (double?)p.Qlike[m.Model])])),
        ]);

    private static SectionTable Spikes(HorizonSummary h) => new(
        Performance, "spikeRanking" + h.HorizonMinutes, $"{h.HorizonMinutes} min: ranking of spikes by forecast ÷ threshold, PR-AUC with its 95 % interval; "
            + "the calibrated probability is the first row.",
        [new("PR-AUC", "", 3), new("from", "", 3), new("to", "", 3)],
        [
            .. h.Spike is { } s ? [Row("spike probability", Of(s.PrAucInterval))] : Array.Empty<LabelledRow>(),
            .. h.Models.Where(m => m.SpikePrAucInterval is not null).Select(m => Row(m.Model, Of(m.SpikePrAucInterval!))),
        ]);

    private static SectionTable Onsets(HorizonSummary h, OnsetQuality onset) => new(
        Performance, "onsets" + h.HorizonMinutes, $"{h.HorizonMinutes} min: spikes out of calm ({onset.Rows:N0} calm decisions, {onset.BaseRate * 100:F2} % of "
            + "them followed by a spike). Lift is PR-AUC ÷ that share; 1 is chance.",
        [new("PR-AUC", "", 4), new("from", "", 4), new("to", "", 4), new("lift", "", 1), new("from", "", 1), new("to", "", 1)],
        [.. onset.Scores.Select(s => Row(s.Score, [.. Of(s.PrAuc), .. Of(s.Lift)]))]);

    private static double?[] Of(MeanInterval i) => [i.Mean, i.Lower, i.Upper];

    private static LabelledRow Row(string label, params double?[] values) =>
        new(label, [.. values.Select(v => Measured.Of(v, "not defined here"))]);
}
