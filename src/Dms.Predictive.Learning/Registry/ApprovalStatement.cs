using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Exactly what an approver signs: this action on this version, on this evidence, at this time.</summary>
/// <param name="Action">Promote, rollback, revoke or enroll.</param>
/// <param name="Model">Model id; for an enrolment the role.</param>
/// <param name="Version">Version; for an enrolment the person's name.</param>
/// <param name="ManifestSha256">Digest of the bundle's manifest; for an enrolment the SHA-256 of the public key.</param>
/// <param name="Evidence">SHA-256 of the evidence: the gate document of a promotion, else the registry entry that the action undoes or follows.</param>
public sealed record ApprovalStatement(RegistryAction Action, string Model, string Version, string ManifestSha256, string Evidence)
{
    /// <summary>The bytes that are signed: one line to a field, so that no two statements share them.</summary>
    /// <param name="approver">Name of the person who signs.</param>
    /// <param name="at">When.</param>
    public byte[] ToBytes(string approver, Timestamp at) => Encoding.UTF8.GetBytes(
        $"dms-registry-approval/1\naction {ModelStateNames.Of(Action)}\nmodel {Model}\nversion {Version}\n"
        + $"manifestSha256 {ManifestSha256}\nevidence {Evidence}\napprover {approver}\nat {at}\n");
}
