using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;
using Spectre.Console;
using ModelLosses = Dms.Predictive.Training.ModelLosses;

namespace Dms.Predictive.Cli.Work;

/// <summary>A finished evaluation.</summary>
internal sealed record EvaluationOutcome(
    BarHistory History, EvaluationProtocol Protocol, (Timestamp Start, Timestamp End) Span, WalkForwardRun Run,
    IReadOnlyList<HorizonSummary> Horizons)
{
    /// <summary>Slow series whose features joined those of the bars.</summary>
    public IReadOnlyList<SlowSeries> Series { get; init; } = [];
}

/// <summary>Says what an evaluation showed, losses included: JSON, page and table.</summary>
internal static class EvaluationReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>report.json.</summary>
    public static string Json(EvaluationOutcome o) => JsonSerializer.Serialize(
        new
        {
            schema = "dms-evaluation/1",
            instrument = o.History.Series.Instrument,
            data = o.History.Files.Select(f => new { name = Path.GetFileName(f.Path), sha256 = f.Sha256, bars = f.Bars }),
            series = o.Series.Select(s => new { kind = s.Kind.Name, name = s.Source, sha256 = s.Sha256, values = s.Observations.Count }),
            span = new { start = o.Span.Start.ToString(), end = o.Span.End.ToString() },
            protocolHash = o.Protocol.Hash,
            protocol = o.Protocol,
            decisions = o.Run.Table.IndexAt(o.Span.End.Minutes) - o.Run.Table.IndexAt(o.Span.Start.Minutes),
            clippedReturns = o.Run.Table.ClippedReturns,
            reason = o.Run.NothingIssuedReason,
            horizons = o.Horizons,
            refits = o.Run.Refits.Select(RefitOf),
        },
        Options);

    /// <summary>report.html.</summary>
    public static string Html(EvaluationOutcome o) => ReportWriter.Write(Document(o)).Html;

    /// <summary>Tables for people.</summary>
    public static void Print(EvaluationOutcome o)
    {
        if (o.Run.NothingIssuedReason is string reason)
        {
            AnsiConsole.WriteLine($"Nothing was issued: {reason}.");
        }

        foreach (HorizonSummary h in o.Horizons)
        {
            Table table = new Table().Title($"{h.HorizonMinutes} minutes ahead, {h.Rows} decisions (lower QLIKE is better)")
                .AddColumns("model", "QLIKE", "calm", "mid", "high", "top 5 %", "spike PR-AUC");
            foreach (ModelLosses m in h.Models)
            {
                table.AddRow([m.Model, F(m.Qlike), .. h.Regimes.Select(r => F(r.Qlike[m.Model])), F(m.SpikePrAuc)]);
            }

            AnsiConsole.Write(table);
            foreach (BlendGain g in h.Gains)
            {
                AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"blend over {g.Baseline}: {g.GainPercent:F1} % [{g.GainLow:F1}, {g.GainHigh:F1}], DM-HLN {g.DieboldMariano:F1}, p {g.PValue:G2}"));
            }

            if (h.Spike is SpikeQuality s)
            {
                AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"spike probability: base rate {s.BaseRate:F4}, PR-AUC {s.PrAuc:F3}, Brier skill {s.BrierSkill:F3}, calibration error {s.CalibrationError:F4}"));
            }
        }
    }

    private static object RefitOf(FittedRefit r) => new
    {
        at = Timestamp.FromMinutes(r.Refit.Minute).ToString(),
        rehearsal = r.Refit.Rehearsal,
        trainingRows = r.TrainingRows,
        garch = r.GarchStatus,
        horizons = r.Horizons.Select(h => new
        {
            minutes = h.Baselines.HorizonMinutes,
            weights = new { har = h.Pool.Weights[0], garch = h.Pool.Weights[1], gbdt = h.Pool.Weights[2] },
            intercept = h.Pool.Intercept,
            learned = h.Learners.Select(l => new { id = l.Recipe.Id, lnScale = l.Serving.LnScale }),
        }),
    };

    private static ReportDocument Document(EvaluationOutcome o) => new()
    {
        Title = $"Forecast evaluation: {o.History.Series.Instrument}",
        Id = "evaluation-" + o.Protocol.Hash[..12],
        Model = "walk-forward",
        Version = o.Protocol.Hash[..12],
        AsOf = o.Span.End,
        Summary = string.Join(" ", o.Horizons.SelectMany(h => h.Gains.Select(g => string.Create(CultureInfo.InvariantCulture,
            $"At {h.HorizonMinutes} minutes the blend's QLIKE is {g.GainPercent:F1} % below {g.Baseline}'s.")))),
        Identity = [new("protocol hash", o.Protocol.Hash), .. o.History.Files.Select(f => new NamedText(Path.GetFileName(f.Path), f.Sha256))],
        Verdicts = [.. o.Horizons.SelectMany(VerdictsOf)],
        Market = Market(o),
        Performance = [.. o.Horizons.Select(PerformanceOf)],
    };

    private static IEnumerable<Verdict> VerdictsOf(HorizonSummary h) => h.Gains.Select(g => new Verdict(
        $"Blend beats {g.Baseline}, {h.HorizonMinutes} min",
        g.GainLow > 0 ? VerdictStatus.Pass : g.GainPercent > 0 ? VerdictStatus.Warn : VerdictStatus.Fail,
        Measured.Of(g.GainPercent / 100), "%", "interval above 0 % lower QLIKE",
        string.Create(CultureInfo.InvariantCulture, $"95 % interval {g.GainLow:F1} to {g.GainHigh:F1} %, Diebold-Mariano p {g.PValue:G2}")));

    private static MarketEvidence Market(EvaluationOutcome o) => new()
    {
        Sources = [.. o.History.Files.Select(f => new MarketSource(Path.GetFileName(f.Path), o.History.Series.Instrument, f.Bars, f.Sha256, "given with --data"))],
        From = o.History.Series.Bars[0].OpenTime,
        To = o.Span.End,
        Rows = o.History.Quality.RowsRead,
        Gaps = o.History.Quality.Gaps.Count,
        Quality = [.. o.History.Quality.Counts.Select(c => new QualityCount(c.Key, QualityAction.Kept, c.Value))],
        LabelDefinition = "Sum of squared log returns in percent over (t, t+h], plus a floor of 1e-4 per ten minutes.",
    };

    private static HorizonPerformance PerformanceOf(HorizonSummary h) => new()
    {
        Horizon = TimeSpan.FromMinutes(h.HorizonMinutes),
        Rows = h.Rows,
        Subject = "blend",
        Models = [.. h.Models.Select(m => ScoreOf(h, m))],
        ByMonth = [.. h.Months.Select(GainOf)],
        ByRegime = [.. h.Regimes.Select(GainOf)],
        SpikeBaseRate = Measured.Of(h.Spike?.BaseRate, "no spike probability at this horizon"),
    };

    private static Explanation.Report.ModelScore ScoreOf(HorizonSummary h, ModelLosses m)
    {
        BlendGain? har = m.Model == "blend" ? h.Gains.FirstOrDefault(g => g.Baseline == "har") : null;
        BlendGain? garch = m.Model == "blend" ? h.Gains.FirstOrDefault(g => g.Baseline == "garch") : null;
        const string OnlyBlend = "tested for the blend";
        const string NoSpike = "no spike probability";
        return new Explanation.Report.ModelScore
        {
            Model = m.Model,
            Qlike = Measured.Of(m.Qlike),
            GainOverHar = Relative(h, m.Qlike, "har"),
            GainOverGarch = Relative(h, m.Qlike, "garch"),
            DieboldMarianoHar = Measured.Of(har?.DieboldMariano, OnlyBlend),
            PValueHar = Measured.Of(har?.PValue, OnlyBlend),
            DieboldMarianoGarch = Measured.Of(garch?.DieboldMariano, OnlyBlend),
            PValueGarch = Measured.Of(garch?.PValue, OnlyBlend),
            PrAuc = Measured.Of(m.Model == "blend" ? h.Spike?.PrAuc ?? m.SpikePrAuc : m.SpikePrAuc, NoSpike),
            BrierSkill = Measured.Of(m.Model == "blend" ? h.Spike?.BrierSkill : null, NoSpike),
            CalibrationError = Measured.Of(m.Model == "blend" ? h.Spike?.CalibrationError : null, NoSpike),
        };
    }

    private static Measured Relative(HorizonSummary h, double qlike, string baseline) =>
        h.Models.FirstOrDefault(m => m.Model == baseline) is ModelLosses b
            ? Measured.Of(1 - (qlike / b.Qlike))
            : Measured.Absent($"{baseline} issued nothing");

    private static PeriodGain GainOf(SliceLosses s) => new(
        s.Slice, s.Rows, Measured.Of(s.Qlike["blend"]), Measured.Of(1 - (s.Qlike["blend"] / s.Qlike["har"])),
        Measured.Of(1 - (s.Qlike["blend"] / s.Qlike["garch"])));

    private static string F(double? value) => value is double v ? v.ToString("F4", CultureInfo.InvariantCulture) : "-";
}
