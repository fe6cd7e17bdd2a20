using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Learning;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work;

/// <summary>The measured part of a card: every number comes from the run or from an evaluation's report.</summary>
internal static class CardMeasures
{
    private const int Draws = 1000;
    private const int Top = 8;
    private static readonly string[] Regimes = ["calm", "mid", "high", "top5"];

    /// <summary>QLIKE with intervals by regime and month over the rehearsals of a run.</summary>
    public static string Rehearsals(WalkForwardRun run, Timestamp end, int seed)
    {
        StringBuilder text = new();
        long? start = run.Refits.Where(r => r.Refit.Rehearsal).Select(r => (long?)r.Refit.Minute).FirstOrDefault();
        text.Append("## Measured on rehearsals\n\n");
        if (start is null)
        {
            return text.Append("None: the history is too short to refit before its end. Nothing is known of this model's quality.\n\n").ToString();
        }

        text.Append(CultureInfo.InvariantCulture,
            $"The same recipe refitted on what was known, and judged on what followed, {Timestamp.FromMinutes(start.Value)} to {end}. QLIKE, lower is better, with 95 % intervals of a stationary bootstrap.\n\n");
        text.Append("| Horizon (min) | slice | decisions | blend | interval | garch | har |\n|---|---|---|---|---|---|---|\n");
        for (int h = 0; h < run.Targets.Count; h++)
        {
            foreach ((string slice, int[] rows) in Slices(run, h, start.Value, end.Minutes))
            {
                text.Append(Row(run, h, (slice, rows), seed));
            }
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Reliability of the spike probability over the rehearsals.</summary>
    public static string Calibration(WalkForwardRun run, Timestamp end)
    {
        StringBuilder text = new("## Calibration of the spike probability\n\n");
        IReadOnlyList<CalibrationBin> bins = CalibrationCurve.Of(run, (Timestamp.FromMinutes(run.Table.FirstMinute), end));
        if (bins.Count == 0)
        {
            return text.Append("No probability was issued before the end of training: nothing to show.\n\n").ToString();
        }

        text.Append("| forecast | observed | decisions |\n|---|---|---|\n");
        foreach (CalibrationBin bin in bins)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {bin.Forecast:F4} | {bin.Observed:F4} | {bin.Count} |\n");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Largest mean absolute attributions over the reference rows, by horizon.</summary>
    public static string Attributions(FittedRefit refit)
    {
        StringBuilder text = new("## Top attributions\n\nMean absolute exact tree attribution of the first learned member over its reference rows, in ln variance.\n\n");
        text.Append("| Horizon (min) | feature | mean size |\n|---|---|---|\n");
        bool any = false;
        foreach (FittedHorizon horizon in refit.Horizons)
        {
            if (horizon.Learners[0].Serving.Model is not Forest forest)
            {
                continue;
            }

            any = true;
            foreach ((string feature, double size) in Largest(forest, horizon.ReferenceRows))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {horizon.Baselines.HorizonMinutes} | `{feature}` | {size:F4} |\n");
            }
        }

        return any ? text.Append('\n').ToString() : "## Top attributions\n\nThe first learned member is no forest: none are computed.\n\n";
    }

    /// <summary>What an evaluation's report says; empty without one.</summary>
    public static string Evaluation(JsonElement? report)
    {
        if (report is not JsonElement root)
        {
            return "## Evaluation\n\nNone was given (--evaluation): the rehearsals above are all that is known.\n\n";
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture,
            $"## Evaluation\n\nWalk-forward, {Text(root, "span", "start")} to {Text(root, "span", "end")}, protocol `{root.GetProperty("protocolHash").GetString()}`.\n\n");
        foreach (JsonElement h in root.GetProperty("horizons").EnumerateArray())
        {
            int minutes = h.GetProperty("horizonMinutes").GetInt32();
            foreach (JsonElement g in h.GetProperty("gains").EnumerateArray())
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"- {minutes} min: QLIKE {Number(g, "gainPercent"):F1} % [{Number(g, "gainLow"):F1}, {Number(g, "gainHigh"):F1}] below {g.GetProperty("baseline").GetString()}, p {Number(g, "pValue"):G2}\n");
            }

            foreach (string worst in (string[])["worstRegime", "worstMonth"])
            {
                if (h.TryGetProperty(worst, out JsonElement w) && w.ValueKind == JsonValueKind.Object)
                {
                    double gain = Number(w, "gainPercent");
                    text.Append(CultureInfo.InvariantCulture,
                        $"- {minutes} min, weakest {(worst == "worstMonth" ? "month" : "regime")} {w.GetProperty("slice").GetString()}: QLIKE {Math.Abs(gain):F1} % {(gain < 0 ? "ABOVE" : "below")} {w.GetProperty("baseline").GetString()}, the better baseline there\n");
                }
            }

            foreach (JsonElement s in h.GetProperty("regimes").EnumerateArray().Concat(h.GetProperty("months").EnumerateArray()))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"- {minutes} min, {s.GetProperty("slice").GetString()}: blend {Number(s.GetProperty("qlike"), "blend"):F4} in {s.GetProperty("rows").GetInt32()} decisions\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Row(WalkForwardRun run, int h, (string Name, int[] Rows) slice, int seed)
    {
        MemberForecasts f = run.Forecasts[h];
        Targets target = run.Targets[h];
        double[] Losses(double[] ln) => [.. slice.Rows.Select(d => ForecastLoss.Qlike(target[d], Math.Exp(ln[d])))];
        double[] blend = Losses(f.LnBlend);
        int overlap = Math.Clamp(target.HorizonMinutes / run.Table.StepMinutes, 1, Math.Max(1, blend.Length / 2));
        MeanInterval interval = StationaryBootstrap.OfMean(blend, StationaryBootstrap.MeanBlock(blend.Length, overlap), Draws, seed);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {target.HorizonMinutes} | {slice.Name} | {blend.Length} | {blend.Average():F4} | {interval.Lower:F4} to {interval.Upper:F4} | {Losses(f.LnGarch).Average():F4} | {Losses(f.LnHar).Average():F4} |\n");
    }

    private static IEnumerable<(string Name, int[] Rows)> Slices(WalkForwardRun run, int h, long start, long end)
    {
        int[] rows = [.. Enumerable.Range(0, run.Table.Count).Where(d => run.Table.Minutes[d] >= start && run.Table.Minutes[d] < end
            && run.Targets[h].Eligible(d) && !double.IsNaN(run.Forecasts[h].LnBlend[d]))];
        if (rows.Length < 2)
        {
            yield break;
        }

        yield return ("all", rows);
        double[] ordered = [.. rows.Select(d => run.Table.Realized10[d]).Order()];
        double[] edges = [Quantile.OfOrdered(ordered, 1 / 3.0), Quantile.OfOrdered(ordered, 2 / 3.0), Quantile.OfOrdered(ordered, 0.95)];
        foreach (var regime in rows.GroupBy(d => edges.Count(e => e <= run.Table.Realized10[d])).OrderBy(g => g.Key).Where(g => g.Count() >= 2))
        {
            yield return (Regimes[regime.Key], [.. regime]);
        }

        foreach (var month in rows.GroupBy(d => Timestamp.FromMinutes(run.Table.Minutes[d]).ToString()[..7]).Where(g => g.Count() >= 2))
        {
            yield return (month.Key, [.. month]);
        }
    }

    private static IEnumerable<(string Feature, double Size)> Largest(Forest forest, IReadOnlyList<double[]> rows)
    {
        PathDependentAttributor attributor = new(forest);
        double[] sums = new double[forest.FeatureNames.Count], phi = new double[sums.Length];
        foreach (double[] row in rows)
        {
            attributor.Attribute(row, phi);
            for (int i = 0; i < phi.Length; i++)
            {
                sums[i] += Math.Abs(phi[i]);
            }
        }

        return forest.FeatureNames.Select((name, i) => (name, sums[i] / rows.Count)).OrderByDescending(p => p.Item2).Take(Top);
    }

    private static double Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;

    private static string Text(JsonElement element, string outer, string inner) => element.GetProperty(outer).GetProperty(inner).GetString() ?? "";
}
