using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;
using Monitor = Dms.Predictive.Explanation.Report.Monitor;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>The checks of a model report, one line each.</summary>
internal static class ExplainVerdicts
{
    private const double AdditivityLimit = 1e-9;

    public static IEnumerable<Verdict> Of(ExplainRun run, ExplainFindings findings)
    {
        ExplainedRows rows = run.Rows;
        yield return new(
            "Parts sum to the score", rows.Refused == 0 && rows.MaxAdditivityError <= AdditivityLimit ? VerdictStatus.Pass : VerdictStatus.Fail,
            Measured.Of(rows.MaxAdditivityError), "", "at most 1e-9, no decision left out",
            rows.Refused == 0 ? "" : $"{rows.Refused} decisions were left out because their parts did not add up.");
        yield return new(
            "Scores equal those issued", findings.Identical == rows.Count ? VerdictStatus.Pass : VerdictStatus.Fail,
            Measured.Of(findings.Identical), "decisions", $"all {ExplainWords.Count(rows.Count)}, bit for bit", "");
        yield return Signature(run);
        yield return Coverage(run);
        yield return Forecast(run);
        yield return Unseen(run);
        yield return new(
            "Two exact methods agree", Level(findings.Stability.MedianAgreement >= 0.9, findings.Stability.MedianAgreement >= 0.7),
            Measured.Of(findings.Stability.MedianAgreement), "", "rank correlation at least 0.9; red below 0.7",
            "Path-dependent against interventional values.");
        SizeInterval area = findings.Stability.Deletion.Area;
        yield return new(
            "Named reasons matter", Level(area.Low > 0, area.Value > 0), Measured.Of(area.Value), ExplainedModel.ScoreUnit,
            "interval above 0", $"Deletion test, 95 % interval {ExplainWords.Short(area.Low)} to {ExplainWords.Short(area.High)}.");
        RobustnessFindings faults = findings.Robustness;
        yield return new(
            "No injected fault takes a margin below its baseline", faults.LowestAboveBaseline >= 0 ? VerdictStatus.Pass : VerdictStatus.Fail,
            Measured.Of(faults.LowestAboveBaseline * 10_000), "bps above it", "at least 0",
            $"The least of {ExplainWords.Count(faults.Margins)} margins under faults, against the margin without any forecast.");
        yield return new(
            "Margins computed again equal those decided", findings.Sensitivity.Identical == run.Points.Count ? VerdictStatus.Pass : VerdictStatus.Fail,
            Measured.Of(findings.Sensitivity.Identical), "decisions", $"all {ExplainWords.Count(run.Points.Count)}, bit for bit",
            "What the section on sensitivity rests on.");
        Monitor[] moved = [.. findings.Drift.Monitors.Where(m => m.Status == VerdictStatus.Fail)];
        yield return new(
            "Inputs look as before", moved.Length == 0 ? VerdictStatus.Pass : VerdictStatus.Warn, Measured.Of(moved.Length), "monitors red", "none red",
            moved.Length == 0 ? "" : "Red: " + string.Join(", ", moved.Select(m => m.Name)) + ".");
    }

    private static Verdict Signature(ExplainRun run) => run.Order.Bundle.Signature == BundleSignatureState.Trusted
        ? new("Bundle signed by a key you named", VerdictStatus.Pass, Measured.Of(run.Order.Bundle.GoldenRowsChecked), "golden rows", "signature and all golden rows", "")
        : new(
            "Bundle whole, signer unknown", VerdictStatus.Warn, Measured.Of(run.Order.Bundle.GoldenRowsChecked), "golden rows",
            "signature of a key named with --key", "Signed by the key it carries itself: nothing was changed since, but by whom it was made is not shown.");

    private static Verdict Coverage(ExplainRun run)
    {
        CoveragePeriod all = run.Backtest.Coverage[^1];
        return new(
            $"Margin covers {run.Policy.HorizonMinutes} min moves", all.TrafficLight,
            all.CoverageRate, "%", $"{ExplainWords.Percent(run.Policy.Confidence, 0)} of moves; traffic light of the binomial test",
            all.Outcomes == 0 ? "No outcome is known in the span." : $"{all.Breaches} of {all.Outcomes} moves exceeded the margin.");
    }

    private static Verdict Forecast(ExplainRun run)
    {
        ExplainedDecision[] unseen = [.. run.Decisions.Where(d => d.AsOf >= run.TrainedUntil && double.IsFinite(run.Realized(d)))];
        string check = "Forecast beats GARCH after training";
        if (unseen.Length < 20)
        {
            return new(
                check, VerdictStatus.NotApplicable, Measured.Absent("too few decisions after training"), "%", "lower QLIKE",
                $"{unseen.Length} decisions with an outcome lie after training ended.");
        }

        double blend = unseen.Average(d => ForecastLoss.Qlike(run.Realized(d), Math.Exp(d.LnBlend)));
        double garch = unseen.Average(d => ForecastLoss.Qlike(run.Realized(d), Math.Exp(d.LnGarch)));
        return new(
            check, blend < garch ? VerdictStatus.Pass : VerdictStatus.Warn, Measured.Of(1 - (blend / garch)), "%", "lower QLIKE",
            $"{ExplainWords.Count(unseen.Length)} decisions, QLIKE {ExplainWords.Fixed(blend, 3)} against {ExplainWords.Fixed(garch, 3)}; dms evaluate judges walk-forward.");
    }

    private static Verdict Unseen(ExplainRun run)
    {
        double share = 1 - ((double)run.FirstUnseen / run.Decisions.Count);
        return new(
            "Decisions the model had not seen", share >= 0.5 ? VerdictStatus.Pass : VerdictStatus.Warn, Measured.Of(share), "%", "at least half",
            share >= 0.5 ? "" : $"{ExplainWords.Count(run.FirstUnseen)} of {ExplainWords.Count(run.Decisions.Count)} decisions lie in its training span; reasons there hold, "
                + "accuracy and coverage there flatter.");
    }

    private static VerdictStatus Level(bool good, bool fair) =>
        good ? VerdictStatus.Pass : fair ? VerdictStatus.Warn : VerdictStatus.Fail;
}
