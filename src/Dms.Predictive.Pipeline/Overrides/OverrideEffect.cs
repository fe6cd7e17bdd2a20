using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>What overrides in force do to one account.</summary>
public static class OverrideEffect
{
    /// <summary>Those that cover a margin, oldest first.</summary>
    /// <param name="inForce">Overrides in force.</param>
    /// <param name="account">Account id.</param>
    /// <param name="instrument">Instrument id.</param>
    public static IReadOnlyList<HeldOverride> Covering(IReadOnlyList<HeldOverride> inForce, string account, string instrument)
    {
        ArgumentNullException.ThrowIfNull(inForce);
        return inForce.Count == 0 ? inForce : [.. inForce.Where(o => o.Order.Scope.Covers(account, instrument))];
    }

    /// <summary>The one operator that they come to; null without any. Of several the highest factor counts.</summary>
    public static MarginOverride? Of(IReadOnlyList<HeldOverride> covering)
    {
        ArgumentNullException.ThrowIfNull(covering);
        return covering.Count == 0 ? null : new MarginOverride(covering.Max(o => o.Order.Factor));
    }
}
