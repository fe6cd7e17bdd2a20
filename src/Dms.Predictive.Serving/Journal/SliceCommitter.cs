using Dms.Predictive.Audit;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>Makes slices durable, seals their decisions, publishes them, and answers; in this order. One thread.</summary>
internal sealed class SliceCommitter
{
    /// <summary>Numbers in a block of outputs.</summary>
    public const long BlockLength = 1 << 20;

    private static readonly TimeSpan AuditCommitEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan HeadEvery = TimeSpan.FromMinutes(5);

    private readonly RecordKeeper _records;
    private readonly HostCore _core;
    private readonly PublishedState _published;
    private readonly StreamLog _stream;
    private readonly HostMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Publisher _publisher;
    private JournalWriter? _journal;
    private long _block;
    private bool _asked = true;
    private long _auditAt;
    private long _headAt;

    /// <summary>Takes over an opened log; the journal follows once it is read.</summary>
    public SliceCommitter(CommitterParts parts, HostCore core)
    {
        (_records, _published, _stream, _metrics, _time) =
            (parts.Records, parts.Published, parts.Stream, parts.Metrics, parts.Time);
        _core = core;
        _publisher = new Publisher(parts.Published, parts.Metrics);
        (_auditAt, _headAt) = (_time.GetTimestamp(), _time.GetTimestamp());
        CommittedAt = _time.GetTimestamp();
    }

    /// <summary>Monotonic time of the last durable append.</summary>
    public long CommittedAt { get; private set; }

    /// <summary>Sequence up to which everything is durable.</summary>
    public long DurableSequence { get; private set; }

    /// <summary>Goes on with a journal whose events were all taken over.</summary>
    public void Attach(JournalWriter journal) => _journal = journal;

    /// <summary>Takes over a step that the journal holds already.</summary>
    public void Recovered(CoreStep step)
    {
        IReadOnlyDictionary<string, RecordPlace> places = _records.Seal(step, _core);
        _publisher.Show(step, places);
        DurableSequence = step.Sequence;
        _published.Reached(step.Sequence);
    }

    /// <summary>Writes slices in one commit.</summary>
    /// <exception cref="IOException">The disk failed: the host must stop, nothing of the slices was answered.</exception>
    public void Commit(IReadOnlyList<Slice> slices)
    {
        try
        {
            long began = _time.GetTimestamp();
            long bytes = 0;
            foreach (CoreStep step in slices.SelectMany(s => s.Steps))
            {
                byte[] payload = EventCodec.Encode(step.Event);
                bytes += payload.Length;
                long sequence = _journal!.Append(payload);
                if (sequence != step.Sequence)
                {
                    throw new InvalidOperationException($"The journal gave {sequence} to event {step.Sequence}.");
                }
            }

            if (bytes > 0)
            {
                _journal!.Commit();
                CommittedAt = _time.GetTimestamp();
                _metrics.Committed(_time.GetElapsedTime(began), bytes);
            }

            foreach (Slice slice in slices)
            {
                Publish(slice);
            }

            CommitRecords();
        }
        catch (Exception e)
        {
            foreach (Slice slice in slices)
            {
                slice.Fail(e);
            }

            throw;
        }
    }

    /// <summary>First number of the block to reserve next; null while there is room or one was asked for.</summary>
    public long? NextBlock()
    {
        if (_asked || _stream.Remaining > BlockLength / 2)
        {
            return null;
        }

        _asked = true;
        return _block + BlockLength;
    }

    /// <summary>Seals journal and log in good order.</summary>
    public void Close()
    {
        _journal!.Close();
        _records.Close();
    }

    private void Publish(Slice slice)
    {
        List<(string Topic, string Key, string Value)> events = [];
        foreach (CoreStep step in slice.Steps)
        {
            IReadOnlyDictionary<string, RecordPlace> places = _records.Seal(step, _core);
            events.AddRange(_publisher.Show(step, places));
            if (step.Event is OutputsReserved reserved)
            {
                _stream.Open(reserved.First, BlockLength);
                (_block, _asked) = (reserved.First, false);
            }

            DurableSequence = step.Sequence;
        }

        if (events.Count > 0)
        {
            _stream.Publish(events, DurableSequence);
            _metrics.Published(events.Select(e => e.Topic), _time.GetElapsedTime(slice.OldestAt));
        }

        _published.Reached(DurableSequence);
        slice.Complete();
    }

    /// <summary>Whether records wait to become durable.</summary>
    public bool HasRecordsWaiting => _records.IsDirty;

    /// <summary>Makes records durable when it is time, and signs a head now and then.</summary>
    /// <remarks>The journal is durable and explains every record, so a crash loses none; the log may follow a little later.</remarks>
    public void CommitRecords()
    {
        if (_time.GetElapsedTime(_headAt) > HeadEvery)
        {
            _records.WriteHead();
            (_headAt, _auditAt) = (_time.GetTimestamp(), _time.GetTimestamp());
        }
        else if (_time.GetElapsedTime(_auditAt) > AuditCommitEvery)
        {
            _records.Commit();
            _auditAt = _time.GetTimestamp();
        }

        _metrics.Recorded(_records.Standing.Records, _records.Standing.Verified);
    }
}

/// <summary>What a committer works with.</summary>
internal sealed record CommitterParts(
    RecordKeeper Records, PublishedState Published, StreamLog Stream, HostMetrics Metrics, TimeProvider Time);
