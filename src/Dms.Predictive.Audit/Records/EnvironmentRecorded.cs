using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Machine and program that later records refer to: <c>environment</c>.</summary>
/// <param name="Fingerprint">Versions, CPU features, native libraries, settings.</param>
public sealed record EnvironmentRecorded(CanonicalObject Fingerprint)
{
    /// <summary>The record.</summary>
    public AuditRecord ToRecord(Timestamp at, string actor) => new(
        RecordKind.Environment, at, actor, new CanonicalObjectBuilder().Add("fingerprint", Fingerprint).Build());
}
