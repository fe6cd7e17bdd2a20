using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>One difference between two policies.</summary>
/// <param name="Path">Place inside the policy, such as <c>overlay.cap</c>.</param>
/// <param name="From">Value before, or null when there was none.</param>
/// <param name="To">Value after, or null when it was removed.</param>
public sealed record PolicyDifference(string Path, string? From, string? To);

/// <summary>A policy takes effect: <c>policy.changed</c>.</summary>
public sealed record PolicyChanged
{
    /// <summary>Name of the policy.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the policy's canonical form, lower-case hex; margins refer to it.</summary>
    public required string Hash { get; init; }

    /// <summary>Hash of the policy before, or null for the first.</summary>
    public string? PreviousHash { get; init; }

    /// <summary>What changed; may be empty.</summary>
    public IReadOnlyList<PolicyDifference> Differences { get; init; } = [];

    /// <summary>Who agreed; may be empty.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>From when it holds.</summary>
    public required Timestamp EffectiveAt { get; init; }

    /// <summary>Until when it holds, or null.</summary>
    public Timestamp? ExpiresAt { get; init; }

    /// <summary>Further fields, such as the whole policy for replay; or null.</summary>
    public CanonicalObject? Extra { get; init; }

    /// <summary>The record.</summary>
    public AuditRecord ToRecord(Timestamp at, string actor) => new(
        RecordKind.PolicyChanged,
        at,
        actor,
        new CanonicalObjectBuilder()
            .Add("id", Id)
            .Add("hash", Hash)
            .Add("previousHash", PreviousHash)
            .Add("diff", Differences.Select(d => (CanonicalValue)new CanonicalObjectBuilder()
                .Add("path", d.Path).Add("from", d.From).Add("to", d.To).Build()))
            .Add("approvals", Approval.Array(Approvals))
            .Add("effectiveAt", (Timestamp?)EffectiveAt)
            .Add("expiresAt", ExpiresAt)
            .AddAll(Extra)
            .Build());
}
