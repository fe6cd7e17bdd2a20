using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>One pass over all frames of a log with the eyes of a writer that wants to go on.</summary>
internal sealed class LogWalk
{
    private readonly HashChain _chain;
    private readonly ReferenceIndex _references;
    private readonly MerkleEdge _edge;
    private string _markFile = "";
    private long _markEnd;
    private string _startFile = "";
    private Timestamp _lastAt;

    private LogWalk(LogScanner scan)
    {
        (_chain, _references) = scan.State;
        _edge = scan.Edge;
    }

    /// <summary>What ended the walk, or null.</summary>
    public LogFinding? Finding { get; private set; }

    /// <summary>What is wrong with a head or a key, or null.</summary>
    public LogFinding? HeadFinding { get; private set; }

    public long Records { get; private set; }

    public long Committed { get; private set; }

    public uint Epoch { get; private set; }

    public string Log { get; private set; } = "";

    /// <summary>File name of the segment that the walk ended in, or null.</summary>
    public string? Segment { get; private set; }

    public bool IsLastSegment { get; private set; }

    public bool IsSealed { get; private set; }

    public long FramesEnd { get; private set; }

    /// <summary>Bytes of <see cref="Segment"/> up to its last commit, or its header alone, or nothing.</summary>
    public long Keep { get; private set; }

    public Timestamp? SegmentStart { get; private set; }

    public long HeadSize { get; private set; }

    public static LogWalk Over(string directory, LogForm form, PayloadHandler? recovered)
    {
        LogFolder folder = LogFolder.Open(directory, form);
        HeadLedger heads = new(folder, null);
        using LogScanner scan = new(folder);
        LogWalk walk = new(scan);
        while (scan.Next())
        {
            if (scan.Type != FrameType.Record)
            {
                (walk._markFile, walk._markEnd, walk.Committed) = (scan.File, scan.FramesEnd, scan.Records);
                continue;
            }

            recovered?.Invoke(scan.Records, scan.Payload);
            if (scan.Body is not null)
            {
                heads.Log = scan.Records == 1 ? scan.Body.Text("log") ?? "" : heads.Log;
                heads.Observe(scan);
                walk.Note(scan, scan.Body);
            }
        }

        walk.End(scan, folder, heads);
        return walk;
    }

    public LogRecovery ToRecovery(LogRepair? repair) =>
        LogRecovery.Of(this, new TrailState(_chain, _edge, _references, _lastAt), repair);

    private void Note(LogScanner scan, CanonicalObject body)
    {
        _lastAt = new Timestamp(body.Integer("at")!.Value);
        if (_startFile != scan.File)
        {
            (_startFile, SegmentStart) = (scan.File, _lastAt);
        }
    }

    private void End(LogScanner scan, LogFolder folder, HeadLedger heads)
    {
        Finding = scan.Finding;
        Records = scan.Records;
        Epoch = scan.Epoch;
        Log = heads.Log;
        Segment = folder.Segments.Count == 0 ? null : Path.GetFileName(scan.File);
        (IsLastSegment, IsSealed, FramesEnd) = (scan.IsLastSegment, scan.IsSealed, scan.FramesEnd);
        Keep = _markFile == scan.File ? _markEnd : Math.Min(scan.FramesEnd, SegmentHeader.Size);
        SegmentStart = _startFile == scan.File ? SegmentStart : null;
        HeadSize = folder.HeadSizes.LastOrDefault();
        KeyRing keys = new(folder, []);
        heads.Judge(keys);
        long good = Finding is null ? Records : Committed;
        HeadFinding = heads.LargestSize > good
            ? scan.AtFramesEnd(
                FindingReason.MissingTail,
                $"A head covers {heads.LargestSize} records; {good} are here and good.")
            : heads.Finding ?? keys.Finding;
    }
}
