using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>
/// An append-only journal of binary payloads in a folder of its own: the segments, frames, chain and recovery of the
/// audit log, without JSON and without heads. One thread; not for concurrent use.
/// </summary>
/// <example>
/// <code>
/// using JournalWriter journal = JournalWriter.Open(folder, (sequence, payload) => state.Apply(payload));
/// long sequence = journal.Append(payload);   // as many as belong to one group
/// journal.Commit();                          // durable from here on: acknowledge now
/// journal.Close();
/// </code>
/// </example>
public sealed class JournalWriter : IDisposable
{
    /// <summary>Smallest payload in bytes.</summary>
    public const int MinPayloadBytes = 2;

    /// <summary>Largest payload in bytes: 1 MiB.</summary>
    public const int MaxPayloadBytes = CanonicalRules.MaxBytes;

    private readonly string _directory;
    private readonly WriterLock _lock;
    private readonly SegmentChain _segments;
    private readonly HashChain _chain;

    private JournalWriter(string directory, (WriterLock Lock, SegmentChain Segments) files, uint epoch, LogRecovery found)
    {
        (_directory, _lock, _segments, Epoch) = (directory, files.Lock, files.Segments, epoch);
        (_chain, Sequence, Repair) = (found.State.Chain, found.Records, found.Repair);
    }

    /// <summary>Fencing token of this writer; enters every frame.</summary>
    public uint Epoch { get; }

    /// <summary>Sequence of the last payload; 0 while there is none.</summary>
    public long Sequence { get; private set; }

    /// <summary>Sequence of the last payload that is durable.</summary>
    public long Committed => _segments.Committed;

    /// <summary>Chain hash after the last payload, 64 lower-case hex digits.</summary>
    public string ChainHash => _chain.Hex;

    /// <summary>What <see cref="Open"/> moved out because it was half written, or null. It was never acknowledged; the
    /// caller names it in the audit record (<see cref="LogRepair.ToRecord"/>).</summary>
    public LogRepair? Repair { get; }

    /// <summary>Goes on in an existing journal, or starts one where there is none.</summary>
    /// <param name="directory">Folder of the journal.</param>
    /// <param name="recovered">Takes every payload in order, after the whole journal was found good; null when nobody
    /// wants them.</param>
    /// <param name="epoch">Fencing token of the writer, above every one before it; null takes the next.</param>
    /// <exception cref="InputRefusedException">
    /// Another writer holds the journal (<c>log-in-use</c>), it is damaged inside (<c>log-damaged</c>; no byte was
    /// changed), or the epoch is not above the last one (<c>epoch-stale</c>).
    /// </exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static JournalWriter Open(string directory, PayloadHandler? recovered = null, uint? epoch = null) =>
        OpenOn(directory, recovered, epoch, DiskBlockFile.Open);

    internal static JournalWriter OpenOn(
        string directory, PayloadHandler? recovered, uint? epoch, OpenBlockFile open)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        LogLayout.MakeFolders(directory, LogForm.Journal);
        WriterLock held = WriterLock.Take(directory);
        try
        {
            LogRecovery found = LogRecovery.Run(directory, LogForm.Journal, recovered);
            uint next = WriterEpoch.After(found.Epoch, epoch, directory);
            SegmentChain segments = new(directory, LogForm.Journal, next, open);
            JournalWriter writer = new(directory, (held, segments), next, found);
            segments.Guarded(() =>
            {
                segments.Resume(found, null);
                writer.CommitPending();
            });
            return writer;
        }
        catch
        {
            held.Abandon();
            throw;
        }
    }

    /// <summary>Appends a payload; it is durable after the next <see cref="Commit"/>.</summary>
    /// <param name="payload">2 bytes to 1 MiB.</param>
    /// <returns>Its sequence: 1, 2, 3 … without holes.</returns>
    /// <exception cref="ArgumentException">The payload is shorter or longer. Nothing was appended.</exception>
    /// <exception cref="IOException">The disk failed; the writer is of no further use.</exception>
    /// <exception cref="InvalidOperationException">The disk failed before.</exception>
    public long Append(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is < MinPayloadBytes or > MaxPayloadBytes)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A payload has {MinPayloadBytes} to {MaxPayloadBytes} bytes, this one has {payload.Length}."),
                nameof(payload));
        }

        _segments.Guarded(MakeRoom);
        _chain.Advance(payload);
        Sequence++;
        _segments.Append(payload, Sequence, _chain.Raw);
        return Sequence;
    }

    /// <summary>Writes a commit frame and flushes; payloads so far are durable when this returns.</summary>
    /// <exception cref="IOException">The disk failed; the writer is of no further use.</exception>
    /// <exception cref="InvalidOperationException">The disk failed before.</exception>
    public void Commit() => _segments.Guarded(CommitPending);

    /// <summary>Commits, seals the segment and gives the folder free.</summary>
    /// <exception cref="IOException">The disk failed; the journal stays as it is on the disk.</exception>
    public void Close()
    {
        _segments.Guarded(() => _segments.Seal(Sequence, _chain.Raw));
        _segments.Dispose();
        _lock.Release();
        DurableFolder.Flush(_directory);
    }

    /// <summary>Lets go of the files. Without <see cref="Close"/> before, the journal stays unsealed, with its lock
    /// file; the next <see cref="Open"/> goes on from there.</summary>
    public void Dispose()
    {
        _segments.Dispose();
        _lock.Dispose();
    }

    private void MakeRoom()
    {
        if (_segments.IsFullFor(null))
        {
            _segments.Seal(Sequence, _chain.Raw);
        }

        if (!_segments.IsOpen)
        {
            _segments.Begin(Sequence + 1, _chain.Raw, null);
        }
    }

    private void CommitPending() => _segments.Commit(Sequence, _chain.Raw);
}
