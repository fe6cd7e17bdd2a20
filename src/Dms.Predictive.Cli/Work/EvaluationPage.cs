using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Training;
using ModelLosses = Dms.Predictive.Training.ModelLosses;

namespace Dms.Predictive.Cli.Work;

/// <summary>An evaluation as the document of the report page: plain answers first, tables after.</summary>
internal static class EvaluationPage
{
    private static readonly ModelPurpose Purpose = new()
    {
        Purpose = "Says how good forecasts of variance and of spikes would have been had they been issued at the time, against "
            + "baselines that were refitted as carefully.",
        Uses = ["Choose among methods before a model is trained for service.", "Defend a figure: hash, data digests and ledger say what was tried."],
        Limits =
        [
            "One market and one span: another year may differ, and the intervals cover chance within the span only.",
            "A span that was opened often is no longer a test; see how often it was looked at.",
            "The ledger counts runs that used it. Runs elsewhere are not in it.",
        ],
        Assumptions = ["Bars arrive when they close; a venue that reports late needs its delay in the data."],
    };

    /// <summary>Composes the document.</summary>
    public static ReportDocument Of(EvaluationOutcome o) => new()
    {
        Title = $"Forecast evaluation: {o.History.Series.Instrument}",
        Id = "evaluation-" + o.Protocol.Hash[..12],
        Model = "walk-forward",
        Version = o.Protocol.Hash[..12],
        AsOf = o.Span.End,
        Summary = o.Run.NothingIssuedReason is string reason
            ? $"Nothing was issued: {reason}."
            : string.Join(" ", o.Horizons.Select(EvaluationWords.Short)),
        PlainAnswers = [.. Answers(o)],
        Identity =
        [
            new("Protocol hash", o.Protocol.Hash), new("Test span", $"{o.Span.Start} to {o.Span.End}, end excluded"),
            new("Opening", $"line {o.Opening.Line} of the ledger, SHA-256 {o.Opening.LineSha256}"),
            new("Forecasts", $"SHA-256 {o.ForecastsSha256}"),
            .. o.History.Files.Select(f => new NamedText(Path.GetFileName(f.Path), f.Sha256)),
        ],
        Verdicts = [.. o.Horizons.SelectMany(VerdictsOf), OpeningVerdict(o.Opening)],
        Purpose = Purpose,
        AbsentReasons = new[] { "global", "local", "margin", "stability", "drift", "robustness", "sensitivity", "replay" }
            .ToDictionary(section => section, _ => "an evaluation judges forecasts only; dms demo and dms backtest margin fill it"),
        Market = Market(o),
        Performance = [.. o.Horizons.Select(PerformanceOf)],
        ExtraTables = [.. o.Horizons.SelectMany(EvaluationTables.Of), .. o.Leak is { } leak ? [EvaluationTables.Leak(leak)] : Array.Empty<SectionTable>()],
    };

    private static IEnumerable<NamedText> Answers(EvaluationOutcome o)
    {
        if (o.Horizons.Count == 0)
        {
            yield break;
        }

        yield return new("Does it beat the best simple model?", string.Join(" ", o.Horizons.Select(EvaluationWords.Headline)));
        yield return new("Could it be luck among many models?", string.Join(" ", o.Horizons.Select(EvaluationWords.Luck)));
        yield return new("Where was it worst?", string.Join(" ", o.Horizons.Select(EvaluationWords.Worst)));
        if (o.Horizons.Select(EvaluationWords.Spikes).FirstOrDefault(s => s is not null) is string spikes)
        {
            yield return new("Can its spike warnings be trusted?", spikes);
        }

        if (o.Horizons.Select(EvaluationWords.Onsets).FirstOrDefault(s => s is not null) is string onsets)
        {
            yield return new("Does it see spikes coming out of calm?", onsets);
        }

        string proxies = string.Join(" ", o.Horizons.Select(EvaluationWords.Proxies).Where(p => p is not null));
        if (proxies.Length > 0)
        {
            yield return new("Does it depend on how variance is measured?", proxies);
        }

        yield return new("How often was this test span looked at?", EvaluationWords.Openings(o.Opening));
        if (o.Leak is { } leak)
        {
            yield return new("What would a leak look like?", string.Join(" ", EvaluationWords.Leaks(leak)));
        }
    }

    private static IEnumerable<Verdict> VerdictsOf(HorizonSummary h) => h.Gains.Select((g, i) => new Verdict(
        $"Blend beats {g.Baseline}{(i == 0 ? ", the strongest baseline" : "")}, {h.HorizonMinutes} min",
        g.GainLow > 0 ? VerdictStatus.Pass : g.GainPercent > 0 ? VerdictStatus.Warn : VerdictStatus.Fail,
        Measured.Of(g.GainPercent / 100), "%", "interval above 0 % lower QLIKE",
        FormattableString.Invariant($"95 % interval {g.GainLow:F1} to {g.GainHigh:F1} %, Diebold-Mariano {EvaluationWords.P(g.PValue)}.")));

    private static Verdict OpeningVerdict(Opening opening) => new(
        "Test span opened for the first time", opening.Overlapping == 1 ? VerdictStatus.Pass : VerdictStatus.Warn,
        Measured.Of(opening.OfThisSpan), opening.OfThisSpan == 1 ? "opening" : "openings", "one",
        EvaluationWords.Openings(opening));

    private static IEnumerable<Verdict> LeakVerdicts(LeakFindings f) =>
    [
        new("Labels shuffled: no gain over a constant", Status(f.PlaceboPasses), Measured.Of(f.ShuffledLabels.Percent / 100), "%",
            "interval reaches 0 or below", Span(f.ShuffledLabels)),
        new("Labels as they are: the same trees do gain", Status(f.TrueLabels.Low > 0), Measured.Of(f.TrueLabels.Percent / 100), "%",
            "interval above 0, or the placebo proves nothing", Span(f.TrueLabels)),
        new("Features one hour old lose skill", f.Freshness.Low > 0 ? VerdictStatus.Pass : f.Freshness.Percent > 0 ? VerdictStatus.Warn : VerdictStatus.Fail,
            Measured.Of(f.Freshness.Percent / 100), "%", "fresh features are better", Span(f.Freshness)),
        new("Features that change when only the future does", Status(f.LookingAhead.Count == 0), Measured.Of(f.LookingAhead.Count), "", "none",
            string.Join(", ", f.LookingAhead)),
        new("A planted leak of one bar is caught", Status(f.PlantedLeakCaught), Measured.Of(f.PlantedLeakCaught ? 1 : 0), "", "caught", ""),
    ];

    private static VerdictStatus Status(bool holds) => holds ? VerdictStatus.Pass : VerdictStatus.Fail;

    private static string Span(GainInterval g) => FormattableString.Invariant($"95 % interval {g.Low:F1} to {g.High:F1} %.");

    private static MarketEvidence Market(EvaluationOutcome o) => new()
    {
        Sources = [.. o.History.Files.Select(f => new MarketSource(Path.GetFileName(f.Path), o.History.Series.Instrument, f.Bars, f.Sha256, "given with --data"))],
        From = o.History.Series.Bars[0].OpenTime,
        To = o.Span.End,
        Rows = o.History.Quality.RowsRead,
        Gaps = o.History.Quality.Gaps.Count,
        Quality = [.. o.History.Quality.Counts.Select(c => new QualityCount(c.Key, QualityAction.Kept, c.Value))],
        LeakageTests = o.Leak is { } leak ? [.. LeakVerdicts(leak)] : [],
        LabelDefinition = "Sum of squared log returns in percent over (t, t+h], plus a floor of 1e-4 per ten minutes.",
    };

    private static HorizonPerformance PerformanceOf(HorizonSummary h) => new()
    {
        Horizon = TimeSpan.FromMinutes(h.HorizonMinutes),
        Rows = h.Rows,
        Subject = "blend",
        Models = [.. h.Models.Select(m => ScoreOf(h, m))],
        ByMonth = [.. h.Months.Select(s => GainOf(s, m => m))],
        ByRegime = [.. h.Regimes.Select(s => GainOf(s, EvaluationWords.Regime))],
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
            ConfidenceSetPValue = Measured.Of(m.ConfidenceSetPValue),
            PrAuc = Measured.Of(m.Model == "blend" ? h.Spike?.PrAuc ?? m.SpikePrAuc : m.SpikePrAuc, NoSpike),
            Brier = Measured.Of(m.Model == "blend" && h.Spike is { } s ? (1 - s.BrierSkill) * s.BaseRate * (1 - s.BaseRate) : null, NoSpike),
            BrierSkill = Measured.Of(m.Model == "blend" ? h.Spike?.BrierSkill : null, NoSpike),
            CalibrationError = Measured.Of(m.Model == "blend" ? h.Spike?.CalibrationError : null, NoSpike),
        };
    }

    private static Measured Relative(HorizonSummary h, double qlike, string baseline) =>
        h.Models.FirstOrDefault(m => m.Model == baseline) is ModelLosses b
            ? Measured.Of(1 - (qlike / b.Qlike))
            : Measured.Absent($"{baseline} issued nothing");

    private static PeriodGain GainOf(SliceLosses s, Func<string, string> name) => new(
        name(s.Slice), s.Rows, Measured.Of(Loss(s, "blend"), "the blend issued nothing"), Saved(s, "har"), Saved(s, "garch"));

    private static Measured Saved(SliceLosses s, string baseline) =>
        Loss(s, "blend") is double own && Loss(s, baseline) is double other
            ? Measured.Of(1 - (own / other))
            : Measured.Absent($"{baseline} or the blend issued nothing");

    private static double? Loss(SliceLosses s, string model) => s.Qlike.TryGetValue(model, out double loss) ? loss : null;
}
