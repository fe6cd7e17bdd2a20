namespace Dms.Predictive.Explanation;

/// <summary>Features of one pool member: its ln σ² = <paramref name="ExpectedValue"/> + Σ contributions.</summary>
/// <param name="Member">Name of the pool member that is split further.</param>
/// <param name="ExpectedValue">φ₀ in log-variance, with any constant the member adds to its trees' score.</param>
/// <param name="Features">Contributions in log-variance.</param>
public sealed record MemberExplanation(
    string Member, double ExpectedValue, IReadOnlyList<FeatureAttribution> Features);
