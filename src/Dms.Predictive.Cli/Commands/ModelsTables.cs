using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Registry rows as JSON documents hold them.</summary>
internal static class ModelsTables
{
    /// <summary>A version.</summary>
    public static object Of(RegisteredModel m) => new
    {
        id = m.Model,
        version = m.Version,
        state = ModelStateNames.Of(m.State),
        since = m.Since.ToString(),
        actor = m.Actor,
        manifestSha256 = m.ManifestSha256,
        keyId = m.KeyId,
        expiresAt = m.ExpiresAt.ToString(),
        author = m.Author,
        lineage = new
        {
            parent = m.Lineage.Parent,
            data = m.Lineage.Data,
            recipeHash = m.Lineage.RecipeHash,
            protocolHash = m.Lineage.ProtocolHash,
            packageLockHash = m.Lineage.PackageLockHash,
        },
    };

    /// <summary>A move.</summary>
    public static object Of(RegistryEntry e) => new
    {
        at = e.At.ToString(),
        action = ModelStateNames.Of(e.Action),
        version = e.Version,
        from = e.From is ModelState from ? ModelStateNames.Of(from) : null,
        to = e.To is ModelState to ? ModelStateNames.Of(to) : null,
        actor = e.Actor,
        note = e.Note,
        evidence = e.Evidence.Length == 0 ? null : e.Evidence,
        approvals = e.Approvals.Select(a => new { approver = a.Approver, keyId = a.KeyId, at = a.At.ToString() }),
    };

    /// <summary>Bundles below a folder that no entry names, as ID and VERSION.</summary>
    public static IEnumerable<(string Id, string Version)> Unregistered(string models, ModelRegistry registry) =>
        from id in Directory.EnumerateDirectories(models).Order(StringComparer.Ordinal)
        from version in Directory.EnumerateDirectories(id).Order(StringComparer.Ordinal)
        where File.Exists(Path.Combine(version, BundleFiles.Manifest))
        let name = (Path.GetFileName(id), Path.GetFileName(version))
        where registry.Find(name.Item1, name.Item2) is null
        select name;

    /// <summary>Whether the bundle still is what was registered; the reason when it is not.</summary>
    public static string? Fault(string models, RegisteredModel model)
    {
        try
        {
            _ = RegistryWork.BundleOf(models, model);
            return null;
        }
        catch (InputRefusedException e)
        {
            return $"{e.Code}: {e.Message}";
        }
    }
}
