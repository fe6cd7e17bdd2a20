using System.Security.Cryptography;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>What the demo did, for its table and its report.</summary>
internal sealed record DemoResult
{
    public required BarHistory History { get; init; }

    public required (Timestamp Start, Timestamp End) Span { get; init; }

    public required Timestamp HeldOut { get; init; }

    public required EvaluationProtocol Protocol { get; init; }

    public required PipelinePolicy Policy { get; init; }

    public required MarginBacktestResult Backtest { get; init; }

    public required IReadOnlyList<List<ModelScore>> Scores { get; init; }

    public required ForecastModel Model { get; init; }

    public required IReadOnlyList<BacktestPoint> Day { get; init; }

    public required IReadOnlyList<MarginDecision> Raises { get; init; }

    public required MarginDecision? AlertDecision { get; init; }

    public required ShockEvent? Shock { get; init; }

    public required LogVerification Verified { get; init; }

    public required ReplayReport Replay { get; init; }

    public required string SignerKeyId { get; init; }

    /// <summary>Which features mattered over the day; null when nothing was forecast.</summary>
    public required GlobalAttribution? Global { get; init; }

    /// <summary>Why margin changed into the raise of the story, and into the largest raises.</summary>
    public required IReadOnlyList<MarginExplanation> Explained { get; init; }
}

/// <summary>
/// The main job on a simulated market of orders: features, models walk-forward, a signed bundle, a held-out day through
/// the margin engine into a sealed log that is verified and replayed.
/// </summary>
internal sealed class DemoWork(string folder, CancellationToken cancellation)
{
    private const int TestDays = 15;
    private const int RaisesKept = 3;

    // The story begins with the margin as it was before the alert.
    private static readonly TimeSpan BeforeStory = TimeSpan.FromMinutes(30);

    private static readonly EvaluationProtocol Protocol = new()
    {
        RefitDays = 7,
        RehearsalRefits = 2,
        Trees = new BoostingRecipe { Trees = 120, Leaves = 15, MinimumRowsPerLeaf = 60, LearningRate = 0.05 },
    };

    private readonly PipelinePolicy _policy = new();

    /// <summary>Runs everything and writes models/, audit/ and audit-key.json.</summary>
    public DemoResult Run(Action<int, int>? progress)
    {
        DemoMarket market = DemoMarket.Simulate(cancellation);
        BarHistory history = market.History;
        BarSeries series = history.Series;
        Timestamp end = series.Bars[^1].OpenTime + series.Length;
        Timestamp heldOut = Timestamp.FromMinutes((end.Minutes - 1) / 1440 * 1440);
        (Timestamp Start, Timestamp End) span = (heldOut - TimeSpan.FromDays(TestDays - 1), end);
        MarginBacktestResult backtest = MarginBacktestWork.Run(history, _policy, Protocol, span, new MarginBacktestOptions(false, null, []) { Side = market.Side }, progress, cancellation);
        List<ModelScore>[] scores = [.. Enumerable.Range(0, Protocol.HorizonMinutes.Count)
            .Select(h => ModelScores.Of(backtest.Run, h, span.Start, span.End))];
        ForecastModel model = Export(backtest.Run, market, scores[1], heldOut);
        Day day = Replay(market, model, heldOut, end);
        string log = Path.Combine(folder, "audit");
        LogVerification verified = LogVerifier.Verify(log, [day.Key]);
        ReplayReport replayed = ReplayRun.Over(
            AuditLogReader.Read(log), new DecisionReplayer(MarginSession.Fingerprint(), sha => sha == model.Identity.Sha256 ? model : null));
        cancellation.ThrowIfCancellationRequested();
        SealedRecord[] records = [.. AuditLogReader.Read(log)];
        ShockEvent? shock = Shock(day.Points, heldOut, market.Planted);
        MarginDecision? alert = day.Decisions.FirstOrDefault(d => shock?.AlertAt is Timestamp at && d.AsOf == at);
        return new DemoResult
        {
            History = history,
            Span = span,
            HeldOut = heldOut,
            Protocol = Protocol,
            Policy = _policy,
            Backtest = backtest,
            Scores = scores,
            Model = model,
            Day = day.Points,
            Raises = day.Raises,
            Verified = verified,
            Replay = replayed,
            Shock = shock,
            SignerKeyId = day.Key.KeyId,
            AlertDecision = alert,
            Global = DemoReasons.Global(records, model, _policy.HorizonMinutes),
            Explained = [.. day.Raises.Prepend(alert).OfType<MarginDecision>().DistinctBy(d => d.Sequence)
                .Select(d => DemoReasons.Change(records, d.Sequence, model)).OfType<MarginExplanation>()],
        };
    }

    private ForecastModel Export(WalkForwardRun run, DemoMarket market, List<ModelScore> scores, Timestamp heldOut)
    {
        using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        FittedRefit last = run.Refits[^1];
        BundleLabel label = new(
            "sim-btc", "1.0.0", market.Digests,
            scores.ToDictionary(s => $"qlike60_{s.Model}", s => s.Qlike), heldOut);
        return BundleExport.Write(Path.Combine(folder, "models"), last, run, Protocol, label, signer);
    }

    private Day Replay(DemoMarket market, ForecastModel model, Timestamp heldOut, Timestamp end)
    {
        cancellation.ThrowIfCancellationRequested();
        BarSeries series = market.History.Series;
        using AuditSigner signer = AuditSigner.CreateThrowAway(heldOut);
        using AuditLogWriter writer = AuditLogWriter.Create(Path.Combine(folder, "audit"), signer);
        MarginPipeline pipeline = MarginSession.Open(
            series, _policy, market.Side.DigestsWith(market.History), writer.Trail, heldOut, market.Side.History.Inputs);
        BacktestPlan plan = new(MarginSession.Account(series.Instrument), [(heldOut, model)], heldOut, end, _policy.StepMinutes)
        {
            Side = market.Side.History,
        };
        List<MarginDecision> decisions = [];
        LargestRaises raises = new(RaisesKept);
        IReadOnlyList<BacktestPoint> points = BacktestRun.Run(
            pipeline, series, plan,
            d =>
            {
                decisions.Add(d);
                raises.Note(d);
            },
            cancellation);
        writer.Close();
        signer.ExportPublicKey(Path.Combine(folder, "audit-key.json"));
        return new Day(points, decisions, raises.Kept, signer.PublicKey);
    }

    // The shock of the story: of the announced ones of the held-out day, that before which margin was raised most.
    private static ShockEvent? Shock(IReadOnlyList<BacktestPoint> day, Timestamp heldOut, IReadOnlyList<PlantedEvent> planted)
    {
        PlantedEvent[] events = [.. planted.Where(e => e.Time >= heldOut + BeforeStory)];
        ShockEvent? story = null;
        double most = MarginBacktestWork.AlertRaise;
        foreach (PlantedEvent e in events)
        {
            foreach (BacktestPoint p in day.Where(p => p.AsOf < e.Time && p.AsOf >= e.Time - TimeSpan.FromMinutes(e.LeadMinutes)))
            {
                if (p.Initial / p.Reactive >= most)
                {
                    bool first = story?.At != e.Time;
                    most = p.Initial / p.Reactive;
                    story = first ? new ShockEvent("shock", e.Time, p.AsOf) : story;
                }
            }
        }

        return story ?? (events.Length > 0 ? new ShockEvent("shock", events[0].Time, null) : null);
    }

    private sealed record Day(
        IReadOnlyList<BacktestPoint> Points, IReadOnlyList<MarginDecision> Decisions, IReadOnlyList<MarginDecision> Raises, AuditKey Key);
}
