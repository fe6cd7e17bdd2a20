namespace Dms.Predictive.Audit.Tests;

public class ReplayRunTests
{
    private readonly MemoryRecordSink _sink = new();

    public ReplayRunTests()
    {
        AuditTrail trail = new(_sink);
        foreach (AuditRecord record in SampleRecords.Log(4, TimeSpan.FromMinutes(1)))
        {
            trail.Append(record);
        }
    }

    [Fact]
    public void Over_EveryVerdict_Counted()
    {
        ReplayReport report = ReplayRun.Over(_sink.Records, new ByTurns());
        Assert.Equal((4, 1, 2), (report.Figures, report.Identical, report.Different));
        Assert.Equal([new ReplayRemark(12, "no inputs")], report.NotReplayable);
        Assert.Equal([8L, 10L], report.Differences.Select(d => d.Sequence));
        Assert.Equal(new ForecastReplay(4, 1, 1, 1, 1), report.Forecasts);
        Assert.False(report.IsSameEnvironment);
    }

    [Fact]
    public void Over_Range_OnlyFiguresInsideButContextFromTheStart()
    {
        ByTurns replayer = new();
        ReplayReport report = ReplayRun.Over(_sink.Records, replayer, 6, 8);
        Assert.Equal((2, 1), (report.Figures, report.Forecasts.Figures));
        Assert.Equal([null, 6L], replayer.Previous);
        Assert.All(replayer.Seen, Assert.NotNull);
    }

    /// <summary>Gives the four verdicts in turn, and notes what the context offers.</summary>
    private sealed class ByTurns : IDecisionReplayer
    {
        private int _margins;
        private int _forecasts;

        public List<long?> Previous { get; } = [];

        public List<object?> Seen { get; } = [];

        public CanonicalObject CurrentEnvironment => CanonicalObject.Empty;

        public ReplayOutcome ReplayMargin(SealedRecord decision, ReplayContext earlier)
        {
            Previous.Add(earlier.PreviousMargin(decision)?.Sequence);
            Seen.AddRange([earlier.Opened, earlier.Environment, earlier.Policy(decision.Body.Text("policyHash")!),
                earlier[5]]);
            return new ReplayOutcome((ReplayVerdict)(_margins++ % 4), "no inputs");
        }

        public ReplayOutcome ReplayForecast(SealedRecord forecast, ReplayContext earlier) =>
            new((ReplayVerdict)(_forecasts++ % 4), null);
    }
}
