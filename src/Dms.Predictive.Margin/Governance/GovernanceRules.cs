using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Which way of a parameter raises margin.</summary>
public enum RaisedBy
{
    /// <summary>Not known: any change may lower margin.</summary>
    Neither = 0,

    /// <summary>A larger value.</summary>
    Up,

    /// <summary>A smaller value.</summary>
    Down,
}

/// <summary>How far one parameter may move.</summary>
/// <param name="LargestStep">Largest change in one version: relative, or in its own unit when absolute; ≥ 0.</param>
/// <param name="LargestDay">Largest change against what was in force a day before; ≥ 0.</param>
/// <param name="IsAbsolute">Whether the two are in the parameter's own unit.</param>
/// <param name="RaisedBy">Which way raises margin.</param>
public sealed record ParameterLimit(double LargestStep, double LargestDay, bool IsAbsolute, RaisedBy RaisedBy);

/// <summary>Who may change what, how far and how soon. Parameters without a limit may not change.</summary>
public sealed record GovernanceRules
{
    /// <summary>Shortest time from the last approval to the change.</summary>
    public required TimeSpan MinimumDelay { get; init; }

    /// <summary>Approvals, by others than the proposer, for a change that only raises margin; ≥ 1.</summary>
    public int Approvals { get; init; } = 1;

    /// <summary>Approvals for a change that may lower margin; at least as many.</summary>
    public int ApprovalsToLower { get; init; } = 2;

    /// <summary>Limits by path.</summary>
    public required IReadOnlyDictionary<string, ParameterLimit> Limits { get; init; }

    /// <summary>Reads rules: <c>{"minimumDelaySeconds":…,"approvals":1,"approvalsToLower":2,"parameters":{"PATH":{"largestStep":…,"largestDay":…,"absolute":false,"raisedBy":"up"}}}</c>.</summary>
    /// <param name="utf8">One JSON object.</param>
    /// <param name="where">File, for messages.</param>
    /// <exception cref="InputRefusedException">Malformed, an unknown key, or out of range.</exception>
    public static GovernanceRules Parse(ReadOnlyMemory<byte> utf8, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            JsonFields root = JsonFields.Open(document.RootElement, "", "minimumDelaySeconds", "approvals", "approvalsToLower", "parameters");
            int approvals = (int)InRange(root, "approvals", 1, 1, 10);
            JsonFields limits = JsonFields.OpenMap(root.Required("parameters"), "parameters");
            return new GovernanceRules
            {
                MinimumDelay = TimeSpan.FromSeconds(InRange(root, "minimumDelaySeconds", null, 0, 1e9)),
                Approvals = approvals,
                ApprovalsToLower = (int)InRange(root, "approvalsToLower", Math.Max(2, approvals), approvals, 10),
                Limits = limits.Names.ToDictionary(n => n, n => Limit(limits.Required(n), limits.At(n)), StringComparer.Ordinal),
            };
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("rules-malformed", $"The rules are no JSON: {e.Message}", where, e);
        }
    }

    private static readonly Dictionary<string, RaisedBy> Directions = new(StringComparer.Ordinal)
    {
        ["up"] = RaisedBy.Up,
        ["down"] = RaisedBy.Down,
        ["neither"] = RaisedBy.Neither,
    };

    private static ParameterLimit Limit(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "largestStep", "largestDay", "absolute", "raisedBy");
        double step = InRange(f, "largestStep", null, 0, 1e12);
        return new ParameterLimit(
            step, InRange(f, "largestDay", step, 0, 1e12), f.Flag("absolute", absent: false), f.Word("raisedBy", Directions, RaisedBy.Neither));
    }

    private static double InRange(JsonFields fields, string name, double? absent, double low, double high)
    {
        double value = fields.Number(name, absent);
        return value >= low && value <= high
            ? value
            : throw Refuse.OutOfRange(fields.At(name), value, FormattableString.Invariant($"{low} … {high}"));
    }
}
