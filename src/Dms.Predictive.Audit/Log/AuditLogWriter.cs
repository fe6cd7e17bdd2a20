using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>
/// Writes a log folder: segments, signed tree heads, the public key. Same records and commits give the same segment
/// bytes; only heads and key file depend on the key. One writer; not for concurrent use.
/// </summary>
public sealed class AuditLogWriter : IRecordSink, IDisposable
{
    private const long MinutesPerDay = 1440;

    private readonly string _directory;
    private readonly AuditSigner _signer;
    private readonly WriterLock _lock;
    private readonly SegmentChain _segments;
    private string _log = "";
    private long _headSize;

    private AuditLogWriter(
        string directory, AuditSigner signer, (WriterLock Lock, SegmentChain Segments) files, uint epoch,
        TrailState? state = null)
    {
        (_directory, _signer, _lock, _segments) = (directory, signer, files.Lock, files.Segments);
        Trail = state is null ? new AuditTrail(this, epoch) : new AuditTrail(this, epoch, state);
    }

    /// <summary>The trail that gives records their place and hands them to this writer.</summary>
    public AuditTrail Trail { get; }

    /// <summary>What <see cref="Open"/> moved out of the log because it was half written, or null. A
    /// <c>log.repaired</c> record says the same.</summary>
    public LogRepair? Repair { get; private init; }

    /// <summary>Starts a log in a folder that is empty or not there yet.</summary>
    /// <param name="directory">Folder of the log.</param>
    /// <param name="signer">Signs the tree heads; stays the caller's to dispose.</param>
    /// <param name="epoch">Fencing token of the writer.</param>
    /// <exception cref="InputRefusedException">The folder holds something already (<c>log-exists</c>).</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static AuditLogWriter Create(string directory, AuditSigner signer, uint epoch = 1) =>
        CreateOn(directory, signer, epoch, DiskBlockFile.Open);

    /// <summary>
    /// Goes on in an existing log, or starts one where there is none. Reads and checks the whole log first; a tail that
    /// a power cut or a kill left half written is moved to a file beside the folder and named in a <c>log.repaired</c>
    /// record.
    /// </summary>
    /// <param name="directory">Folder of the log.</param>
    /// <param name="signer">Signs the tree heads; stays the caller's to dispose.</param>
    /// <param name="now">Time of the <c>log.repaired</c> record, should there be one; not before the last
    /// record.</param>
    /// <param name="epoch">Fencing token of the writer, above every one before it; null takes the next.</param>
    /// <exception cref="InputRefusedException">
    /// Another writer holds the log (<c>log-in-use</c>), the log is damaged inside (<c>log-damaged</c>; no byte was
    /// changed), or the epoch is not above the last one (<c>epoch-stale</c>).
    /// </exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static AuditLogWriter Open(string directory, AuditSigner signer, Timestamp now, uint? epoch = null) =>
        OpenOn(directory, signer, new WriterStart(now, epoch), DiskBlockFile.Open);

    internal static AuditLogWriter CreateOn(string directory, AuditSigner signer, uint epoch, OpenBlockFile open)
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

        LogLayout.MakeFolders(directory, LogForm.Audit);
        SegmentChain segments = new(directory, LogForm.Audit, epoch, open);
        AuditLogWriter writer = new(directory, signer, (WriterLock.Take(directory), segments), epoch);
        writer.WriteKey();
        return writer;
    }

    internal static AuditLogWriter OpenOn(
        string directory, AuditSigner signer, WriterStart start, OpenBlockFile open)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(signer);
        LogLayout.MakeFolders(directory, LogForm.Audit);
        WriterLock held = WriterLock.Take(directory);
        try
        {
            LogRecovery found = LogRecovery.Run(directory, LogForm.Audit, null);
            uint epoch = WriterEpoch.After(found.Epoch, start.Epoch, directory);
            SegmentChain segments = new(directory, LogForm.Audit, epoch, open);
            AuditLogWriter writer = new(directory, signer, (held, segments), epoch, found.State)
            {
                Repair = found.Repair,
            };
            writer.Continue(found, start.Now);
            return writer;
        }
        catch
        {
            held.Abandon();
            throw;
        }
    }

    /// <summary>Place of the record appended last; <c>default</c> before the first of this writer.</summary>
    public SegmentPlace LastPlace => _segments.LastPlace;

    /// <summary>Appends a record; it is durable after the next <see cref="Commit"/>.</summary>
    /// <returns>Its sequence, from 1.</returns>
    /// <inheritdoc cref="AuditTrail.Append" path="/exception"/>
    /// <exception cref="IOException">The disk failed; the writer is of no further use.</exception>
    public long Append(AuditRecord record) => Trail.Append(record);

    /// <summary>Writes a commit frame and flushes; records so far are durable when this returns.</summary>
    /// <exception cref="IOException">The disk failed; the writer is of no further use.</exception>
    public void Commit() => _segments.Guarded(CommitPending);

    /// <summary>Commits and signs a head over all records so far, unless there is one already.</summary>
    /// <exception cref="IOException">The disk failed; the writer is of no further use.</exception>
    public void WriteHead() => _segments.Guarded(() =>
    {
        CommitPending();
        WriteHeadFile();
    });

    /// <summary>Commits, seals the segment, signs a head and gives the folder free.</summary>
    /// <exception cref="IOException">The disk failed; the log stays as it is on the disk.</exception>
    public void Close()
    {
        _segments.Guarded(EndSegment);
        _segments.Dispose();
        _lock.Release();
        DurableFolder.Flush(_directory);
    }

    /// <summary>Lets go of the files. Without <see cref="Close"/> before, the log stays unsealed, with its lock
    /// file.</summary>
    public void Dispose()
    {
        _segments.Dispose();
        _lock.Dispose();
    }

    /// <inheritdoc/>
    void IRecordSink.Prepare(SealedRecord record) => _segments.Guarded(() =>
    {
        ArgumentNullException.ThrowIfNull(record);
        long day = DayOf(record.At);
        if (_segments.IsFullFor(day))
        {
            EndSegment();
        }

        _log = record.Kind == RecordKind.LogOpened ? record.Body.Text("log")! : _log;
        _segments.Begin(record.Sequence, Trail.ChainRaw, day);
    });

    /// <inheritdoc/>
    void IRecordSink.Take(SealedRecord record, ReadOnlySpan<byte> chainHash)
    {
        ArgumentNullException.ThrowIfNull(record);
        _segments.Append(record.Canonical.Span, record.Sequence, chainHash);
    }

    private static long DayOf(Timestamp time) =>
        time.Minutes >= 0 ? time.Minutes / MinutesPerDay : ((time.Minutes + 1) / MinutesPerDay) - 1;

    private void Continue(LogRecovery found, Timestamp now)
    {
        (_log, _headSize) = (found.Log, found.HeadSize);
        WriteKey();
        _segments.Guarded(() =>
        {
            _segments.Resume(found, found.SegmentStart is { } start ? DayOf(start) : null);
            CommitPending();
            if (!_segments.IsOpen && Trail.Size > 0)
            {
                // The writer before may have died between its seal and its head.
                WriteHeadFile();
            }
        });
        if (Repair is { } repair && Trail.Size > 0)
        {
            Append(repair.ToRecord(now > Trail.LastAt ? now : Trail.LastAt));
            Commit();
        }
    }

    private void WriteKey()
    {
        string path = Path.Combine(_directory, LogLayout.KeyPath(_signer.PublicKey.KeyId));
        if (!File.Exists(path))
        {
            DurableFolder.WriteWhole(path, _signer.PublicKey.ToBytes());
        }

        DurableFolder.Flush(_directory);
    }

    private void CommitPending() => _segments.Commit(Trail.Size, Trail.ChainRaw);

    private void EndSegment()
    {
        if (_segments.IsOpen)
        {
            _segments.Seal(Trail.Size, Trail.ChainRaw);
            WriteHeadFile();
        }
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
}
