using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>A run as the document of the report page.</summary>
internal static class ExplainReport
{
    private const double FewestUnseen = 20;

    public static ReportDocument Document(ExplainRun run, ExplainFindings findings)
    {
        BundleDescription about = run.Order.Bundle.Manifest.Description;
        return new()
        {
            Title = $"Model report: {about.Id} {about.Version} on {run.Order.History.Series.Instrument}",
            Id = "model-" + run.Model.Model.Identity.ManifestSha256[..12],
            Model = about.Id,
            Version = about.Version,
            AsOf = run.Span.End,
            Headline = ExplainAnswers.Headline(run, findings),
            Summary = $"{ExplainWords.Count(run.Rows.Count)} decisions from {ExplainWords.Time(run.Decisions[0].AsOf)} to "
                + $"{ExplainWords.Time(run.Decisions[^1].AsOf)}, every forecast taken apart exactly.",
            Answers = [.. ExplainAnswers.Of(run, findings)],
            Identity = [.. Identity(run)],
            Verdicts = [.. ExplainVerdicts.Of(run, findings)],
            Purpose = ExplainCard.Purpose(run.Order.Bundle, run.Order.Governance),
            Market = Market(run),
            Performance = [.. Performance(run)],
            Global = ExplainBehaviour.Global(run, findings.Sizes),
            Behaviour = findings.Behaviour,
            Cases = findings.Cases,
            Raises = [.. run.Raises.Select((d, k) => DecisionRaise.Of(d, k == 0 ? "The largest raise" : $"raise of {ExplainWords.Time(d.AsOf)}"))],
            MarginExplanations = run.Explained,
            Story = Story(run),
            Backtest = run.Backtest,
            Stability = findings.Stability.Monitors,
            Deletion = new(
                findings.Stability.Deletion.Ordered, findings.Stability.Deletion.Random, findings.Stability.Deletion.Area,
                findings.Stability.DeletionRows, ExplainedModel.ScoreUnit),
            Drift = findings.Drift,
            Robustness = findings.Robustness.Faults,
            Sensitivity = findings.Sensitivity.Shifts,
            ExtraTables = [.. ExplainNetworks.Tables(run), findings.Robustness.Table, .. findings.Sensitivity.Tables],
            OpenFindings = [.. ExplainNetworks.NotSplit(run)],
            Record = Record(run, findings),
            AbsentReasons = new Dictionary<string, string>
            {
                ["performance"] = $"fewer than {FewestUnseen:0} decisions lie after training ended, so nothing was scored out of sample; dms evaluate does it",
                ["margin"] = "no margin could be computed in the span",
            },
        };
    }

    private static IEnumerable<NamedText> Identity(ExplainRun run)
    {
        ModelIdentity identity = run.Model.Model.Identity;
        yield return new("Explained", $"member {run.Model.MemberId}, {run.Policy.HorizonMinutes} min, {ExplainBehaviour.ModeName(run.Rows.Mode)} values");
        yield return new("Period", $"{run.Span.Start} to {run.Span.End}, end excluded");
        yield return new("Training ended", run.TrainedUntil.ToString());
        yield return new("Trees SHA-256", identity.Sha256);
        yield return new("Manifest SHA-256", identity.ManifestSha256);
        yield return new("Feature schema", run.Model.Model.RowSchemaHash);
        yield return new("Policy hash", PipelinePolicyJson.Hash(run.Policy));
        foreach (MarketSource source in Sources(run))
        {
            yield return new($"Data {source.Name}", source.Sha256);
        }
    }

    private static IEnumerable<MarketSource> Sources(ExplainRun run) => run.Order.History.Files
        .Select(f => new MarketSource(
            Path.GetFileName(f.Path), run.Order.History.Series.Instrument, f.Bars, f.Sha256, "file given to the command"))
        .Concat(run.Order.Side.Sources.Select(s => new MarketSource(s.Name, s.Kind, s.Values, s.Sha256, "accompanies the bars")));

    private static MarketEvidence Market(ExplainRun run)
    {
        BarSeries series = run.Order.History.Series;
        Timestamp first = series.Bars[0].OpenTime, last = series.Bars[^1].OpenTime + series.Length, trained = run.TrainedUntil;
        List<SplitWindow> windows = [];
        if (trained > first)
        {
            windows.Add(new("bars", SplitRole.Train, first, trained < last ? trained : last));
        }

        if (trained < last)
        {
            windows.Add(new("bars", SplitRole.Test, trained > first ? trained : first, last));
        }

        return new()
        {
            Sources = [.. Sources(run)],
            From = first,
            To = last,
            Rows = run.Order.History.Quality.RowsRead,
            Gaps = run.Order.History.Quality.Gaps.Count,
            Quality = [.. run.Order.History.Quality.Counts.Select(c => new QualityCount(c.Key, QualityAction.Kept, c.Value))],
            Splits = windows,
            LabelDefinition = $"Sum of squared {series.LengthMinutes}-minute log returns in percent over (t, t + {run.Policy.HorizonMinutes} min], plus a floor of 1e-5 per minute.",
        };
    }

    private static IEnumerable<HorizonPerformance> Performance(ExplainRun run)
    {
        ExplainedDecision[] unseen = [.. run.Decisions.Where(d => d.AsOf >= run.TrainedUntil && double.IsFinite(run.Realized(d)))];
        if (unseen.Length < FewestUnseen)
        {
            yield break;
        }

        double Qlike(Func<ExplainedDecision, double> ln) => unseen.Average(d => ForecastLoss.Qlike(run.Realized(d), Math.Exp(ln(d))));
        (string Name, double Loss)[] losses =
        [
            ("blend", Qlike(d => d.LnBlend)), ("garch", Qlike(d => d.LnGarch)), ("har", Qlike(d => d.LnHar)), ("ewma", Qlike(d => d.LnEwma)),
        ];
        yield return new()
        {
            Horizon = TimeSpan.FromMinutes(run.Policy.HorizonMinutes),
            Rows = unseen.Length,
            Subject = "blend",
            Models =
            [
                .. losses.Select(l => new Explanation.Report.ModelScore
                {
                    Model = l.Name,
                    Qlike = Measured.Of(l.Loss),
                    GainOverGarch = Measured.Of(1 - (l.Loss / losses[1].Loss)),
                    GainOverHar = Measured.Of(1 - (l.Loss / losses[2].Loss)),
                }),
            ],
        };
    }

    private static MarginStory? Story(ExplainRun run)
    {
        List<ExplainedDecision> decisions = [.. run.Decisions.Where(d => d.Point!.Variances is not null)];
        if (decisions.Count < 2)
        {
            return null;
        }

        double Past(ExplainedDecision d)
        {
            int at = run.Table.IndexAt(d.AsOf.Minutes);
            return at < run.Table.Count ? Math.Sqrt(run.Table.Realized10[at] * 365 * 144) / 100 : double.NaN;
        }

        TimeSpan step = TimeSpan.FromMinutes(run.Policy.StepMinutes);
        Dictionary<Timestamp, BacktestPoint> at = run.Points.ToDictionary(p => p.AsOf);
        Alert? met = run.Alerts.Alerts.Where(a => a.Shock is not null && at.ContainsKey(a.Shock.Value - step))
            .MaxBy(a => at[a.Shock!.Value - step] is var p ? p.Initial / p.Reactive : 0);
        return new()
        {
            Instrument = run.Order.History.Series.Instrument,
            Times = [.. decisions.Select(d => d.AsOf)],
            RealizedVolatility = [.. decisions.Select(Past)],
            BaselineVolatility = [.. decisions.Select(d => run.Annualized(Math.Exp(d.LnGarch)))],
            ForecastVolatility = [.. decisions.Select(d => run.Annualized(Math.Exp(d.LnBlend)))],
            InitialRate = [.. decisions.Select(d => d.Point!.Initial)],
            InitialRateWithoutForecast = [.. decisions.Select(d => d.Point!.Reactive)],
            MaintenanceRate = [.. decisions.Select(d => d.Point!.Maintenance)],
            SpikeProbability = decisions.Any(d => double.IsFinite(d.Point!.SpikeProbability)) ? [.. decisions.Select(d => d.Point!.SpikeProbability)] : [],
            Price = [.. decisions.Select(d => d.Point!.Price)],
            // A shock is seen one step after the last decision that knew nothing of it.
            Shock = met is null ? null : new("shock", met.Shock!.Value - step, met.At),
            OtherShocks = [.. run.Alerts.Shocks.Where(s => s != met?.Shock).Select(s => new ShockEvent("shock", s, FirstAlert(run, s)))],
        };
    }

    private static Timestamp? FirstAlert(ExplainRun run, Timestamp shock) =>
        run.Alerts.Alerts.Where(a => a.Shock == shock).Select(a => (Timestamp?)a.At).FirstOrDefault();

    private static RecordEvidence Record(ExplainRun run, ExplainFindings findings) => new()
    {
        Records = run.Leaves.Count,
        Root = Convert.ToHexStringLower(new MerkleTree(run.Leaves).Root),
        ChainHead = run.ChainHead,
        Verified = VerdictStatus.NotApplicable,
        VerifiedText = "Replaying the bars through the pipeline sealed these records in memory; verify.json holds the head and an inclusion proof.",
        Replayed = run.Rows.Count,
        Identical = findings.Identical,
        SignerNote = "a replay for a report is not signed; its inputs are, by their digests",
        Commands =
        [
            $"dms models verify --bundle BUNDLE",
            $"dms explain model --bundle BUNDLE --data {string.Join(' ', run.Order.History.Files.Select(f => Path.GetFileName(f.Path)))} "
            + $"--horizon {run.Policy.HorizonMinutes}m --member {run.Model.MemberId} --mode {run.Rows.Mode} --rows {run.Order.MostRows} --seed {run.Order.Seed} --out AGAIN",
            "sha256sum AGAIN/report.html AGAIN/attributions.parquet",
        ],
        Environment = [new("Packages", PackageLock.Hash)],
    };
}
