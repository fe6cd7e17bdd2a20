using System.Runtime.CompilerServices;
using Dms.Predictive.Explanation;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// The exact attributions of deployed tree members: interventional over the background of their bundle, the official method of
/// an audit; path-dependent for a bundle that was made before backgrounds were stored.
/// </summary>
public static class MemberAttributors
{
    // Tables take a while to make and are shared by all accounts.
    private static readonly ConditionalWeakTable<LearnedMember, IAttributor> Made = [];
    private static readonly ConditionalWeakTable<LearnedMember, NetworkGroupAttributor> Networks = [];

    /// <summary>The attributor of a member, made once and shared; null when it is not made of trees.</summary>
    /// <param name="member">A member as it serves.</param>
    public static IAttributor? Of(LearnedMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member.Model is Forest ? Made.GetValue(member, Make) : null;
    }

    /// <summary>The group attributions of a network member, for answers on request; null when it is none, or its bundle holds no
    /// background.</summary>
    /// <param name="member">A member as it serves.</param>
    public static NetworkGroupAttributor? GroupsOf(LearnedMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member is { Model: NetworkModel network, Background: { } rows } && rows.Any(r => double.IsFinite(network.Score(r)))
            ? Networks.GetValue(member, MakeGroups) : null;
    }

    /// <summary>Name of the value function of a model's tree members; null when it has none.</summary>
    /// <param name="model">The model of one horizon.</param>
    public static string? ModeOf(HorizonModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string[] modes = [.. model.Learned.Select(Of).OfType<IAttributor>().Select(a => a.Mode).Distinct()];
        return modes.Length == 0 ? null : string.Join('+', modes);
    }

    private static NetworkGroupAttributor MakeGroups(LearnedMember member)
    {
        NetworkModel network = (NetworkModel)member.Model;
        return new(network, FeatureFamilies.Of(network.FeatureNames), member.Background!);
    }

    private static IAttributor Make(LearnedMember member)
    {
        Forest forest = (Forest)member.Model;
        return member.Background is { } rows ? new InterventionalAttributor(forest, rows) : new PathDependentAttributor(forest);
    }
}
