using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Takes a payload that recovery found.</summary>
/// <param name="sequence">Its sequence, from 1.</param>
/// <param name="payload">The bytes; valid during the call.</param>
public delegate void PayloadHandler(long sequence, ReadOnlySpan<byte> payload);

/// <summary>Where a log stands when a writer starts: checked whole, its torn tail moved out.</summary>
internal sealed class LogRecovery
{
    private LogRecovery()
    {
    }

    /// <summary>Chain, Merkle edge, references and time at the end of the log.</summary>
    public required TrailState State { get; init; }

    /// <summary>Whole records.</summary>
    public required long Records { get; init; }

    /// <summary>Records up to the last commit frame.</summary>
    public required long Committed { get; init; }

    /// <summary>Highest epoch in the log; 0 when it is empty.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Id of the log; empty in a journal.</summary>
    public required string Log { get; init; }

    /// <summary>File name of the segment to go on in; null when the next record begins a new one.</summary>
    public required string? OpenSegment { get; init; }

    /// <summary>Where the frames of <see cref="OpenSegment"/> end.</summary>
    public required long FramesEnd { get; init; }

    /// <summary>Time of the first record in <see cref="OpenSegment"/>, or null.</summary>
    public required Timestamp? SegmentStart { get; init; }

    /// <summary>Size of the newest head; 0 without one.</summary>
    public required long HeadSize { get; init; }

    /// <summary>What was moved out, or null.</summary>
    public required LogRepair? Repair { get; init; }

    /// <summary>Checks a log, moves a torn tail out and says where the log stands.</summary>
    /// <param name="directory">Folder of the log; the caller holds its lock.</param>
    /// <param name="form">What the payloads must be.</param>
    /// <param name="recovered">Takes every payload, after the whole log was found good; null when nobody wants
    /// them.</param>
    /// <exception cref="InputRefusedException">The log is damaged (<c>log-damaged</c>); no byte was
    /// changed.</exception>
    public static LogRecovery Run(string directory, LogForm form, PayloadHandler? recovered)
    {
        LogWalk walk = LogWalk.Over(directory, form, null);
        LogRepair? repair = null;
        if (walk.Finding is { } found)
        {
            string path = Path.Combine(directory, found.File);
            if (!walk.IsLastSegment || !File.Exists(path) || !TornTail.NothingWholeBeyond(path, found.Offset))
            {
                throw Damage(directory, found);
            }
        }

        // The heads speak before a byte is moved: a tail that somebody signed for is no torn tail.
        if (walk.HeadFinding is { } head)
        {
            throw Damage(directory, head);
        }

        if (walk.Finding is not null)
        {
            repair = TornTail.MoveOut(directory, walk.Segment!, walk.Keep, walk.Committed + 1);
        }

        RemoveUnfinished(directory, form);
        return repair is null && recovered is null
            ? walk.ToRecovery(null)
            : LogWalk.Over(directory, form, recovered).ToRecovery(repair);
    }

    internal static LogRecovery Of(LogWalk walk, TrailState state, LogRepair? repair) => new()
    {
        State = state,
        Records = walk.Records,
        Committed = walk.Committed,
        Epoch = walk.Epoch,
        Log = walk.Log,
        OpenSegment = walk.IsSealed ? null : walk.Segment,
        FramesEnd = walk.FramesEnd,
        SegmentStart = walk.SegmentStart,
        HeadSize = walk.HeadSize,
        Repair = repair,
    };

    private static InputRefusedException Damage(string directory, LogFinding found) => new(
        "log-damaged",
        $"The log is damaged inside ({found.Reason} at record {found.Sequence}): {found.Detail} No byte was changed. "
        + $"See the whole verdict with 'dms audit verify --log {directory}'; with the approval of two people "
        + $"'dms audit recover --log {directory} --to {Math.Max(found.Sequence - 1, 0)} --approve FILE --out DIR' starts "
        + "a new log from the good part.",
        $"{found.File} offset {found.Offset}");

    private static void RemoveUnfinished(string directory, LogForm form)
    {
        foreach (string folder in (string[])["", .. LogLayout.Folders(form)])
        {
            string path = Path.Combine(directory, folder);
            foreach (string file in Directory.Exists(path) ? Directory.GetFiles(path, "*" + LogLayout.Unfinished) : [])
            {
                File.Delete(file);
            }
        }
    }
}
