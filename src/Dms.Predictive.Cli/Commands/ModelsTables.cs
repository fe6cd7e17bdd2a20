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
    };

    /// <summary>A move.</summary>
    public static object Of(RegistryEntry e) => new
    {
        at = e.At.ToString(),
        version = e.Version,
        from = e.From is ModelState from ? ModelStateNames.Of(from) : null,
        to = ModelStateNames.Of(e.To),
        actor = e.Actor,
        note = e.Note,
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
            string found = BundleReader.Read(RegistryWork.FolderOf(models, model), BundleTrust.Self()).ManifestSha256;
            return found == model.ManifestSha256 ? null : $"hash-mismatch: the manifest now has {found}";
        }
        catch (InputRefusedException e)
        {
            return $"{e.Code}: {e.Message}";
        }
    }
}
