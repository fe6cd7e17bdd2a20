using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>
/// Seals what the core decided into the audit log. After a restart the journal is applied again and its records meet
/// those that the log holds already: they must be the same, byte for byte; what the log lacks is appended.
/// </summary>
internal sealed class RecordKeeper : IDisposable
{
    private const string Actor = "system:host";
    private readonly AuditLogWriter _log;
    private readonly IEnumerator<(SealedRecord Record, SegmentPlace Place)> _existing;
    private bool _catchesUp;
    private long _verified;
    private LogStanding _standing = new(0, "", 0);
    private DecisionSealer? _sealer;
    private RecordPlace? _last;

    /// <summary>Goes on with a log.</summary>
    /// <param name="log">The opened log.</param>
    /// <param name="existing">Its records so far, in order.</param>
    /// <param name="index">Learns where records stand.</param>
    public RecordKeeper(AuditLogWriter log, IEnumerable<(SealedRecord Record, SegmentPlace Place)> existing, RecordIndex index)
    {
        (_log, Index) = (log, index);
        _existing = existing.GetEnumerator();
        _catchesUp = _existing.MoveNext();
    }

    /// <summary>Where records stand; for readers on other threads.</summary>
    public RecordIndex Index { get; }

    /// <summary>Records and root as of the last commit; for readers on other threads.</summary>
    public LogStanding Standing => Volatile.Read(ref _standing);

    /// <summary>Whether records wait for a commit.</summary>
    public bool IsDirty => Waiting > 0;

    /// <summary>Records that wait for a commit.</summary>
    public long Waiting => _log.Trail.Size - Standing.Records;

    /// <summary>Seals all that a step decided.</summary>
    /// <returns>Places of the margins by account.</returns>
    public IReadOnlyDictionary<string, RecordPlace> Seal(CoreStep step, HostCore core)
    {
        Dictionary<string, RecordPlace> places = [];
        switch (step.Event)
        {
            case HostStarted s when _sealer is null:
                _sealer = new DecisionSealer(core.Settings!, Append, s.At);
                break;
            case HostStarted s:
                _sealer.SealEnvironment(CanonicalReader.ReadObject(Encoding.UTF8.GetBytes(s.Fingerprint)), s.At);
                break;
            case ModelActivated:
                _sealer!.Register(step.Model!, step.At);
                break;
            case ChallengerActivated c:
                ModelIdentity who = step.Model!.Identity;
                Append(new ModelRegistered
                {
                    Model = who.Id,
                    Version = who.Version,
                    Sha256 = who.Sha256,
                    ManifestSha256 = c.ManifestSha256,
                    Alias = "challenger",
                    Reason = "scored in shadow, moves no margin",
                }.ToRecord(step.At, Actor));
                break;
            case UpliftSwitchRequested u when step.UpliftSwitch is bool paused:
                Append(new AuditRecord(
                    paused ? RecordKind.KillOn : RecordKind.KillOff, step.At, u.Caller.Principal,
                    new CanonicalObjectBuilder().Add("what", core.Founding!.Instrument).Add("reasons", ["manual"]).Build()));
                break;
        }

        if (step.Withheld is { } held)
        {
            Append(new AuditRecord(
                held.IsOn ? RecordKind.KillOn : RecordKind.KillOff, step.At, Actor,
                new CanonicalObjectBuilder().Add("what", core.Founding!.Instrument).Add("reasons", [held.Reason]).Build()));
        }

        foreach (HeldOverride changed in step.Overrides)
        {
            _sealer!.SealOverride(changed, step.At);
        }

        if (step.Outlook is not null)
        {
            _sealer!.SealForecasts(step.Outlook);
            _sealer.SealAlerts(step.Outlook);
            _sealer.SealSafety(step.Outlook);
        }

        foreach (IssuedForecast forecast in step.Shadow)
        {
            _sealer!.SealShadow(forecast);
        }

        foreach (AccountChange change in step.Accounts.Where(a => a.Evidence is not null))
        {
            _sealer!.Seal(change.Evidence!);
            places[change.Account.Id] = _last!;
        }

        return places;
    }

    /// <summary>Makes all records so far durable.</summary>
    public void Commit()
    {
        _log.Commit();
        Stand();
    }

    /// <summary>Makes all records so far durable and signs a head over them.</summary>
    public void WriteHead()
    {
        _log.WriteHead();
        Stand();
    }

    /// <summary>Seals the segment and signs a head.</summary>
    public void Close()
    {
        _existing.Dispose();
        _log.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _existing.Dispose();
        _log.Dispose();
    }

    /// <summary>After the journal was applied: the log must hold nothing that the journal does not explain.</summary>
    /// <exception cref="InputRefusedException">It does (<c>audit-diverged</c>).</exception>
    public void EndCatchUp()
    {
        SkipRepairs();
        if (_catchesUp)
        {
            throw Diverged(_existing.Current.Record.Sequence, "the log holds a record that the journal does not explain");
        }
    }

    private void Stand() => Volatile.Write(ref _standing, new LogStanding(_log.Trail.Size, _log.Trail.MerkleRoot, _verified));

    private long Append(AuditRecord record)
    {
        SkipRepairs();
        SealedRecord sealedRecord;
        if (_catchesUp)
        {
            (SealedRecord known, SegmentPlace place) = _existing.Current;
            sealedRecord = SealedRecord.Seal(record, known.Sequence, (uint)known.Epoch);
            if (!sealedRecord.Canonical.Span.SequenceEqual(known.Canonical.Span))
            {
                throw Diverged(known.Sequence, $"the log holds a {known.Kind}, this program computes another {record.Kind}");
            }

            _verified++;
            Index.Note(known, place);
            _catchesUp = _existing.MoveNext();
        }
        else
        {
            long sequence = _log.Append(record);
            sealedRecord = SealedRecord.Seal(record, sequence, _log.Trail.Epoch);
            Index.Note(sealedRecord, _log.LastPlace);
        }

        _last = new RecordPlace(sealedRecord.Sequence, Convert.ToHexStringLower(MerkleHash.Leaf(sealedRecord.Canonical.Span)));
        return _last.Sequence;
    }

    // A repair is the log's own affair; the journal knows nothing of it.
    private void SkipRepairs()
    {
        while (_catchesUp && _existing.Current.Record.Kind == RecordKind.LogRepaired)
        {
            Index.Note(_existing.Current.Record, _existing.Current.Place);
            _catchesUp = _existing.MoveNext();
        }
    }

    private static InputRefusedException Diverged(long sequence, string fault) => new(
        "audit-diverged",
        $"Record {sequence} of the audit log does not follow from the journal: {fault}. Start the program version that wrote it, "
        + "or look with: dms audit verify --log STATE/audit.", "audit");
}

/// <summary>A log as of its last commit.</summary>
/// <param name="Records">Records.</param>
/// <param name="Root">Merkle root over them, lower-case hex.</param>
/// <param name="Verified">Records that the last start computed again and found alike.</param>
internal sealed record LogStanding(long Records, string Root, long Verified);
