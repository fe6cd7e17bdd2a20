using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>
/// Writes a new log folder: segments, signed tree heads, the public key. Same records and commits give the same segment
/// bytes; only heads and key file depend on the key. One writer; not for concurrent use.
/// </summary>
public sealed class AuditLogWriter : IRecordSink, IDisposable
{
    private const long MinutesPerDay = 1440;

    // A segment is ended while the largest frame, a commit and a seal still fit below the limit.
    private const long SegmentRoom = CanonicalRules.MaxBytes + (4 * FrameHeader.Size);

    private readonly string _directory;
    private readonly AuditSigner _signer;
    private readonly FileStream _lock;
    private SegmentWriter? _segment;
    private string _log = "";
    private long _committed;
    private long _headSize;
    private bool _failed;
    private bool _closed;

    private AuditLogWriter(string directory, AuditSigner signer, uint epoch)
    {
        (_directory, _signer) = (directory, signer);
        _lock = new FileStream(
            Path.Combine(directory, LogLayout.Lock), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Trail = new AuditTrail(this, epoch);
    }

    /// <summary>The trail that gives records their place and hands them to this writer.</summary>
    public AuditTrail Trail { get; }

    /// <summary>Starts a log in a folder that is empty or not there yet.</summary>
    /// <param name="directory">Folder of the log.</param>
    /// <param name="signer">Signs the tree heads; stays the caller's to dispose.</param>
    /// <param name="epoch">Fencing token of the writer.</param>
    /// <exception cref="InputRefusedException">The folder holds something already (<c>log-exists</c>).</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static AuditLogWriter Create(string directory, AuditSigner signer, uint epoch = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(signer);
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new InputRefusedException(
                "log-exists",
                "The folder is not empty. A log is never overwritten; name a folder that is empty or not there yet.",
                directory);
        }

        foreach (string folder in (string[])[LogLayout.Segments, LogLayout.Heads, LogLayout.Keys])
        {
            Directory.CreateDirectory(Path.Combine(directory, folder));
        }

        AuditLogWriter writer = new(directory, signer, epoch);
        DurableFolder.WriteWhole(
            Path.Combine(directory, LogLayout.KeyPath(signer.PublicKey.KeyId)), signer.PublicKey.ToBytes());
        DurableFolder.Flush(directory);
        return writer;
    }

    /// <summary>Appends a record; it is durable after the next <see cref="Commit"/>.</summary>
    /// <returns>Its sequence, from 1.</returns>
    /// <inheritdoc cref="AuditTrail.Append" path="/exception"/>
    /// <exception cref="IOException">The disk failed; the writer is of no further use.</exception>
    public long Append(AuditRecord record) => Trail.Append(record);

    /// <summary>Writes a commit frame and flushes; records so far are durable when this returns.</summary>
    /// <exception cref="IOException">The disk failed; the writer is of no further use.</exception>
    public void Commit() => Guarded(CommitPending);

    /// <summary>Commits and signs a head over all records so far, unless there is one already.</summary>
    /// <exception cref="IOException">The disk failed; the writer is of no further use.</exception>
    public void WriteHead() => Guarded(() =>
    {
        CommitPending();
        WriteHeadFile();
    });

    /// <summary>Commits, seals the segment, signs a head and gives the folder free.</summary>
    /// <exception cref="IOException">The disk failed; the log stays as it is on the disk.</exception>
    public void Close()
    {
        Guarded(EndSegment);
        _closed = true;
        _lock.Dispose();
        File.Delete(Path.Combine(_directory, LogLayout.Lock));
        DurableFolder.Flush(_directory);
    }

    /// <summary>Lets go of the files. Without <see cref="Close"/> before, the log stays unsealed, with its lock
    /// file.</summary>
    public void Dispose()
    {
        _closed = true;
        _segment?.Dispose();
        _lock.Dispose();
    }

    /// <inheritdoc/>
    void IRecordSink.Prepare(SealedRecord record) => Guarded(() =>
    {
        ArgumentNullException.ThrowIfNull(record);
        long day = DayOf(record.At);
        if (_segment is not null
            && (day > _segment.Day || _segment.Length > LogLayout.MaxSegmentBytes - SegmentRoom))
        {
            EndSegment();
        }

        _log = record.Kind == RecordKind.LogOpened ? record.Body.Text("log")! : _log;
        SegmentHeader header = new(record.Sequence, Trail.ChainRaw.ToArray(), Trail.Epoch);
        _segment ??= new SegmentWriter(_directory, header, day);
    });

    /// <inheritdoc/>
    void IRecordSink.Take(SealedRecord record, ReadOnlySpan<byte> chainHash)
    {
        ArgumentNullException.ThrowIfNull(record);
        _failed = true;
        _segment!.WriteRecord(record, Trail.Epoch, chainHash);
        _failed = false;
    }

    private static long DayOf(Timestamp time) =>
        time.Minutes >= 0 ? time.Minutes / MinutesPerDay : ((time.Minutes + 1) / MinutesPerDay) - 1;

    private void CommitPending()
    {
        if (_segment is not null && _committed < Trail.Size)
        {
            _segment.WriteMark(FrameType.Commit, Trail.Epoch, Trail.Size, Trail.ChainRaw);
            _segment.Flush();
            _committed = Trail.Size;
        }
    }

    private void EndSegment()
    {
        if (_segment is null)
        {
            return;
        }

        CommitPending();
        _segment.WriteMark(FrameType.Seal, Trail.Epoch, Trail.Size, Trail.ChainRaw);
        _segment.Flush();
        _segment.Dispose();
        _segment = null;
        WriteHeadFile();
    }

    private void WriteHeadFile()
    {
        if (_headSize == Trail.Size)
        {
            return;
        }

        TreeHead head = new TreeHead
        {
            Log = _log,
            Size = Trail.Size,
            Chain = Trail.ChainHash,
            Root = Trail.MerkleRoot,
            Time = Trail.LastAt,
            KeyId = "",
            Algorithm = "",
        }.SignedBy(_signer);
        DurableFolder.WriteWhole(Path.Combine(_directory, LogLayout.HeadPath(head.Size)), head.ToBytes());
        _headSize = head.Size;
    }

    private void Guarded(Action step)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_failed)
        {
            throw new InvalidOperationException(
                "The writer failed before; what the disk holds is not known. Start again from the log as it is.");
        }

        // After a failed write or flush the page cache cannot be trusted: the flag stays unless the step ends well.
        _failed = true;
        step();
        _failed = false;
    }
}
