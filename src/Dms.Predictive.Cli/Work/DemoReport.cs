using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>Fills the report of the demo from what it measured.</summary>
internal static class DemoReport
{
    /// <summary>report.html.</summary>
    public static string Html(DemoResult r) => ReportWriter.Write(Document(r)).Html;

    /// <summary>report.json.</summary>
    public static string Json(DemoResult r) => ReportWriter.Write(Document(r)).Json;

    private static ReportDocument Document(DemoResult r) => new()
    {
        Title = "Margin forecast report: simulated BTC market",
        Id = "demo-" + r.Model.Identity.ManifestSha256[..12],
        Model = r.Model.Identity.Id,
        Version = r.Model.Identity.Version,
        AsOf = r.Span.End,
        Summary = "A simulated market, so the truth is known. The figures below were computed on days that the models had not seen.",
        PlainAnswers = [.. DemoAnswers.Of(r)],
        Identity =
        [
            new("model trees SHA-256", r.Model.Identity.Sha256),
            new("manifest SHA-256", r.Model.Identity.ManifestSha256),
            new("feature schema", r.Model.RowSchemaHash),
            new("protocol hash", r.Protocol.Hash),
            new("policy hash", PipelinePolicyJson.Hash(r.Policy)),
        ],
        Verdicts = [.. Verdicts(r)],
        Purpose = new ModelPurpose
        {
            Purpose = "Forecast realized variance and spikes so that initial margin rises before a shock.",
            Uses = ["raise initial margin above the policy's baseline"],
            Limits = ["price and volume bars only", "one instrument", "a forecast never lowers margin below the baseline"],
        },
        Market = Market(r),
        Performance = [.. r.Scores.Select((s, h) => Performance(r, s, h))],
        Global = r.Global,
        Raises = [.. RaisesOf(r)],
        MarginExplanations = r.Explained,
        Story = Story(r),
        Backtest = r.Backtest.Summary,
        Record = Record(r),
    };

    private static IEnumerable<Verdict> Verdicts(DemoResult r)
    {
        CoveragePeriod all = r.Backtest.Summary.Coverage[^1];
        List<ModelScore> hour = r.Scores[1];
        double blend = hour.First(s => s.Model == "blend").Qlike;
        double best = hour.Where(s => s.Model is "har" or "garch" or "ewma").Min(s => s.Qlike);
        yield return new("Margin rose before the shock", r.Shock?.AlertAt is null ? VerdictStatus.Warn : VerdictStatus.Pass,
            Measured.Of(r.Shock?.LeadMinutes, "no shock was met"), "min", "> 0 min", DemoTable.Story(r));
        yield return new("Forecast beats the best baseline (QLIKE, 60 min)", blend < best ? VerdictStatus.Pass : VerdictStatus.Warn,
            Measured.Of(1 - (blend / best)), "%", "> 0 % lower", "blend against the best of ewma, garch, har");
        yield return new("Coverage of initial margin", all.TrafficLight, Measured.Of(all.CoverageRate.Value), "%", "99 % of moves; green light of the binomial test",
            $"{all.Breaches} of {all.Outcomes} hourly moves exceeded the margin");
        yield return new("Record verified", r.Verified.IsSound ? VerdictStatus.Pass : VerdictStatus.Fail, Measured.Of(r.Verified.Records), "records",
            "no finding", "hash chain, Merkle root and signed head re-computed");
        yield return new("Margins replay bit for bit", r.Replay.Identical == r.Replay.Figures ? VerdictStatus.Pass : VerdictStatus.Fail,
            Measured.Of(r.Replay.Identical), "margins", $"all {r.Replay.Figures}", "each margin re-computed from its record");
    }

    private static MarketEvidence Market(DemoResult r) => new()
    {
        Sources = [.. r.History.Files.Select(f => new MarketSource(f.Path, r.History.Series.Instrument, f.Bars, f.Sha256, "simulated, shipped with the product"))],
        From = r.History.Series.Bars[0].OpenTime,
        To = r.Span.End,
        Rows = r.History.Quality.RowsRead,
        Gaps = r.History.Quality.Gaps.Count,
        Quality = [.. r.History.Quality.Counts.Select(c => new QualityCount(c.Key, QualityAction.Kept, c.Value))],
        Splits =
        [
            .. r.Backtest.Run.Refits.SelectMany(f => new[]
            {
                new SplitWindow($"refit {Timestamp.FromMinutes(f.Refit.Minute).ToString()[..10]}", SplitRole.Train, r.History.Series.Bars[0].OpenTime, Timestamp.FromMinutes(f.Refit.Minute)),
                new SplitWindow($"refit {Timestamp.FromMinutes(f.Refit.Minute).ToString()[..10]}", SplitRole.Test, Timestamp.FromMinutes(f.Refit.Minute), Timestamp.FromMinutes(f.Refit.UntilMinute)),
            }),
        ],
        LabelDefinition = "Sum of squared 1-minute log returns in percent over (t, t+h], plus a floor of 1e-4 per ten minutes.",
    };

    private static HorizonPerformance Performance(DemoResult r, List<ModelScore> scores, int h)
    {
        double har = scores.First(s => s.Model == "har").Qlike;
        double garch = scores.First(s => s.Model == "garch").Qlike;
        return new HorizonPerformance
        {
            Horizon = TimeSpan.FromMinutes(r.Protocol.HorizonMinutes[h]),
            Rows = ModelScores.Eligible(r.Backtest.Run, h, r.Span.Start, r.Span.End).Count,
            Subject = "blend",
            Models =
            [
                .. scores.Select(s => new Explanation.Report.ModelScore
                {
                    Model = s.Model,
                    Qlike = Measured.Of(s.Qlike),
                    GainOverHar = Measured.Of(1 - (s.Qlike / har)),
                    GainOverGarch = Measured.Of(1 - (s.Qlike / garch)),
                    PrAuc = Measured.Of(s.PrAuc, "spikes are defined at ten minutes"),
                }),
            ],
        };
    }

    private static IEnumerable<MarginRaise> RaisesOf(DemoResult r)
    {
        IEnumerable<MarginDecision> decisions = r.AlertDecision is null ? r.Raises : r.Raises.Prepend(r.AlertDecision).DistinctBy(d => d.AsOf);
        foreach (MarginDecision d in decisions.Where(d => d.Reasons is not null))
        {
            yield return DecisionRaise.Of(d, d.AsOf == r.AlertDecision?.AsOf ? "the raise before the shock" : $"raise at {d.AsOf}");
        }
    }

    private static MarginStory Story(DemoResult r)
    {
        double annual = 365.0 * 1440 / r.Policy.HorizonMinutes;
        List<BacktestPoint> day = [.. r.Day.Where(p => p.Variances is not null)];
        return new MarginStory
        {
            Instrument = r.History.Series.Instrument,
            Times = [.. day.Select(p => p.AsOf)],
            RealizedVolatility = [.. day.Select(p => RealizedAt(r, p.AsOf))],
            BaselineVolatility = [.. day.Select(p => Math.Sqrt(p.Variances!.Garch * annual))],
            ForecastVolatility = [.. day.Select(p => Math.Sqrt(p.Variances!.Blend * annual))],
            InitialRate = [.. day.Select(p => p.Initial)],
            InitialRateWithoutForecast = [.. day.Select(p => p.Reactive)],
            MaintenanceRate = [.. day.Select(p => p.Maintenance)],
            SpikeProbability = [.. day.Select(p => p.SpikeProbability)],
            Price = [.. day.Select(p => p.Price)],
            Shock = r.Shock,
            OtherShocks = [.. r.Backtest.Alerts.Shocks.Where(s => s >= r.HeldOut && (r.Shock is null || Math.Abs((s - r.Shock.At).TotalMinutes) > 10)).Select(s => new ShockEvent("shock", s, null))],
        };
    }

    // Realized over the last ten minutes, annualized: what had already happened, not what was to come.
    private static double RealizedAt(DemoResult r, Timestamp at)
    {
        int d = r.Backtest.Run.Table.IndexAt(at.Minutes);
        return d < r.Backtest.Run.Table.Count ? Math.Sqrt(r.Backtest.Run.Table.Realized10[d] * 365 * 144) / 100 : double.NaN;
    }

    private static RecordEvidence Record(DemoResult r) => new()
    {
        Records = r.Verified.Records,
        Root = r.Verified.Root,
        ChainHead = r.Verified.Chain,
        Verified = r.Verified.IsSound ? VerdictStatus.Pass : VerdictStatus.Fail,
        VerifiedText = r.Verified.IsSound ? "Every byte was re-read: frames, canonical form, hash chain, Merkle root, signed head." : "The record does not verify.",
        Replayed = r.Replay.Figures,
        Identical = r.Replay.Identical,
        Signer = "throw-away key of the demo",
        SignerNote = "A key made for this run proves integrity, not origin.",
        Commands = ["dms audit verify --log audit --key audit-key.json", "dms audit replay --log audit --data models"],
    };
}
