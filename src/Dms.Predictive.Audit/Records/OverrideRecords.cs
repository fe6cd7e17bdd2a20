using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Whose margin an override moves: exactly one of the two.</summary>
/// <param name="Instrument">Instrument id: every account margined in it.</param>
/// <param name="Account">Account id.</param>
public sealed record OverrideScope(string? Instrument, string? Account)
{
    /// <summary>The instrument or account.</summary>
    public string What => Instrument ?? Account ?? "";

    /// <summary>Whether a margin of that account in that instrument is moved.</summary>
    public bool Covers(string? account, string? instrument) =>
        Account is not null ? Account == account : Instrument is not null && Instrument == instrument;

    internal CanonicalObjectBuilder AddTo(CanonicalObjectBuilder fields) => Account is not null
        ? fields.Add("account", Account)
        : fields.Add("instrument", Instrument);
}

/// <summary>Persons set the margin apart from the rules for a time: <c>override.set</c>.</summary>
public sealed record OverrideSet
{
    /// <summary>Longest time that an override may hold, days.</summary>
    public const int LongestDays = 7;

    /// <summary>Approvers that must sign what lowers a margin.</summary>
    public const int ApproversToLower = 2;

    /// <summary>Id of the override.</summary>
    public required string Id { get; init; }

    /// <summary>Whose margin it moves.</summary>
    public required OverrideScope Scope { get; init; }

    /// <summary>Multiple of initial margin; &gt; 0.</summary>
    public required decimal Factor { get; init; }

    /// <summary>Why, one line.</summary>
    public required string Why { get; init; }

    /// <summary>Until when it holds: after the record and at most <see cref="LongestDays"/> days.</summary>
    public required Timestamp Until { get; init; }

    /// <summary>Who signed, the one who proposed it first.</summary>
    public required IReadOnlyList<Approval> Approvals { get; init; }

    /// <summary>The record.</summary>
    public AuditRecord ToRecord(Timestamp at, string actor) => new(
        RecordKind.OverrideSet, at, actor, Scope.AddTo(new CanonicalObjectBuilder())
            .Add("id", Id)
            .Add("what", Scope.What)
            .Add("value", Factor.ToString(CultureInfo.InvariantCulture))
            .Add("limit", string.Create(CultureInfo.InvariantCulture, $"{LongestDays} days"))
            .Add("who", Approvals[0].Actor)
            .Add("why", Why)
            .Add("until", (Timestamp?)Until)
            .Add("approvals", Approval.Array(Approvals))
            .Add("reasons", ["manual"])
            .Build());
}

/// <summary>An override ended, and the rules alone decide again: <c>override.expired</c>.</summary>
public sealed record OverrideExpired
{
    /// <summary>Its time was over.</summary>
    public const string Expired = "expired";

    /// <summary>Persons ended it before its time.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Sequence of its <c>override.set</c>.</summary>
    public required long Set { get; init; }

    /// <summary>Id of the override.</summary>
    public required string Id { get; init; }

    /// <summary>Whose margin it moved.</summary>
    public required OverrideScope Scope { get; init; }

    /// <summary>Until when it was meant to hold.</summary>
    public required Timestamp Until { get; init; }

    /// <summary><see cref="Expired"/> or <see cref="Withdrawn"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>Who signed the end; empty when its time was over.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>The record.</summary>
    public AuditRecord ToRecord(Timestamp at, string actor) => new(
        RecordKind.OverrideExpired, at, actor, Scope.AddTo(new CanonicalObjectBuilder())
            .Add("id", Id)
            .Add("what", Scope.What)
            .Add("set", Set)
            .Add("until", (Timestamp?)Until)
            .Add("approvals", Approval.Array(Approvals))
            .Add("reasons", [Reason])
            .Build());
}
