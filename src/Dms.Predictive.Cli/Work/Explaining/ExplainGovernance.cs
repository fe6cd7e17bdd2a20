using System.Globalization;
using Dms.Predictive.Audit;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Who answers for a version: what the registry beside the bundle says of it, and overrides from a host's log.</summary>
internal sealed record ExplainGovernance
{
    /// <summary>Nothing is known but the bundle itself.</summary>
    public static ExplainGovernance None { get; } = new()
    {
        Facts = [new("Developer, validator, approvals", "no registry lies beside the bundle; it keeps them: dms models show")],
    };

    /// <summary>Developer, state, validator and approvals, then overrides.</summary>
    public required IReadOnlyList<NamedText> Facts { get; init; }

    /// <summary>Reads the registry of the folder that holds ID/VERSION, and a log where one is named.</summary>
    /// <param name="bundleFolder">MODELS/ID/VERSION.</param>
    /// <param name="bundle">The bundle in it.</param>
    /// <param name="log">Audit log of a host; null = overrides are not looked for.</param>
    public static ExplainGovernance Of(string bundleFolder, ModelBundle bundle, string? log)
    {
        IReadOnlyList<NamedText> registered = RegistryOf(bundleFolder) is { } registry
            && registry.Models.FirstOrDefault(m => m.ManifestSha256 == bundle.ManifestSha256) is { } model
                ? [.. Registered(registry, model)] : None.Facts;
        return new() { Facts = [.. registered, .. log is null ? Unseen : Overrides(log)] };
    }

    private static IReadOnlyList<NamedText> Unseen { get; } = [new("Overrides", "in the audit log of the host that serves the model; name it with --log")];

    private static IEnumerable<NamedText> Registered(ModelRegistry registry, RegisteredModel model)
    {
        yield return new("Developer", model.Author);
        yield return new("State", $"{ModelStateNames.Of(model.State)} since {model.Since}, card good until {model.ExpiresAt}");
        ModelSignOff? signOff = registry.SignOffOf(model);
        yield return new("Validator", signOff is null
            ? "nobody has signed a report of this version"
            : $"{signOff.Validator} with key {signOff.KeyId} on {signOff.At}, report {signOff.ReportSha256}{(signOff.Note.Length == 0 ? "" : $": {signOff.Note}")}");
        RegistryEntry? promotion = registry.Entries.LastOrDefault(e => (e.Model, e.Version, e.To) == (model.Model, model.Version, ModelState.Champion));
        yield return new("Approvals", promotion is null
            ? "none: it was never promoted"
            : string.Join("; ", promotion.Approvals.Select(a => $"{a.Approver} ({RoleOf(registry, a)}) on {a.At}")));
        yield return new("Tier", "1: it can move a margin");
        yield return new("Registry head", registry.Head);
    }

    private static string RoleOf(ModelRegistry registry, RegistryApproval approval) =>
        registry.Approvers.FirstOrDefault(p => p.Name == approval.Approver)?.Role ?? "not enrolled";

    private static List<NamedText> Overrides(string log)
    {
        SealedRecord[] holding = [.. new RecordQuery { Active = true }.Find(AuditLogReader.Read(log))];
        return holding.Length == 0
            ? [new("Overrides", "none in force at the end of the log")]
            : [.. holding.Select(r => new NamedText(
                $"Override {r.Body.Text("id")} of {r.Body.Text("what")}",
                string.Create(CultureInfo.InvariantCulture, $"initial margin × {r.Body.Text("value")} until {new Core.Timestamp(r.Body.Integer("until")!.Value)}, by {r.Body.Text("who")}: {r.Body.Text("why")} (record {r.Sequence})")))];
    }

    private static ModelRegistry? RegistryOf(string bundleFolder)
    {
        string? models = Path.GetDirectoryName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(bundleFolder))));
        return models is not null && File.Exists(Path.Combine(models, SqliteRegistryStore.FileName)) ? RegistryWork.Open(models) : null;
    }
}
