using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>How the explained model uses its features.</summary>
internal static class ExplainBehaviour
{
    private const int CloudRows = 15;
    private const int CloudColumns = 72;
    private const int CurvesShown = 6;
    private const int InteractionsShown = 12;
    private const int InteractionRows = 200;
    private const int PartialRows = 300;
    private const int EffectRows = 4000;

    // The other forecasts in the row say how much the market moves: nobody expects a calmer forecast when one of them rises.
    private static readonly string[] ExpectedToRaise = ["ln_garch", "ln_har", "ln_ewma_fast", "ln_ewma_middle", "ln_ewma_slow"];

    /// <summary>Mean sizes with their intervals.</summary>
    public static GlobalAttribution Global(ExplainRun run, AttributionSizes sizes)
    {
        string few = $"{sizes.Days} days, at least {AttributionSizes.FewestDays} are needed";
        return new()
        {
            Mode = ModeName(run.Rows.Mode),
            Rows = run.Rows.Count,
            BaseValue = run.Rows.BaseValue,
            MaxAdditivityError = run.Rows.MaxAdditivityError,
            ScoreUnit = ExplainedModel.ScoreUnit,
            Note = Note(run),
            Features =
            [
                .. sizes.Features.Select((f, j) => new FeatureWeight(
                    run.Rows.FeatureNames[j], f.Value, End(f.Low, few), End(f.High, few), run.Schema.Features[j].Family)
                {
                    Meaning = $"{run.Schema.Features[j].Formula}; in {run.Schema.Features[j].Unit}",
                }),
            ],
            Groups = [.. sizes.Groups.Select(g => new GroupShare(g.Group, g.Share.Value, End(g.Share.Low, few), End(g.Share.High, few)))],
            TopShare = (End(sizes.TopShare.Low, few), End(sizes.TopShare.High, few)),
        };
    }

    /// <summary>Beeswarm, curves, interactions, signs.</summary>
    public static FeatureBehaviour Of(ExplainRun run, AttributionSizes sizes, Action<int, Action<int>> forEach)
    {
        int[] byImportance = [.. Enumerable.Range(0, run.Rows.Width).Where(j => sizes.Features[j].Value > 0 && run.Seen[j] is not null)
            .OrderByDescending(j => sizes.Features[j].Value).ThenBy(j => j)];
        double[][] spread = [.. run.Rows.Spread(InteractionRows).Select(k => run.Decisions[k].Row)];
        InteractionStrength strength = InteractionStrength.Of(
            run.Model.Attributor(run.Order.IsInterventional), spread, forEach);
        int[] shown = [.. byImportance.Take(InteractionsShown)];
        FeatureCurve[] curves = new FeatureCurve[Math.Min(CurvesShown, byImportance.Length)];
        forEach(curves.Length, k => curves[k] = CurveOf(run, byImportance[k], strength.PartnerOf(byImportance[k])));
        (double low, double high) = CloudRange(run, byImportance);
        return new()
        {
            Cloud = [.. byImportance.Take(CloudRows).Select(j => Cloud(run, j, low, high))],
            CloudRange = (low, high),
            CloudColumns = CloudColumns,
            Curves = curves,
            InteractionNames = [.. shown.Select(j => run.Rows.FeatureNames[j])],
            Interactions = [.. shown.SelectMany(i => shown.Select(j => strength[i, j]))],
            InteractionRows = strength.Rows,
            Pair = Pair(run, strength, shown),
            Signs = [.. Signs(run)],
        };
    }

    /// <summary>Name of a value function as a reader sees it.</summary>
    public static string ModeName(string mode) => mode == "path" ? "path-dependent" : mode;

    private static Measured End(double value, string reason) => double.IsNaN(value) ? Measured.Absent(reason) : Measured.Of(value);

    private static string Note(ExplainRun run)
    {
        string others = string.Join(", ", run.Model.Horizon.Learned.Select((l, m) => (l.Id, m)).Where(l => l.m != run.Model.Member)
            .Select(l => $"{l.Id} {ExplainWords.Percent(run.Model.Horizon.Pool.Weights[2 + l.m], 0)}"));
        return $"What is explained is the score of the tree member {run.Model.MemberId} at {run.Policy.HorizonMinutes} min, which holds "
            + $"{ExplainWords.Percent(run.Model.Weight, 0)} of the blend (HAR {ExplainWords.Percent(run.Model.Horizon.Pool.Weights[0], 0)}, GARCH "
            + $"{ExplainWords.Percent(run.Model.Horizon.Pool.Weights[1], 0)}{(others.Length > 0 ? ", " + others : "")}). "
            + (run.Order.IsInterventional
                ? $"Unknown features take the values of {run.Model.BackgroundOrigin}."
                : "Unknown features are averaged along the trees by their recorded covers.");
    }

    private static (double Low, double High) CloudRange(ExplainRun run, int[] byImportance)
    {
        (double low, double high) = (0, 0);
        foreach (int j in byImportance.Take(CloudRows))
        {
            ObservedValues parts = ObservedValues.Of(run.Rows.Parts(j));
            (low, high) = (Math.Min(low, parts.At(0.005)), Math.Max(high, parts.At(0.995)));
        }

        return high > low ? (low, high) : (-1, 1);
    }

    private static CloudRow Cloud(ExplainRun run, int feature, double low, double high)
    {
        double[] parts = run.Rows.Parts(feature);
        ObservedValues seen = ObservedValues.Of(parts);
        return new(
            run.Rows.FeatureNames[feature], AttributionCloud.Of(parts, run.Rows.Values(feature), low, high, CloudColumns),
            [seen.Lowest, seen.At(0.1), seen.At(0.5), seen.At(0.9), seen.Highest]);
    }

    private static FeatureCurve CurveOf(ExplainRun run, int feature, int partner)
    {
        double[] values = run.Rows.Values(feature), parts = run.Rows.Parts(feature);
        double[][] rows = [.. run.Rows.Spread(EffectRows).Select(k => (double[])run.Decisions[k].Row.Clone())];
        double[][] few = [.. run.Rows.Spread(PartialRows).Select(k => run.Decisions[k].Row)];
        return new(run.Rows.FeatureNames[feature], run.Schema.Features[feature].Unit, Dependence.Of(values, parts))
        {
            Partner = partner < 0 ? "" : run.Rows.FeatureNames[partner],
            Cells = partner < 0 ? null : DependenceCells.Of(values, parts, run.Rows.Values(partner)),
            Partial = PartialDependence.Of(run.Model.Fast, few, feature, run.Seen[feature]!),
            Accumulated = AccumulatedEffect.Of(run.Model.Fast, rows, feature),
            Companion = Companion(run, feature, rows),
        };
    }

    private static (string Name, double Correlation)? Companion(ExplainRun run, int feature, double[][] rows)
    {
        (int At, double Correlation) best = (-1, 0);
        for (int j = 0; j < run.Rows.Width; j++)
        {
            double[][] both = j == feature ? [] : [.. rows.Where((r, k) => k % 4 == 0 && double.IsFinite(r[feature]) && double.IsFinite(r[j]))];
            double found = both.Length < 3 ? double.NaN : RankAgreement.Spearman(
                [.. both.Select(r => r[feature])], [.. both.Select(r => r[j])]);
            best = Math.Abs(found) > Math.Abs(best.Correlation) ? (j, found) : best;
        }

        return best.At < 0 ? null : (run.Rows.FeatureNames[best.At], best.Correlation);
    }

    private static (string First, string Second, AccumulatedPairEffect Effect)? Pair(
        ExplainRun run, InteractionStrength strength, int[] shown)
    {
        (int First, int Second, double Size) best = (-1, -1, 0);
        foreach (int i in shown)
        {
            foreach (int j in shown)
            {
                best = i < j && strength[i, j] > best.Size ? (i, j, strength[i, j]) : best;
            }
        }

        return best.First < 0 ? null : (
            run.Rows.FeatureNames[best.First], run.Rows.FeatureNames[best.Second],
            AccumulatedPairEffect.Of(
                run.Model.Fast, [.. run.Rows.Spread(EffectRows).Select(k => run.Decisions[k].Row)], (best.First, best.Second), 12));
    }

    private static IEnumerable<SignCheck> Signs(ExplainRun run)
    {
        int[] picked = run.Rows.Spread(PartialRows);
        double[][] rows = [.. picked.Select(k => run.Decisions[k].Row)];
        for (int j = 0; j < run.Rows.Width; j++)
        {
            if (ExpectedToRaise.Contains(run.Rows.FeatureNames[j]) && run.Seen[j] is { } seen)
            {
                MonotonicityResult result = Monotonicity.Check(run.Model.Fast, rows, j, 1, seen);
                yield return new(
                    run.Rows.FeatureNames[j], "not fall when it rises", result,
                    result.WorstRow < 0 ? "" : run.Decisions[picked[result.WorstRow]].AsOf.ToString());
            }
        }
    }
}
