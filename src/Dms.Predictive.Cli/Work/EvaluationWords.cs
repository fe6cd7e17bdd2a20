using System.Globalization;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work;

/// <summary>What an evaluation showed, in sentences that need no statistics course.</summary>
internal static class EvaluationWords
{
    /// <summary>A p-value as people write it: <c>p 0.012</c>, <c>p &lt;0.001</c>.</summary>
    public static string P(double p) => double.IsNaN(p) ? "p not defined" : p < 0.001 ? "p <0.001" : Text($"p {p:F3}");

    /// <summary>The headline: the blend against the strongest baseline, never the weakest.</summary>
    public static string Headline(HorizonSummary h)
    {
        if (h.Gains.Count == 0)
        {
            return $"{h.HorizonMinutes} minutes ahead there is no baseline or no blend to compare.";
        }

        BlendGain g = h.Gains[0];
        string verdict = g.GainLow > 0 ? "beats" : g.GainHigh < 0 ? "loses to" : "cannot be told from";
        return Text($"{h.HorizonMinutes} minutes ahead the blend {verdict} {g.Baseline}, the strongest of {h.Gains.Count} ")
            + Text($"baselines: its loss (QLIKE) is {Percent(g.GainPercent)}, 95 % interval {Interval(g.GainLow, g.GainHigh)}, {P(g.PValue)}.");
    }

    /// <summary>The headline in a dozen words.</summary>
    public static string Short(HorizonSummary h) => h.Gains.Count == 0 ? "" : Text(
        $"{h.HorizonMinutes} min: loss {Percent(h.Gains[0].GainPercent)} than {h.Gains[0].Baseline}, the strongest baseline ({P(h.Gains[0].PValue)}).");

    /// <summary>Whether the win could be luck among many models.</summary>
    public static string Luck(HorizonSummary h)
    {
        string[] set = [.. h.Models.Where(m => m.InConfidenceSet).Select(m => m.Model)];
        string others = set.Length == 1 ? "Every other model is worse" : "The data cannot tell these apart";
        string spa = h.Gains.Count == 0 ? "" : Text($" If none of the models were better than {h.Gains[0].Baseline}, so wide a gap would come by luck with {P(h.Gains[0].SuperiorPValue)}.");
        return $"{h.HorizonMinutes} min: the 90 % confidence set of best models is {string.Join(", ", set)}. {others}.{spa}";
    }

    /// <summary>Worst month and worst regime.</summary>
    public static string Worst(HorizonSummary h) => h.WorstMonth is not { } m || h.WorstRegime is not { } r
        ? $"{h.HorizonMinutes} min: no baseline to compare with."
        : $"{h.HorizonMinutes} min: worst month {m.Slice}, {Against(m)}; worst regime {Regime(r.Slice)}, {Against(r)}.";

    /// <summary>Spike warnings; null where there are none.</summary>
    public static string? Spikes(HorizonSummary h)
    {
        if (h.Spike is not { } s)
        {
            return null;
        }

        string against = s.BestBaseline.Length == 0 ? "" : Text(
            $", {s.PrAuc / s.BestBaselinePrAuc:F2} times that of {s.BestBaseline} ({s.BestBaselinePrAuc:F3}), the best baseline");
        return Text($"{s.BaseRate * 100:F2} % of decisions are followed by a spike. The probability ranks them with PR-AUC {Show(s.PrAucInterval)}")
            + against
            + Text($". Brier skill {Show(s.BrierSkillInterval)}; said and seen differ by {s.CalibrationError * 100:F2} points on average.");
    }

    /// <summary>Spikes out of calm; null where there are none.</summary>
    public static string? Onsets(HorizonSummary h) => h.Onset is not { } o ? null : Text(
        $"Out of calm, {o.BaseRate * 100:F2} % of {o.Rows:N0} decisions are followed by a spike; {o.Scores[0].Score} ranks them ")
        + Text($"{o.Scores[0].Lift.Mean:F1} times better than chance (95 % interval {o.Scores[0].Lift.Lower:F1} to {o.Scores[0].Lift.Upper:F1}).");

    /// <summary>Whether the ranking depends on how variance is measured; null without a second measurement.</summary>
    public static string? Proxies(HorizonSummary h)
    {
        if (h.Proxies.Count == 0)
        {
            return null;
        }

        string order = string.Join(" < ", h.Models.OrderBy(m => m.Qlike).Select(m => m.Model));
        if (h.Proxies.All(p => p.SameOrder))
        {
            return $"{h.HorizonMinutes} min: the ranking holds on every measurement of variance ({order}).";
        }

        return $"{h.HorizonMinutes} min: on 1-minute variance {order}; " + string.Join("; ", h.Proxies.Where(p => !p.SameOrder).Select(p =>
            $"on {p.Proxy} {string.Join(" < ", p.Order)}")) + (h.Proxies.All(p => p.SameBest)
            ? ". The best model stays the best; the order behind it changes." : ". THE BEST MODEL CHANGES: the ranking does not hold.");
    }

    /// <summary>How often the test span was looked at.</summary>
    public static string Openings(Opening o) => o.OfThisSpan == 1 && o.Overlapping == 1
        ? "First time that this test span is opened, by the ledger in use."
        : Text($"Opened {Times(o.OfThisConfiguration)} by this configuration and {Times(o.OfThisSpan)} in all, by {o.Configurations} ")
            + Text($"configuration(s); {Times(o.Overlapping)} counting spans that overlap. The more often, the less a good figure means.");

    /// <summary>What the leak demonstration found.</summary>
    public static IReadOnlyList<string> Leaks(LeakFindings f)
    {
        SchemeScore first = f.Schemes[0], last = f.Schemes[^1];
        return
        [
            Text($"The same trees, {f.HorizonMinutes} minutes ahead: R² of ln variance {first.LogRSquared:F3} under {first.Scheme}, {last.LogRSquared:F3} ")
                + "in true forward use. Whoever reports the first number has seen the future.",
            Text($"Labels shuffled: {Percent(f.ShuffledLabels.Percent, "error")} against a constant, {Interval(f.ShuffledLabels.Low, f.ShuffledLabels.High)}; ")
                + (f.PlaceboPasses ? "no gain out of nothing, as it must be." : "A GAIN OUT OF NOTHING: something leaks."),
            Text($"Fresh features against features one hour old: {Percent(f.Freshness.Percent, "error")}, {Interval(f.Freshness.Low, f.Freshness.High)}."),
            f.LookingAhead.Count == 0
                ? "Changing the future changed no feature" + (f.PlantedLeakCaught ? "; the planted leak was caught." : ", BUT THE PLANTED LEAK WAS MISSED.")
                : "LOOKS AHEAD: " + string.Join(", ", f.LookingAhead),
        ];
    }

    /// <summary>A regime as people call it.</summary>
    public static string Regime(string slice) => slice == "top5" ? "top 5 %" : slice;

    private static string Against(WorstSlice w) => $"{Percent(w.GainPercent)} against {w.Baseline}, the better baseline there";

    private static string Percent(double gain, string what = "")
    {
        string tail = what.Length > 0 ? " " + what : "";
        return Text($"{Math.Abs(gain):F1} % {(gain >= 0 ? "lower" : "HIGHER")}{tail}");
    }

    private static string Interval(double low, double high) => Text($"{low:F1} to {high:F1} %");

    private static string Show(MeanInterval i) => Text($"{i.Mean:F3} ({i.Lower:F3} to {i.Upper:F3})");

    private static string Times(int n) => n switch { 1 => "once", 2 => "twice", _ => $"{n} times" };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
