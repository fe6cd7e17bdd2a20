namespace Dms.Predictive.Explanation;

/// <summary>
/// One member of a log-pool ln σ² = a + Σ wₘ ln σ²ₘ. The default has no name and weight 0.
/// </summary>
/// <param name="Name">Member name such as <c>garch</c>.</param>
/// <param name="Weight">w, dimensionless, finite.</param>
/// <param name="LogVariance">ln σ²ₘ of this forecast.</param>
/// <param name="ReferenceLogVariance">ln σ²ₘ of the reference that it is compared with.</param>
public readonly record struct PoolMember(
    string Name, double Weight, double LogVariance, double ReferenceLogVariance);
