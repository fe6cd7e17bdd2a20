using System.Globalization;

namespace Dms.Predictive.Audit;

/// <summary>What the records of an override must hold: at most seven days, and two people to lower a margin.</summary>
internal static class OverrideRules
{
    private const long LongestNanoseconds = OverrideSet.LongestDays * 86_400_000_000_000L;

    public static string? SetFault(CanonicalObject body) =>
        Common(body) ?? RecordRules.Text(body, "who") ?? RecordRules.Text(body, "why") ?? UntilFault(body) ?? ValueFault(body);

    public static string? EndFault(CanonicalObject body) =>
        Common(body) ?? RecordRules.Integer(body, "set")
        ?? (body.Items("reasons") is [CanonicalText { Value: OverrideExpired.Expired or OverrideExpired.Withdrawn }]
            ? null : "reasons must be expired or withdrawn.")
        ?? (Reason(body) == OverrideExpired.Expired && body.Integer("until") > body.Integer("at") ? "until is still to come." : null);

    /// <summary>What ended an override.</summary>
    public static string? Reason(CanonicalObject body) => (body.Items("reasons") is [CanonicalText first, ..] ? first : null)?.Value;

    /// <summary>Multiple that an override sets, or null when it is none.</summary>
    public static decimal? Factor(CanonicalObject body) =>
        decimal.TryParse(body.Text("value"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal factor) && factor > 0
            ? factor : null;

    /// <summary>Different people among the approvals.</summary>
    public static int People(CanonicalObject body) => (body.Items("approvals") ?? [])
        .Select(a => (a as CanonicalObject)?.Text("actor")).Where(a => !string.IsNullOrWhiteSpace(a)).Distinct(StringComparer.Ordinal).Count();

    private static string? Common(CanonicalObject body) =>
        RecordRules.Text(body, "id") ?? RecordRules.Text(body, "what") ?? RecordRules.Integer(body, "until")
        ?? RecordRules.Items(body, "approvals") ?? RecordRules.Items(body, "reasons")
        ?? (body.Text("account") is null == body.Text("instrument") is null ? "Exactly one of account and instrument must be a text." : null);

    private static string? UntilFault(CanonicalObject body) =>
        body.Integer("until") - body.Integer("at") is > 0 and <= LongestNanoseconds
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"until must lie after the record and within {OverrideSet.LongestDays} days.");

    private static string? ValueFault(CanonicalObject body) =>
        Factor(body) is not decimal factor ? "value must be a factor above 0."
        : People(body) < (factor < 1 ? OverrideSet.ApproversToLower : 1)
            ? "approvals must name one approver, and two different ones where the margin is lowered."
            : null;
}
