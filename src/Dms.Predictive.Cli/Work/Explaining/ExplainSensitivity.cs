using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>What margin and coverage would have been under other parameters, computed again from the decisions.</summary>
/// <param name="Shifts">Every parameter moved, against the deployed ones.</param>
/// <param name="Tables">Margin and coverage by month.</param>
/// <param name="Identical">Margins that came out bit for bit under the deployed parameters.</param>
internal sealed record SensitivityFindings(IReadOnlyList<ParameterShift> Shifts, IReadOnlyList<SectionTable> Tables, int Identical);

/// <summary>Measures <see cref="SensitivityFindings"/>.</summary>
internal static class ExplainSensitivity
{
    private const int MostMonths = 12;
    private const double LevelStep = 0.1, WeightStep = 0.1, ConfidenceStep = 0.005;

    /// <summary>Computes all margins of the report again, once per parameter and direction.</summary>
    public static SensitivityFindings Of(ExplainRun run, Action<int, Action<int>> forEach)
    {
        (string Name, MarginVariant Variant)[] variants = [("as deployed", new(run.Policy)), .. Variants(run)];
        double[][] rates = new double[variants.Length][];
        forEach(variants.Length, k => rates[k] = run.Trace.Rates(variants[k].Variant));
        int[] all = [.. Enumerable.Range(0, rates[0].Length)];
        Outcome deployed = OutcomeOf(run, rates[0], all);
        ParameterShift[] shifts =
        [
            .. variants.Skip(1).Select((v, k) => (v.Name, Now: OutcomeOf(run, rates[k + 1], all))).Select(v => new ParameterShift(
                v.Name, Measured.Of((v.Now.Margin / deployed.Margin) - 1),
                deployed.Known == 0 ? Measured.Absent("no outcome is known") : Measured.Of(v.Now.Coverage - deployed.Coverage))),
        ];
        int identical = all.Count(i => BitConverter.DoubleToInt64Bits(rates[0][i]) == BitConverter.DoubleToInt64Bits(run.Points[i].Initial));
        return new(shifts, [.. Monthly(run, variants, rates)], identical);
    }

    private static IEnumerable<(string Name, MarginVariant Variant)> Variants(ExplainRun run)
    {
        PipelinePolicy p = run.Policy;
        foreach (double confidence in new[] { p.Confidence - ConfidenceStep, p.Confidence + ConfidenceStep })
        {
            yield return Of($"confidence {Text(p.Confidence)} to {Text(confidence)}", p with { Confidence = confidence });
        }

        foreach (int minutes in PipelinePolicy.LookBacks.Where(m => m != p.LookBackMinutes))
        {
            string feature = PipelinePolicy.ReferenceOf(minutes);
            yield return ($"baseline window {Text(p.LookBackMinutes / 1440.0)} to {Text(minutes / 1440.0)} days", new(p) { Reference = d => ReferenceOf(d, feature) });
        }

        foreach (double cap in new[] { Math.Max(1, p.Overlay.Cap - 1), p.Overlay.Cap + 1 })
        {
            yield return Of($"largest multiplier {Text(p.Overlay.Cap)} to {Text(cap)}", p with { Overlay = p.Overlay with { Cap = cap } });
        }

        foreach (double factor in new[] { 0.5, 2 })
        {
            yield return Of(
                $"step limit {Text(p.Overlay.MaxStep)} to {Text(p.Overlay.MaxStep * factor)} a decision", p with { Overlay = p.Overlay with { MaxStep = p.Overlay.MaxStep * factor } });
            yield return Of(
                $"half-life of the decay {Text(p.Overlay.HalfLifeSeconds / 60)} to {Text(p.Overlay.HalfLifeSeconds * factor / 60)} min",
                p with { Overlay = p.Overlay with { HalfLifeSeconds = p.Overlay.HalfLifeSeconds * factor } });
        }

        foreach (double multiple in new[] { Math.Max(1, p.SpikeMultiple - 1), p.SpikeMultiple + 1 })
        {
            yield return Of($"multiple of a spike {Text(p.SpikeMultiple)} to {Text(multiple)}", p with { SpikeMultiple = multiple });
        }

        foreach (double weight in new[] { 0, 0.5 })
        {
            yield return Of($"weight of the forecast {Text(p.Overlay.WeightMl)} to {Text(weight)}", p with { Overlay = p.Overlay with { WeightMl = weight } });
        }

        foreach (double factor in new[] { 1 - LevelStep, 1 + LevelStep })
        {
            double ln = 2 * Math.Log(factor);
            yield return ($"forecast volatility times {Text(factor)}", new(p) { LnBlend = f => f.LnBlend + ln });
        }

        int member = 2 + run.Model.Member;
        foreach (double step in new[] { -WeightStep, WeightStep })
        {
            (string from, string to) = step > 0 ? ("GARCH", run.Model.MemberId) : (run.Model.MemberId, "GARCH");
            yield return ($"{Text(WeightStep)} of weight, {from} to {to}", new(p)
            {
                LnBlend = f => double.IsFinite(f.LnMembers[member]) ? f.LnBlend + (step * (f.LnMembers[member] - f.LnGarch)) : f.LnBlend,
            });
        }

        static (string, MarginVariant) Of(string name, PipelinePolicy policy) => (name, new(policy));
    }

    // The windows of the baseline are features of the row; one that has not warmed up leaves the baseline as it was.
    private static AnnualizedVolatility ReferenceOf(TracedDecision decision, string feature)
    {
        double ln = decision.Forecast is { } f ? f.Row[feature] : double.NaN;
        return double.IsNaN(ln)
            ? decision.Reference
            : PeriodVariance.FromPercentSquared(PinnedMath.Exp(ln), TimeSpan.FromMinutes(1)).Annualize(YearBasis.Calendar365);
    }

    private static IEnumerable<SectionTable> Monthly(ExplainRun run, (string Name, MarginVariant Variant)[] variants, double[][] rates)
    {
        (string Month, int[] Rows)[] months =
        [
            .. Enumerable.Range(0, run.Points.Count).GroupBy(i => run.Points[i].AsOf.ToString()[..7])
                .Select(g => (g.Key, g.ToArray())).TakeLast(MostMonths),
        ];
        Outcome[][] outcomes = [.. rates.Select(r => months.Select(m => OutcomeOf(run, r, m.Rows)).ToArray())];
        TableColumn[] columns = [.. months.Select(m => new TableColumn(m.Month, "%", 3))];
        yield return new(
            "sensitivity", "monthlyMargin", "Average initial margin by month, of notional.", columns,
            [.. variants.Select((v, k) => new LabelledRow(v.Name, [.. outcomes[k].Select(o => Measured.Of(o.Margin))]))]);
        yield return new(
            "sensitivity", "monthlyCoverage",
            $"Coverage by month: share of {run.Policy.HorizonMinutes} min moves within the initial margin, one move per horizon.",
            [.. columns.Select(c => c with { Digits = 2 })],
            [
                .. variants.Select((v, k) => new LabelledRow(
                    v.Name, [.. outcomes[k].Select(o => o.Known == 0 ? Measured.Absent("no outcome is known") : Measured.Of(o.Coverage))])),
            ]);
    }

    private static Outcome OutcomeOf(ExplainRun run, double[] rates, int[] rows)
    {
        (int known, int covered) = (0, 0);
        Timestamp? last = null;
        double sum = 0;
        foreach (int i in rows)
        {
            sum += rates[i];
            if (!double.IsNaN(run.Moves[i]) && (last is not { } t || run.Points[i].AsOf - t >= TimeSpan.FromMinutes(run.Policy.HorizonMinutes)))
            {
                last = run.Points[i].AsOf;
                known++;
                covered += run.Moves[i] <= rates[i] ? 1 : 0;
            }
        }

        return new(sum / rows.Length, known, known == 0 ? 0 : (double)covered / known);
    }

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private readonly record struct Outcome(double Margin, int Known, double Coverage);
}
