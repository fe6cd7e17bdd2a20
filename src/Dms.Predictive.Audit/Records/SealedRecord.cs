using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>A record with its place in the log: what the canonical bytes say.</summary>
public sealed class SealedRecord
{
    /// <summary>Version of the record form.</summary>
    public const int Version = 1;

    private SealedRecord(CanonicalObject body, ReadOnlyMemory<byte> canonical) => (Body, Canonical) = (body, canonical);

    /// <summary>All fields, the common ones included.</summary>
    public CanonicalObject Body { get; }

    /// <summary>The canonical bytes: what is hashed and stored.</summary>
    public ReadOnlyMemory<byte> Canonical { get; }

    /// <summary>Place in the log, from 1.</summary>
    public long Sequence => Body.Integer("seq")!.Value;

    /// <summary>Kind of record.</summary>
    public string Kind => Body.Text("kind")!;

    /// <summary>Time of the event, UTC nanoseconds.</summary>
    public Timestamp At => new(Body.Integer("at")!.Value);

    /// <summary>Fencing token of the writer.</summary>
    public long Epoch => Body.Integer("epoch")!.Value;

    /// <summary>Who caused it.</summary>
    public string Actor => Body.Text("actor")!;

    /// <summary>Gives a record its place.</summary>
    /// <exception cref="CanonicalFormatException">A field has no canonical form, or the record exceeds 1
    /// MiB.</exception>
    public static SealedRecord Seal(AuditRecord record, long sequence, uint epoch)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        CanonicalObject body = new CanonicalObjectBuilder()
            .AddAll(record.Fields)
            .Add("v", Version)
            .Add("seq", sequence)
            .Add("kind", record.Kind)
            .Add("at", record.At)
            .Add("epoch", epoch)
            .Add("actor", record.Actor)
            .Build();
        return new(body, body.ToBytes());
    }

    /// <summary>Reads a record from its canonical bytes.</summary>
    /// <exception cref="CanonicalFormatException">The bytes are not canonical or lack a common field.</exception>
    public static SealedRecord Read(ReadOnlyMemory<byte> canonical)
    {
        CanonicalObject body = CanonicalReader.ReadObject(canonical.Span);
        return RecordRules.CommonFault(body) is { } fault
            ? throw new CanonicalFormatException(fault)
            : new SealedRecord(body, canonical);
    }

    /// <summary>Place and kind.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence} {Kind}");
}
