namespace Dms.Predictive.Learning;

/// <summary>A person who may approve.</summary>
/// <param name="Name">Name, as approvals give it.</param>
/// <param name="Role">One of <see cref="ApproverRoles.All"/>.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of a P-256 key, base64.</param>
public sealed record EnrolledApprover(string Name, string Role, string PublicKey)
{
    /// <summary>The key.</summary>
    /// <exception cref="FormatException">The text is no P-256 key.</exception>
    public BundleKey OpenKey() => BundleKey.TryParse(Convert.FromBase64String(PublicKey))
        ?? throw new FormatException("Expected the SubjectPublicKeyInfo of a P-256 key.");
}
