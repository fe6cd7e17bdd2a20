using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>
/// Gives records their place: sequence, canonical bytes, hash chain, Merkle tree. Refuses what a verifier would not
/// believe.
/// One writer; not for concurrent use.
/// </summary>
public sealed class AuditTrail
{
    private readonly IRecordSink _sink;
    private readonly HashChain _chain;
    private readonly MerkleEdge _edge;
    private readonly ReferenceIndex _references;

    /// <summary>Starts an empty trail.</summary>
    /// <param name="sink">Takes the sealed records in order.</param>
    /// <param name="epoch">Fencing token of the writer; enters every record.</param>
    public AuditTrail(IRecordSink sink, uint epoch = 1)
        : this(sink, epoch, new TrailState(new HashChain(), new MerkleEdge(), new ReferenceIndex(), default))
    {
    }

    /// <summary>Goes on where an existing log ends.</summary>
    internal AuditTrail(IRecordSink sink, uint epoch, TrailState state)
    {
        ArgumentNullException.ThrowIfNull(sink);
        (_sink, Epoch) = (sink, epoch);
        (_chain, _edge, _references, LastAt) = (state.Chain, state.Edge, state.References, state.LastAt);
    }

    /// <summary>Fencing token of the writer.</summary>
    public uint Epoch { get; }

    /// <summary>Number of records so far.</summary>
    public long Size => _edge.Size;

    /// <summary>Time of the last record; the epoch's start before the first.</summary>
    public Timestamp LastAt { get; private set; }

    /// <summary>Chain hash after the last record, 64 lower-case hex digits.</summary>
    public string ChainHash => _chain.Hex;

    /// <summary>Merkle root over all records, 64 lower-case hex digits.</summary>
    public string MerkleRoot => Convert.ToHexStringLower(_edge.Root());

    /// <summary>Chain hash after the last record, 32 bytes.</summary>
    internal ReadOnlySpan<byte> ChainRaw => _chain.Raw;

    /// <summary>Seals a record and hands it to the sink.</summary>
    /// <returns>Its sequence, from 1.</returns>
    /// <exception cref="ArgumentException">
    /// The record breaks a rule of its kind, refers to what is not in the log, or is earlier than the record before it.
    /// Nothing was appended.
    /// </exception>
    /// <exception cref="CanonicalFormatException">A field has no canonical form. Nothing was appended.</exception>
    public long Append(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (Size > 0 && record.At < LastAt)
        {
            throw new ArgumentException(
                $"A {record.Kind} at {record.At} follows a record at {LastAt}; records go forward in time.",
                nameof(record));
        }

        SealedRecord next = SealedRecord.Seal(record, Size + 1, Epoch);
        if ((RecordRules.FirstFault(next.Body) ?? _references.FirstDangling(next.Body)) is { } fault)
        {
            throw new ArgumentException($"Record {next} is refused: {fault}", nameof(record));
        }

        _sink.Prepare(next);
        _references.Note(next.Body);
        _chain.Advance(next.Canonical.Span);
        _edge.Add(MerkleHash.Leaf(next.Canonical.Span));
        LastAt = record.At;
        _sink.Take(next, _chain.Raw);
        return Size;
    }
}
