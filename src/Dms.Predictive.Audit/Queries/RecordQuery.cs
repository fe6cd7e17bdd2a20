using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>What to look for in a log; everything that is given must hold.</summary>
public sealed record RecordQuery
{
    /// <summary>Kinds, any of them; empty = all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Who wrote it, is named in it as <c>who</c>, or signed it; null = anybody.</summary>
    public string? Actor { get; init; }

    /// <summary>Account id; null = any, and none.</summary>
    public string? Account { get; init; }

    /// <summary>Instrument id, also where the record says <c>what</c>; null = any, and none.</summary>
    public string? Instrument { get; init; }

    /// <summary>First time, inclusive; null = the beginning.</summary>
    public Timestamp? From { get; init; }

    /// <summary>Last time, inclusive; null = the end.</summary>
    public Timestamp? To { get; init; }

    /// <summary>Only overrides that still hold at <see cref="To"/>.</summary>
    public bool Active { get; init; }

    /// <summary>The records that fit, in log order.</summary>
    /// <param name="records">All records of a log, in order.</param>
    /// <remarks>One pass; with <see cref="Active"/> the overrides in force are kept meanwhile, else nothing.</remarks>
    public IEnumerable<SealedRecord> Find(IEnumerable<SealedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        IEnumerable<SealedRecord> known = To is { } to ? records.TakeWhile(r => r.At <= to) : records;
        return (Active ? Holding(known) : known).Where(Fits);
    }

    private IEnumerable<SealedRecord> Holding(IEnumerable<SealedRecord> records)
    {
        SortedDictionary<long, SealedRecord> holding = [];
        Timestamp end = default;
        foreach (SealedRecord record in records)
        {
            end = record.At;
            if (record.Kind == RecordKind.OverrideSet)
            {
                holding[record.Sequence] = record;
            }
            else if (record.Kind == RecordKind.OverrideExpired)
            {
                holding.Remove(record.Body.Integer("set") ?? 0);
            }
        }

        return holding.Values.Where(r => r.Body.Integer("until") > (To ?? end).Nanoseconds);
    }

    private bool Fits(SealedRecord r) =>
        (Kinds.Count == 0 || Kinds.Contains(r.Kind))
        && (From is not { } from || r.At >= from)
        && (Account is null || r.Body.Text("account") == Account)
        && (Instrument is null || r.Body.Text("instrument") == Instrument || (r.Body.Text("account") is null && r.Body.Text("what") == Instrument))
        && (Actor is null || People(r).Contains(Actor, StringComparer.Ordinal));

    private static IEnumerable<string> People(SealedRecord r) => (r.Body.Items("approvals") ?? []).OfType<CanonicalObject>()
        .Select(a => a.Text("actor")).Append(r.Body.Text("who")).Append(r.Actor).OfType<string>();
}
