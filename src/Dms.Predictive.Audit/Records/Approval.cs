using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>One person's agreement.</summary>
/// <param name="Actor">Who agreed.</param>
/// <param name="At">When, UTC nanoseconds.</param>
/// <param name="KeyId">Id of the key that signed it.</param>
public sealed record Approval(string Actor, Timestamp At, string KeyId)
{
    internal static CanonicalValue Array(IEnumerable<Approval> approvals) => CanonicalValue.Array(approvals.Select(a =>
        (CanonicalValue)new CanonicalObjectBuilder()
            .Add("actor", a.Actor).Add("at", a.At).Add("keyId", a.KeyId).Build()));
}
