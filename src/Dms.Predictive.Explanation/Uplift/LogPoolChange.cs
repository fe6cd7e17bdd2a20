namespace Dms.Predictive.Explanation;

/// <summary>
/// Splits the change of a log-pool forecast a + Σ wₘ ln σ²ₘ between two times into what the members' forecasts did and what
/// their weights did, by the symmetric product rule Δ(wℓ) = w̄ Δℓ + ℓ̄ Δw, bars being means of before and after.
/// </summary>
public static class LogPoolChange
{
    /// <summary>Name of the part of the constant.</summary>
    public const string Intercept = "intercept";

    /// <summary>Name of the part of a member's weight, <c>weight:garch</c>; its forecast's is
    /// <see cref="LogPoolAttribution.MemberPart"/>.</summary>
    public static string WeightPart(string member) => $"weight:{member}";

    /// <summary>Splits a change.</summary>
    /// <param name="before">Members by name with weight and ln σ² at the first time; references are not used.</param>
    /// <param name="after">The same at the second time; a member that is on one side only had weight 0 on the other.</param>
    /// <param name="interceptBefore">a at the first time, in ln variance.</param>
    /// <param name="interceptAfter">a at the second time.</param>
    /// <returns>Parts in log-variance: the constant, then forecast and weight of each member. They sum to the change.</returns>
    /// <exception cref="ArgumentException">Two members share a name.</exception>
    /// <exception cref="AdditivityBreachException">The parts do not sum to the change.</exception>
    public static FeatureAttribution[] Split(
        IReadOnlyList<PoolMember> before, IReadOnlyList<PoolMember> after, double interceptBefore, double interceptAfter)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        PartNames.RequireDistinct(before.Select(m => m.Name), nameof(before));
        PartNames.RequireDistinct(after.Select(m => m.Name), nameof(after));
        List<FeatureAttribution> parts = [new(Intercept, interceptAfter - interceptBefore)];
        foreach (string name in before.Concat(after).Select(m => m.Name).Distinct(StringComparer.Ordinal))
        {
            PoolMember then = Of(before, after, name);
            PoolMember now = Of(after, before, name);
            double weight = 0.5 * (then.Weight + now.Weight);
            double level = 0.5 * (then.LogVariance + now.LogVariance);
            parts.Add(new(LogPoolAttribution.MemberPart(name), weight * (now.LogVariance - then.LogVariance)));
            parts.Add(new(WeightPart(name), level * (now.Weight - then.Weight)));
        }

        double change = Pool(after, interceptAfter) - Pool(before, interceptBefore);
        AdditivityBreachException.ThrowIfApart(change, parts.Sum(p => p.Contribution));
        return [.. parts];
    }

    private static PoolMember Of(IReadOnlyList<PoolMember> side, IReadOnlyList<PoolMember> other, string name) =>
        side.Where(m => m.Name == name).DefaultIfEmpty(other.FirstOrDefault(m => m.Name == name) with { Weight = 0.0 }).First();

    private static double Pool(IReadOnlyList<PoolMember> members, double intercept) =>
        members.Aggregate(intercept, (sum, m) => sum + (m.Weight * m.LogVariance));
}
