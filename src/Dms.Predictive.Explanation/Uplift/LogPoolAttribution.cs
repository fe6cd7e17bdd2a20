namespace Dms.Predictive.Explanation;

/// <summary>
/// Splits the change of a log-pool forecast against its reference, in log-variance, on two levels that both close:
/// member part wₘ (ln σ²ₘ − ln σ²ₘ,ref), and for an explained member w φⱼ per feature plus w (φ₀ − ln σ²ₘ,ref).
/// </summary>
public static class LogPoolAttribution
{
    /// <summary>Name of a member's part, <c>member:garch</c>; the prefix keeps members apart from features.</summary>
    public static string MemberPart(string member) => $"member:{member}";

    /// <summary>Name of the part w (φ₀ − ln σ²ₘ,ref) of an explained member, <c>member:gbdt:base</c>.</summary>
    public static string MemberBasePart(string member) => $"member:{member}:base";

    /// <summary>Splits members, and the explained ones into their features.</summary>
    /// <param name="members">Members in pool order, names distinct.</param>
    /// <param name="explained">Members to split into features; may be empty.</param>
    /// <returns>Parts in log-variance, in pool order; an explained member gives its base part, then its features
    /// under their own names. They sum to Σ wₘ (ln σ²ₘ − ln σ²ₘ,ref).</returns>
    /// <exception cref="ArgumentException">An explained member is not in the pool, or two parts share a name.
    /// </exception>
    /// <exception cref="AdditivityBreachException">φ₀ + Σ φⱼ of a member is not its ln σ².</exception>
    public static FeatureAttribution[] Split(
        IReadOnlyList<PoolMember> members, IReadOnlyList<MemberExplanation> explained)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(explained);
        List<FeatureAttribution> parts = [];
        foreach (PoolMember member in members)
        {
            MemberExplanation? features = explained.SingleOrDefault(e => e.Member == member.Name);
            parts.AddRange(features is null ? [WholeOf(member)] : PartsOf(member, features));
        }

        if (explained.FirstOrDefault(e => members.All(m => m.Name != e.Member)) is { } stranger)
        {
            throw new ArgumentException(
                $"Member {stranger.Member} is explained but not in the pool.", nameof(explained));
        }

        PartNames.RequireDistinct(parts.Select(p => p.Name), nameof(members));
        return [.. parts];
    }

    private static FeatureAttribution WholeOf(PoolMember member) =>
        new(MemberPart(member.Name), member.Weight * (member.LogVariance - member.ReferenceLogVariance));

    private static IEnumerable<FeatureAttribution> PartsOf(PoolMember member, MemberExplanation explained)
    {
        double sum = explained.ExpectedValue;
        foreach (FeatureAttribution feature in explained.Features)
        {
            sum += feature.Contribution;
        }

        AdditivityBreachException.ThrowIfApart(member.LogVariance, sum);
        double toBase = member.Weight * (explained.ExpectedValue - member.ReferenceLogVariance);
        return explained.Features
            .Select(f => f with { Contribution = member.Weight * f.Contribution })
            .Prepend(new FeatureAttribution(MemberBasePart(member.Name), toBase));
    }
}
