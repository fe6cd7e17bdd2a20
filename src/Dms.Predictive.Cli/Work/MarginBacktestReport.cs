using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Margin;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>Says what a back-test showed: JSON for machines, tables for people.</summary>
internal static class MarginBacktestReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The report as one JSON document.</summary>
    public static string Json(MarginBacktestResult r, PipelinePolicy policy, BarHistory history, (Timestamp Start, Timestamp End) span) =>
        JsonSerializer.Serialize(
            new
            {
                schema = "dms-margin-backtest/1",
                instrument = history.Series.Instrument,
                data = history.Files.Select(f => new { name = Path.GetFileName(f.Path), sha256 = f.Sha256 }),
                span = new { start = span.Start.ToString(), end = span.End.ToString() },
                policyHash = PipelinePolicyJson.Hash(policy),
                decisions = r.Points.Count,
                reason = r.Points.Count == 0 ? r.Run.NothingIssuedReason ?? "no decision in the span" : null,
                confidence = policy.Confidence,
                horizonMinutes = policy.HorizonMinutes,
                coverage = r.Summary.Coverage.Select(CoverageOf),
                averageMarginAtMatchedCoverage = r.Summary.Costs.Select(CostOf),
                economics = r.Economics.Select(EconomicsReport.Row),
                books = r.Books.Select(BookReport.Json),
                crashes = CrashReport.Json(r.Crashes),
                risk = r.Risk.Select(RiskReport.Row),
                averageInitial = Average(r.Points, p => p.Initial),
                averageBaselineInitial = Average(r.Points, p => p.Baseline),
                peakToTrough = Procyclicality.PeakToTrough([.. r.Points.Select(p => p.Initial)]),
                largestSteps = r.Summary.LargestSteps.Select(s => new
                {
                    hours = s.Window.TotalHours,
                    at = s.At.ToString(),
                    before = s.Before,
                    after = s.After,
                }),
                alerts = AlertsOf(r.Alerts),
                heads = new { spike = EarlyWarningReport.Head(r.Heads.Spike), onset = EarlyWarningReport.Head(r.Heads.Onset) },
                earlyWarnings = EarlyWarningReport.Json(r.EarlyWarnings, r.Points, policy.StepMinutes),
                overMargin = Average(r.Points, p => p.Initial - p.Reactive),
                record = new { records = r.Records, root = r.Root },
            },
            Indented);

    /// <summary>The report as a page.</summary>
    public static string Html(MarginBacktestResult r, PipelinePolicy policy, BarHistory history, (Timestamp Start, Timestamp End) span)
    {
        CoveragePeriod? all = r.Points.Count > 0 ? r.Summary.Coverage[^1] : null;
        string hash = PipelinePolicyJson.Hash(policy);
        return ReportWriter.Write(new ReportDocument
        {
            Title = $"Margin back-test: {history.Series.Instrument}",
            Id = "backtest-" + hash[..12],
            Model = "walk-forward",
            Version = hash[..12],
            AsOf = span.End,
            Summary = $"{r.Points.Count} margins from {span.Start} to {span.End}, each decided with what was known at its time.",
            Identity = [new("policy hash", hash), .. history.Files.Select(f => new NamedText(Path.GetFileName(f.Path), f.Sha256))],
            Verdicts = all is { Outcomes: > 1 }
                ? [new("Coverage of initial margin", all.TrafficLight, all.CoverageRate, "%", "99 % of moves", $"{all.Breaches} of {all.Outcomes} moves exceeded the margin")]
                : [],
            Backtest = r.Summary,
        }).Html;
    }

    /// <summary>Tables for people.</summary>
    public static void Table(MarginBacktestResult r, int stepMinutes)
    {
        Table coverage = new Table().Title("Coverage of initial margin (one outcome per horizon)")
            .AddColumns("period", "outcomes", "breaches", "coverage", "Kupiec p", "joint p", "traffic light");
        foreach (CoveragePeriod p in r.Summary.Coverage)
        {
            coverage.AddRow(p.Period, Text(p.Outcomes), Text(p.Breaches), Percent(p.CoverageRate),
                Text(p.KupiecPValue, "F3"), Text(p.ChristoffersenPValue, "F3"), p.TrafficLight.ToString());
        }

        AnsiConsole.Write(coverage);
        EconomicsReport.Table(r.Economics);
        BookReport.Table(r.Books);
        RiskReport.Table(r.Risk);
        CrashReport.Table(r.Crashes.Rows);
        SweepReport.Table(r.Frontier);
        EarlyWarningReport.Table(r.EarlyWarnings, r.Points, stepMinutes);
        AlertSummary alerts = r.Summary.Alerts!;
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Margin raises of 10 % by the forecast: {alerts.Alerts}, shocks {alerts.Events}, met beforehand {alerts.Met}, median lead {Text(alerts.MedianLeadMinutes, "F0")} min, false alarms a day {Text(alerts.FalseAlarmsPerDay, "F2")}."));
    }

    private static object CoverageOf(CoveragePeriod p) => new
    {
        period = p.Period,
        outcomes = p.Outcomes,
        breaches = p.Breaches,
        coverage = Number(p.CoverageRate),
        kupiec = Number(p.Kupiec),
        kupiecPValue = Number(p.KupiecPValue),
        christoffersen = Number(p.Christoffersen),
        christoffersenPValue = Number(p.ChristoffersenPValue),
        trafficLight = p.TrafficLight switch { VerdictStatus.Pass => "green", VerdictStatus.Warn => "yellow", VerdictStatus.Fail => "red", _ => null },
    };

    private static object CostOf(MarginCost c) => new
    {
        margin = c.Model,
        averageRate = Number(c.AverageRate),
        peakToMedian = Number(c.PeakToMedian),
        fz0 = Number(c.Fz0),
        coverage = Number(c.Coverage),
    };

    private static object AlertsOf(AlertLedger a) => new
    {
        rule = $"margin with forecast / without >= {MarginBacktestWork.AlertRaise:R} from below after a calm hour, at most one in 30 min; shock within 60 min",
        alerts = a.Alerts.Count,
        shocks = a.Shocks.Count,
        met = a.Met,
        recall = a.Shocks.Count == 0 ? (double?)null : (double)a.Met / a.Shocks.Count,
        medianLeadMinutes = double.IsNaN(a.MedianLeadMinutes) ? (double?)null : a.MedianLeadMinutes,
        falseAlarmsPerDay = a.FalseAlarmsPerDay,
        list = a.Alerts.Select(x => new { at = x.At.ToString(), shock = x.Shock?.ToString() }),
    };

    private static double? Average(IReadOnlyList<BacktestPoint> points, Func<BacktestPoint, double> value) =>
        points.Count == 0 ? null : points.Average(value);

    private static double? Number(Measured m) => m.IsPresent ? m.Value : null;

    private static string Percent(Measured m) => m.IsPresent ? (100 * m.Value).ToString("F3", CultureInfo.InvariantCulture) : "n/a";

    private static string Text(Measured m, string format) =>
        m.IsPresent ? m.Value.ToString(format, CultureInfo.InvariantCulture) : "n/a";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
