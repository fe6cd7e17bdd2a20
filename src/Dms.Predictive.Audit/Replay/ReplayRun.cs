namespace Dms.Predictive.Audit;

/// <summary>Walks a log and has every figure recomputed.</summary>
public sealed class ReplayRun
{
    private readonly IDecisionReplayer _replayer;
    private readonly ReplayContext _context = new();
    private readonly List<ReplayRemark> _notReplayable = [];
    private readonly List<ReplayRemark> _differences = [];
    private readonly long[] _margins = new long[4];
    private readonly long[] _forecasts = new long[4];

    private ReplayRun(IDecisionReplayer replayer) => _replayer = replayer;

    /// <summary>Replays the margins and forecasts of a range; records before the range serve as context.</summary>
    /// <param name="records">Records in log order from the first, such as <see cref="AuditLogReader.Read"/>.</param>
    /// <param name="replayer">Recomputes one record.</param>
    /// <param name="from">First sequence to replay.</param>
    /// <param name="to">Last sequence to replay.</param>
    public static ReplayReport Over(
        IEnumerable<SealedRecord> records, IDecisionReplayer replayer, long from = 1, long to = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(replayer);
        ReplayRun run = new(replayer);
        foreach (SealedRecord record in records.TakeWhile(r => r.Sequence <= to))
        {
            if (record.Sequence >= from)
            {
                run.Replay(record);
            }

            run._context.Note(record);
        }

        return run.Report();
    }

    private void Replay(SealedRecord record)
    {
        switch (record.Kind)
        {
            case RecordKind.MarginDecided:
                CountMargin(record.Sequence, _replayer.ReplayMargin(record, _context));
                break;
            case RecordKind.ForecastIssued:
                _forecasts[(int)_replayer.ReplayForecast(record, _context).Verdict]++;
                break;
            default:
                break;
        }
    }

    private void CountMargin(long sequence, ReplayOutcome outcome)
    {
        // A margin replays bit for bit or not at all: close is different.
        ReplayVerdict verdict = outcome.Verdict == ReplayVerdict.Within1e5 ? ReplayVerdict.Different : outcome.Verdict;
        _margins[(int)verdict]++;
        if (verdict == ReplayVerdict.NotReplayable)
        {
            _notReplayable.Add(new ReplayRemark(sequence, outcome.Reason ?? "no reason given"));
        }
        else if (verdict == ReplayVerdict.Different && _differences.Count < ReplayReport.MaxDifferences)
        {
            _differences.Add(new ReplayRemark(sequence, outcome.Reason ?? "no reason given"));
        }
    }

    private ReplayReport Report() => new()
    {
        Figures = _margins.Sum(),
        Identical = _margins[(int)ReplayVerdict.Identical],
        Different = _margins[(int)ReplayVerdict.Different],
        NotReplayable = _notReplayable,
        Differences = _differences,
        Forecasts = new ForecastReplay(
            _forecasts.Sum(),
            _forecasts[(int)ReplayVerdict.Identical],
            _forecasts[(int)ReplayVerdict.Within1e5],
            _forecasts[(int)ReplayVerdict.Different],
            _forecasts[(int)ReplayVerdict.NotReplayable]),
        RecordedEnvironment = _context.Environment?.Body.Object("fingerprint") ?? CanonicalObject.Empty,
        CurrentEnvironment = _replayer.CurrentEnvironment,
    };
}
