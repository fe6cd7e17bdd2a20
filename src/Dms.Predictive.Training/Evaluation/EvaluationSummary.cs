using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Scores a finished run as the data protocol says.</summary>
public static class EvaluationSummary
{
    private const int Draws = 1000;
    private const string Subject = "blend";
    private static readonly string[] RegimeNames = ["calm", "mid", "high", "top5"];

    /// <summary>Scores every horizon of a run; horizons without eligible decisions are left out.</summary>
    public static IReadOnlyList<HorizonSummary> Of(WalkForwardRun run, (Timestamp Start, Timestamp End) span, int seed)
    {
        ArgumentNullException.ThrowIfNull(run);
        List<HorizonSummary> summaries = [];
        for (int h = 0; h < run.Targets.Count; h++)
        {
            ScoredHorizon scored = new(run, h, span);
            if (scored.Rows.Count >= 2 && scored.Losses.Count > 0)
            {
                summaries.Add(new Judge(scored, seed).Summary());
            }
        }

        return summaries;
    }

    private sealed class Judge(ScoredHorizon scored, int seed)
    {
        private readonly BootstrapMeans _means =
            BootstrapMeans.Of([.. scored.Models.Select(m => scored.Losses[m])], scored.MeanBlock, Draws, seed);

        public HorizonSummary Summary()
        {
            SpikeJudge spikes = new(scored, seed);
            ModelConfidenceSetResult set = ModelConfidenceSet.Find(_means);
            List<ModelLosses> models = [.. scored.Models.Select((_, k) => LossesOf(k, set, spikes))];
            List<SliceLosses> regimes = Regimes();
            List<SliceLosses> months =
            [
                .. scored.Rows.Select((d, i) => (Month: Timestamp.FromMinutes(scored.Table.Minutes[d]).ToString()[..7], i))
                    .GroupBy(p => p.Month).Select(g => Slice(g.Key, [.. g.Select(p => p.i)])),
            ];
            return new HorizonSummary
            {
                HorizonMinutes = scored.Target.HorizonMinutes,
                Rows = scored.Rows.Count,
                MeanBlock = scored.MeanBlock,
                Models = models,
                Gains = scored.Losses.ContainsKey(Subject) ? [.. scored.Baselines.Select(GainOver)] : [],
                Regimes = regimes,
                Months = months,
                WorstRegime = Worst(regimes),
                WorstMonth = Worst(months),
                Proxies = Proxies(),
                Spike = spikes.Probability(models),
                Onset = spikes.Onsets(),
            };
        }

        private ModelLosses LossesOf(int k, ModelConfidenceSetResult set, SpikeJudge spikes)
        {
            string model = scored.Models[k];
            double[] held = scored.Held[model];
            ForecastErrors errors = ForecastErrors.Of(scored.Realized, held);
            MeanInterval? area = spikes.PrAuc(model);
            return new ModelLosses
            {
                Model = model,
                IssuedShare = scored.IssuedShare(model),
                Qlike = _means.Means[k],
                QlikeInterval = _means.Interval(k),
                MeanSquaredError = errors.MeanSquaredError,
                RootMeanSquarePercentageError = errors.RootMeanSquarePercentageError,
                LogRSquared = errors.LogRSquared,
                ConfidenceSetPValue = set.PValues[k],
                InConfidenceSet = set.Contains(k),
                Levels = Line(scored.Realized, held),
                Logs = Line(Array.ConvertAll(scored.Realized, Math.Log), Array.ConvertAll(held, Math.Log)),
                SpikePrAuc = area?.Mean,
                SpikePrAucInterval = area,
            };
        }

        private MincerZarnowitzResult? Line(double[] y, double[] f) =>
            f.Length >= 3 && Array.Exists(f, v => v != f[0]) ? MincerZarnowitz.Regress(y, f, (3 * scored.Overlap) + 12) : null;

        private BlendGain GainOver(string baseline)
        {
            (int own, int other) = (scored.Models.IndexOf(Subject), scored.Models.IndexOf(baseline));
            double[] difference = [.. scored.Losses[Subject].Zip(scored.Losses[baseline], (b, o) => b - o)];
            DieboldMarianoResult test = DieboldMariano.Test(difference, scored.Overlap);
            MeanInterval gain = _means.IntervalOf(m => 100 * (1 - (m[own] / m[other])));
            double conditional = difference.Length >= scored.Overlap + 10
                ? GiacominiWhite.Test(difference, scored.Overlap).PValue
                : double.NaN;
            return new BlendGain(
                baseline, gain.Mean, gain.Lower, gain.Upper, test.StatisticHln, test.PValue, conditional,
                SuperiorPredictiveAbility.Test(_means, other).Consistent);
        }

        private List<SliceLosses> Regimes()
        {
            double[] current = [.. scored.Rows.Select(d => scored.Table.Realized10[d])];
            double[] ordered = [.. current.Order()];
            double[] edges =
                [Quantile.OfOrdered(ordered, 1 / 3.0), Quantile.OfOrdered(ordered, 2 / 3.0), Quantile.OfOrdered(ordered, 0.95)];
            return [.. current.Select((c, i) => (Regime: edges.Count(e => e <= c), i)).GroupBy(p => p.Regime).OrderBy(g => g.Key)
                .Select(g => Slice(RegimeNames[g.Key], [.. g.Select(p => p.i)]))];
        }

        private SliceLosses Slice(string name, List<int> positions) =>
            new(name, positions.Count, scored.Losses.ToDictionary(l => l.Key, l => positions.Average(i => l.Value[i])));

        private WorstSlice? Worst(List<SliceLosses> slices) =>
            scored.Baselines.Count == 0 || !scored.Losses.ContainsKey(Subject) ? null : slices.Select(s =>
            {
                string better = scored.Baselines.MinBy(b => s.Qlike[b])!;
                return new WorstSlice(s.Slice, better, 100 * (1 - (s.Qlike[Subject] / s.Qlike[better])));
            }).MinBy(w => w.GainPercent);

        private IReadOnlyList<ProxyRanking> Proxies()
        {
            if (scored.Table.BarMinutes != 1 || scored.Target.HorizonMinutes < VarianceProxies.Span)
            {
                return [];
            }

            List<string> order = [.. scored.Models.OrderBy(m => scored.Losses[m].Average())];
            return VarianceProxies.Rank(
                i => scored.Table.Returns.AsMemory(scored.Table.LastBar[scored.Rows[i]] + 1, scored.Target.HorizonMinutes),
                scored.Realized, scored.Target.Floor, scored.Held, order);
        }
    }
}
