using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Says what stands in a ledger of parameters.</summary>
internal static class ParametersText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>An event that was just written, and what it needs next.</summary>
    public static int Event(bool json, ParameterLedger ledger, GovernanceEvent e)
    {
        ParameterVersion? version = ledger.Versions.LastOrDefault(v => v.Set.Hash == e.SetHash);
        Say(json, new { @event = Name(e.Kind), at = e.At, actor = e.Actor, version = version is null ? null : Of(version), killed = ledger.IsKilled }, version is null
            ? $"{e.Actor}: {Name(e.Kind)}{(e.Name is null ? "" : " " + e.Name)}."
            : $"{e.Actor}: {Name(e.Kind)} {version.Set.Hash}. {Next(ledger.Rules, version)}");
        return ExitCode.Done;
    }

    /// <summary>What a proposal would change and take.</summary>
    public static int DryRun(bool json, GovernanceRules rules, IReadOnlyList<ParameterMove> moves, ParameterSet set)
    {
        bool mayLower = moves.Any(m => m.MayLower);
        int approvals = mayLower ? rules.ApprovalsToLower : rules.Approvals;
        Say(json, new { hash = set.Hash, mayLower, approvals, moves = moves.Select(Of) },
            string.Join('\n', moves.Select(m => $"{m.Path}: {m.Before ?? "absent"} to {m.After ?? "absent"}{(m.MayLower ? ", may lower margin" : ", raises margin")}"))
            + $"\nTakes {approvals} approval{(approvals == 1 ? "" : "s")} by others{(mayLower ? ", a reason and a back-test" : "")}, and {rules.MinimumDelay} of notice. Nothing was written.");
        return ExitCode.Done;
    }

    /// <summary>The version in force and what is pending.</summary>
    public static int Show(bool json, ParameterLedger ledger, Timestamp at)
    {
        ParameterVersion now = ledger.InForce(at);
        ParameterVersion[] pending = [.. ledger.Versions.Where(v => v.State == VersionState.Proposed || (v.State == VersionState.Approved && v.EffectiveAt > at))];
        Say(json, new { inForce = Of(now), parameters = JsonDocument.Parse(now.Set.Canonical).RootElement, killed = ledger.IsKilled, pending = pending.Select(Of), people = ledger.People },
            $"In force since {now.EffectiveAt}: {now.Set.Hash}, by {now.Proposer}{(now.Approvers.Count > 0 ? " with " + string.Join(", ", now.Approvers) : "")}.\n{now.Set.Canonical}"
            + (ledger.IsKilled ? "\nThe learned part is switched off." : "")
            + string.Concat(pending.Select(v => $"\nOn its way: {v.Set.Hash}. {Next(ledger.Rules, v)}")));
        return ExitCode.Done;
    }

    /// <summary>Every version.</summary>
    public static int History(bool json, ParameterLedger ledger)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { events = ledger.Events.Count, people = ledger.People, versions = ledger.Versions.Select(Of) }, Indented));
            return ExitCode.Done;
        }

        Table table = new Table().Title($"{ledger.Events.Count} signed events, all checked").AddColumns("version", "state", "in force from", "by", "approved by", "changes", "why");
        foreach (ParameterVersion v in ledger.Versions)
        {
            string by = v.IsEmergency ? v.Proposer + ", emergency" : v.Proposer;
            string[] cells = [v.Set.Hash[..12], Name(v.State), $"{v.EffectiveAt}", by, string.Join(", ", v.Approvers), string.Join(", ", v.Moves.Select(m => $"{m.Path} {m.Before ?? "absent"} to {m.After ?? "absent"}")), v.Reason];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    /// <summary>JSON or a sentence.</summary>
    public static void Say(bool json, object document, string text) =>
        Console.Out.WriteLine(json ? JsonSerializer.Serialize(document, Indented) : text);

    private static string Next(GovernanceRules rules, ParameterVersion v) => v.State switch
    {
        VersionState.Proposed => $"Approvals: {v.Approvers.Count} of {(v.MayLower ? rules.ApprovalsToLower : rules.Approvals)}; asked for {v.EffectiveAt}.",
        VersionState.Approved => $"In force from {v.EffectiveAt}.",
        _ => $"It is {Name(v.State)}.",
    };

    private static object Of(ParameterVersion v) => new
    {
        hash = v.Set.Hash,
        parent = v.Parent,
        state = Name(v.State),
        effectiveAt = v.EffectiveAt.ToString(),
        proposer = v.Proposer,
        approvers = v.Approvers,
        reason = v.Reason,
        evidence = v.Evidence,
        emergency = v.IsEmergency,
        mayLower = v.MayLower,
        moves = v.Moves.Select(Of),
    };

    private static object Of(ParameterMove m) => new { path = m.Path, before = m.Before, after = m.After, mayLower = m.MayLower };

    private static string Name<T>(T value)
        where T : struct, Enum => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];
}
