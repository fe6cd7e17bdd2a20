namespace Dms.Predictive.Audit;

/// <summary>The segments of one log as their writer sees them: frames go into the last one, a full one is sealed. After
/// a failed write or flush it refuses everything: what the disk holds is not known then.</summary>
internal sealed class SegmentChain(string directory, LogForm form, uint epoch, OpenBlockFile open) : IDisposable
{
    // A segment is ended while the largest frame, a commit and a seal still fit below the limit.
    private const long SegmentRoom = CanonicalRules.MaxBytes + (4 * FrameHeader.Size);

    private SegmentWriter? _segment;
    private bool _failed;
    private bool _closed;
    private long _first;

    /// <summary>Records covered by the last commit frame.</summary>
    public long Committed { get; private set; }

    /// <summary>Place of the record appended last.</summary>
    public SegmentPlace LastPlace { get; private set; }

    /// <summary>Whether a segment is open.</summary>
    public bool IsOpen => _segment is not null;

    /// <summary>Goes on where a log ends.</summary>
    public void Resume(LogRecovery from, long? day)
    {
        Committed = from.Committed;
        if (from.OpenSegment is null)
        {
            return;
        }

        string path = Path.Combine(directory, LogLayout.Segments, from.OpenSegment);
        _first = LogLayout.SegmentNumber(from.OpenSegment)!.Value;
        if (new FileInfo(path).Length > from.FramesEnd)
        {
            TornTail.Cut(path, from.FramesEnd);
        }

        _segment = SegmentWriter.Resume(path, from.FramesEnd, open);
        _segment.Day = day;
    }

    /// <summary>Whether the open segment must be ended before a record of that day.</summary>
    public bool IsFullFor(long? day) =>
        _segment is not null
        && (day > _segment.Day || _segment.Length > LogLayout.MaxSegmentBytes - SegmentRoom);

    /// <summary>Makes sure that a segment is open for the next record.</summary>
    public void Begin(long sequence, ReadOnlySpan<byte> chainHash, long? day)
    {
        SegmentHeader header = new(sequence, chainHash.ToArray(), epoch);
        _first = _segment is null ? sequence : _first;
        _segment ??= SegmentWriter.Create(
            Path.Combine(directory, LogLayout.SegmentPath(sequence)), header.ToBytes(form), open);
        _segment.Day ??= day;
    }

    public void Append(ReadOnlySpan<byte> payload, long sequence, ReadOnlySpan<byte> chainHash)
    {
        _failed = true;
        LastPlace = new SegmentPlace(_first, _segment!.Length);
        _segment.WriteRecord(payload, epoch, sequence, chainHash);
        _failed = false;
    }

    /// <summary>Writes a commit frame and flushes, when records are waiting for it.</summary>
    public void Commit(long size, ReadOnlySpan<byte> chainHash)
    {
        if (_segment is not null && Committed < size)
        {
            _segment.WriteMark(FrameType.Commit, epoch, size, chainHash);
            _segment.Flush();
            Committed = size;
        }
    }

    /// <summary>Commits and seals the open segment.</summary>
    public void Seal(long size, ReadOnlySpan<byte> chainHash)
    {
        if (_segment is null)
        {
            return;
        }

        Commit(size, chainHash);
        _segment.WriteMark(FrameType.Seal, epoch, size, chainHash);
        _segment.Flush();
        _segment.Dispose();
        _segment = null;
    }

    /// <summary>Runs a step that touches the disk; when it fails, it was the last one.</summary>
    public void Guarded(Action step)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ThrowIfFailed();

        // After a failed write or flush the page cache cannot be trusted: the flag stays unless the step ends well.
        _failed = true;
        step();
        _failed = false;
    }

    public void ThrowIfFailed()
    {
        if (_failed)
        {
            throw new InvalidOperationException(
                "The writer failed before; what the disk holds is not known. Start again from the log as it is.");
        }
    }

    /// <summary>Lets go of the file; nothing can be written any more.</summary>
    public void Dispose()
    {
        _closed = true;
        _segment?.Dispose();
    }
}
