using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>What is to be recorded, before it has its place in the log.</summary>
public sealed class AuditRecord
{
    /// <summary>Makes a record.</summary>
    /// <param name="kind">A value of <see cref="RecordKind"/> or a further kind; the characters of a key.</param>
    /// <param name="at">UTC nanoseconds of the leader's journaled time; never the reader's clock.</param>
    /// <param name="actor"><c>system:…</c> or a key id; never a secret.</param>
    /// <param name="fields">Further fields; none of <c>v seq kind at epoch actor</c>.</param>
    /// <exception cref="ArgumentException">The kind or the actor is empty, or a field has a reserved name.</exception>
    public AuditRecord(string kind, Timestamp at, string actor, CanonicalObject fields)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentNullException.ThrowIfNull(fields);
        if (!CanonicalRules.IsKey(kind))
        {
            throw new ArgumentException($"'{kind}' is no record kind.", nameof(kind));
        }

        string? reserved = fields.Keys.FirstOrDefault(k => k is "v" or "seq" or "kind" or "at" or "epoch" or "actor");
        if (reserved is not null)
        {
            throw new ArgumentException($"The field '{reserved}' belongs to the log, not to the record.",
                nameof(fields));
        }

        (Kind, At, Actor, Fields) = (kind, at, actor, fields);
    }

    /// <summary>Kind of record.</summary>
    public string Kind { get; }

    /// <summary>Time of the event, UTC nanoseconds.</summary>
    public Timestamp At { get; }

    /// <summary>Who caused it.</summary>
    public string Actor { get; }

    /// <summary>Fields of the kind.</summary>
    public CanonicalObject Fields { get; }
}
