using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>A model bundle became known: <c>model.registered</c>.</summary>
public sealed record ModelRegistered
{
    /// <summary>Model id.</summary>
    public required string Model { get; init; }

    /// <summary>Version of the bundle.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the model that scores, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of the manifest without what changes from run to run, lower-case hex.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary><c>champion</c>, <c>challenger</c> or null.</summary>
    public string? Alias { get; init; }

    /// <summary>Who agreed; may be empty.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Further fields, or null.</summary>
    public CanonicalObject? Extra { get; init; }

    /// <summary>The record.</summary>
    public AuditRecord ToRecord(Timestamp at, string actor) => new(
        RecordKind.ModelRegistered,
        at,
        actor,
        new CanonicalObjectBuilder()
            .Add("model", Model)
            .Add("version", Version)
            .Add("sha256", Sha256)
            .Add("manifestSha256", ManifestSha256)
            .Add("alias", Alias)
            .Add("approvals", Approval.Array(Approvals))
            .Add("reason", Reason)
            .AddAll(Extra)
            .Build());
}
