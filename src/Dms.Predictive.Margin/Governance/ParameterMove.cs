using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What a new version changes, set against the limits.</summary>
/// <param name="Path">Parameter.</param>
/// <param name="Before">Canonical JSON; null = absent.</param>
/// <param name="After">Canonical JSON; null = absent.</param>
/// <param name="MayLower">Whether margin may fall by it.</param>
public sealed record ParameterMove(string Path, string? Before, string? After, bool MayLower)
{
    /// <summary>All moves from one set to another.</summary>
    /// <param name="rules">Limits and directions.</param>
    /// <param name="before">Set before.</param>
    /// <param name="after">Set after.</param>
    /// <exception cref="InputRefusedException"><c>not-governed</c>: a parameter without a limit changes.</exception>
    public static IReadOnlyList<ParameterMove> Of(GovernanceRules rules, ParameterSet before, ParameterSet after)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return [.. ParameterSet.Changed(before, after).Select(path => Of(rules, path, before.Leaves.GetValueOrDefault(path), after.Leaves.GetValueOrDefault(path)))];
    }

    /// <summary>Refuses a move that is larger than a limit.</summary>
    /// <param name="limit">Largest change, in the limit's terms.</param>
    /// <param name="rules">Whether the limit is absolute.</param>
    /// <param name="span">Over what, for the message.</param>
    /// <exception cref="InputRefusedException"><c>change-too-large</c>.</exception>
    public void RefuseBeyond(double limit, GovernanceRules rules, string span)
    {
        ArgumentNullException.ThrowIfNull(rules);
        double? before = NumberOf(Before), after = NumberOf(After);
        if (before is null || after is null)
        {
            return;
        }

        double change = Math.Abs(after.Value - before.Value);
        double allowed = rules.Limits[Path].IsAbsolute ? limit : limit * Math.Abs(before.Value);
        if (change > allowed * (1 + 1e-12))
        {
            throw new InputRefusedException(
                "change-too-large", FormattableString.Invariant($"Found {Before} to {After}, a change of {change:R}; allowed {allowed:R} {span}. Go there in several versions, or have the limit changed."), Path);
        }
    }

    private static ParameterMove Of(GovernanceRules rules, string path, string? before, string? after)
    {
        if (!rules.Limits.TryGetValue(path, out ParameterLimit? limit))
        {
            throw new InputRefusedException(
                "not-governed", $"Found {before ?? "absent"} to {after ?? "absent"}; the rules of this ledger name no limit for it, so it may not change. Leave it as it is.", path);
        }

        bool raises = (NumberOf(before), NumberOf(after)) is (double b, double a) && limit.RaisedBy switch
        {
            RaisedBy.Up => a >= b,
            RaisedBy.Down => a <= b,
            _ => false,
        };
        return new ParameterMove(path, before, after, !raises);
    }

    private static double? NumberOf(string? json) =>
        json is not null && double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
