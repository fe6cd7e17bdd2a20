using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>The five questions of a stranger and their answers.</summary>
internal static class ExplainAnswers
{
    public static IEnumerable<ReaderAnswer> Of(ExplainRun run, ExplainFindings findings)
    {
        yield return Moved(run);
        yield return Sure(run);
        yield return Wrong(run);
        yield return Undo(run, findings);
        yield return Trust(run, findings);
    }

    /// <summary>What to remember when nothing else is read.</summary>
    public static string Headline(ExplainRun run, ExplainFindings findings)
    {
        bool sound = run.Rows.Refused == 0 && findings.Identical == run.Rows.Count;
        CoveragePeriod all = run.Backtest.Coverage[^1];
        string held = all.CoverageRate.IsPresent ? $", the margin was enough {ExplainWords.Percent(all.CoverageRate.Value, 1)} of the time" : "";
        string saw = run.Alerts.Shocks.Count == 0 ? "" : $", and {run.Alerts.Met} of {run.Alerts.Shocks.Count} shocks were seen coming";
        double seen = (double)run.FirstUnseen / run.Decisions.Count;
        return (sound ? "The reasons add up exactly" : "The reasons do NOT add up") + held + saw
            + (seen > 0 ? $"; {ExplainWords.Percent(seen, 0)} of these decisions lie in the model's training span." : "; none of these decisions had been seen in training.");
    }

    private static ReaderAnswer Moved(ExplainRun run)
    {
        const string question = "What moved my margin?";
        double[] added = [.. run.Points.Select(p => p.Initial - p.Reactive)];
        string average = $"Over {ExplainWords.Count(run.Points.Count)} decisions the forecast added {ExplainWords.Percent(added.DefaultIfEmpty(0).Average(), 2)} of notional on "
            + $"average, and nothing in {ExplainWords.Percent((double)added.Count(a => a <= 0) / Math.Max(1, added.Length), 0)} of them.";
        if (run.Raises.Count == 0)
        {
            return new(question, "No raise", $"The learned forecast never raised the margin. {average}", "margin");
        }

        MarginDecision largest = run.Raises[0];
        BacktestPoint point = run.Points.First(p => p.AsOf == largest.AsOf);
        UpliftPart[] parts = [.. largest.Reasons!.Parts.Where(p => p.Booked > 0 && p.Name != UpliftAttribution.BaseRate)
            .OrderByDescending(p => p.Booked).Take(3)];
        string because = parts.Length == 0 ? "" : " Mostly because of " + string.Join(", ", parts.Select(p =>
            $"{ExplainWords.Plain(p.Name, run.Schema)} (+{ExplainWords.Fixed(100 * (double)p.Booked / point.Price, 2)} points)")) + ".";
        return new(
            question, $"+{ExplainWords.Fixed(100 * (point.Initial - point.Reactive), 2)} points at most",
            $"The forecast asked for most on {ExplainWords.Time(largest.AsOf)}: {ExplainWords.Percent(point.Initial, 2)} of notional instead of "
            + $"{ExplainWords.Percent(point.Reactive, 2)}.{because} {average}", "local");
    }

    private static ReaderAnswer Sure(ExplainRun run)
    {
        const string question = "How sure is the model?";
        ExplainedDecision[] known = Judged(run);
        double[] ratios = [.. known.Select(d => Math.Sqrt(run.Realized(d) / Math.Exp(d.LnBlend)))];
        CoveragePeriod all = run.Backtest.Coverage[^1];
        string covered = all.CoverageRate.IsPresent
            ? $" The margin was enough in {ExplainWords.Percent(all.CoverageRate.Value, 1)} of {ExplainWords.Count(all.Outcomes)} periods (aim {ExplainWords.Percent(run.Policy.Confidence, 0)})."
            : "";
        if (ratios.Length < 20)
        {
            return new(question, "Not known", $"Only {ratios.Length} outcomes are known, too few to say.{covered}", "performance");
        }

        ObservedValues seen = ObservedValues.Of(ratios);
        return new(
            question, $"{ExplainWords.Fixed(seen.At(0.1), 1)} to {ExplainWords.Fixed(seen.At(0.9), 1)} times the forecast",
            $"In 8 of 10 decisions volatility came out between {ExplainWords.Fixed(seen.At(0.1), 2)} and {ExplainWords.Fixed(seen.At(0.9), 2)} times the "
            + $"forecast; in 1 of 100 above {ExplainWords.Fixed(seen.At(0.99), 1)} times.{covered} {Seen(run, known.Length)}", "performance");
    }

    private static ReaderAnswer Wrong(ExplainRun run)
    {
        const string question = "When was it wrong?";
        AlertLedger alerts = run.Alerts;
        int missed = alerts.Shocks.Count - alerts.Met, empty = alerts.Alerts.Count(a => a.Shock is null);
        ExplainedDecision[] known = Judged(run);
        ExplainedDecision? widest = known.MaxBy(d => run.Realized(d) / Math.Exp(d.LnBlend));
        string worst = widest is null ? "" : $" Furthest off on {ExplainWords.Time(widest.AsOf)}, when volatility came out at "
            + $"{ExplainWords.Fixed(Math.Sqrt(run.Realized(widest) / Math.Exp(widest.LnBlend)), 1)} times the forecast.";
        return alerts.Shocks.Count == 0
            ? new(question, $"{empty} false alarms", $"No shock fell into the span.{worst}", "local")
            : new(
                question, $"{missed} of {alerts.Shocks.Count} shocks missed",
                $"{(missed == 0 ? "Every shock" : $"{alerts.Met} shock{(alerts.Met == 1 ? "" : "s")}")} had a margin at least a tenth higher beforehand; {missed} did not. "
                + $"{empty} such raises were for nothing, {ExplainWords.Fixed(alerts.FalseAlarmsPerDay, 1)} a day; each ties up collateral until it decays.{worst}", "local");
    }

    private static ReaderAnswer Undo(ExplainRun run, ExplainFindings findings)
    {
        const string question = "What would undo it?";
        ScoreCase? largest = findings.Cases.FirstOrDefault(c => c.Kind == "raise");
        if (largest is null)
        {
            return new(question, "Nothing to undo", "No raise was made by the learned forecast.", "local");
        }

        string key = largest.Moves.Count switch
        {
            0 => "Nothing seen so far",
            1 => "One changed input",
            int n => $"{n} changed inputs",
        };
        string changed = string.Join(", ", largest.Moves.Select(m => $"{m.Name} at {ExplainWords.Short(m.To)} instead of {ExplainWords.Short(m.From)}"));
        string text = largest.Moves.Count > 0
            ? $"The smallest change found for the largest raise: {changed}. "
                + (largest.Undo.Contains("the whole raise back", StringComparison.Ordinal)
                    ? $"It silences the member {run.Model.MemberId}; the other members would still ask for more."
                    : "It takes the whole raise back.")
            : "Of the largest raise: " + largest.Undo;
        return new(
            question, key, $"{text} Otherwise a raise fades by half every {run.Policy.Overlay.HalfLifeSeconds / 60:0} min once the forecast calms.", "local");
    }

    private static ReaderAnswer Trust(ExplainRun run, ExplainFindings findings)
    {
        ExplainedRows rows = run.Rows;
        bool sound = rows.Refused == 0 && findings.Identical == rows.Count;
        string signer = run.Order.Bundle.Signature == BundleSignatureState.Trusted
            ? "The bundle is signed by a key you named."
            : "The bundle is signed by its own key: whole, but of unknown origin (name the signer with --key).";
        return new(
            "Can I trust this figure?",
            sound ? $"All {ExplainWords.Count(rows.Count)} add up" : $"{ExplainWords.Count(rows.Refused + rows.Count - findings.Identical)} do not",
            $"In every decision the reasons sum to the score, to {Small(rows.MaxAdditivityError)} (rounding of the machine); {ExplainWords.Count(findings.Identical)} of "
            + $"{ExplainWords.Count(rows.Count)} scores equal those issued by the deployed code bit for bit, and waterfalls in money close with residual 0.00. "
            + $"Two exact methods rank the reasons alike ({ExplainWords.Fixed(findings.Stability.MedianAgreement, 2)} of 1). {signer}", "checks");
    }

    private static string Small(double value) => value == 0
        ? "0" : value.ToString("0.#E-0", System.Globalization.CultureInfo.InvariantCulture).Replace("E-", "e\u2212", StringComparison.Ordinal);

    /// <summary>Decisions with a known outcome: those after training where there are enough, else all.</summary>
    public static ExplainedDecision[] Judged(ExplainRun run)
    {
        ExplainedDecision[] known = [.. run.Decisions.Where(d => double.IsFinite(run.Realized(d)))];
        ExplainedDecision[] unseen = [.. known.Where(d => d.AsOf >= run.TrainedUntil)];
        return unseen.Length >= 20 ? unseen : known;
    }

    /// <summary>Whether the judged decisions had been seen in training.</summary>
    public static string Seen(ExplainRun run, int judged)
    {
        int unseen = run.Decisions.Count(d => d.AsOf >= run.TrainedUntil && double.IsFinite(run.Realized(d)));
        return unseen >= 20
            ? $"Judged on the {ExplainWords.Count(judged)} decisions after training ended ({ExplainWords.Time(run.TrainedUntil)})."
            : $"Careful: the {ExplainWords.Count(judged)} decisions judged lie in the training span, so this flatters the model.";
    }
}
