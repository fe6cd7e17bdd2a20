using Dms.Predictive.Audit;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>Gives <c>dms audit replay</c> the pipeline and the models under a folder.</summary>
internal static class AuditReplayers
{
    /// <summary>A replayer that finds models among the bundles below a folder.</summary>
    /// <param name="data">Folder with <c>id/version</c> bundles, or null: margins replay, forecasts do not.</param>
    public static IDecisionReplayer For(string? data)
    {
        Dictionary<string, ForecastModel> models = ModelsBelow(data);
        return new DecisionReplayer(MarginSession.Fingerprint(), sha => models.GetValueOrDefault(sha));
    }

    /// <summary>Models below a folder by the digest that records name; each is checked as when it is loaded.</summary>
    /// <param name="data">Folder with <c>id/version</c> bundles, or null for none.</param>
    public static Dictionary<string, ForecastModel> ModelsBelow(string? data)
    {
        Dictionary<string, ForecastModel> models = [];
        foreach (string manifest in data is null ? [] : Directory.EnumerateFiles(data, "manifest.json", SearchOption.AllDirectories))
        {
            ForecastModel model = BundleExport.Read(BundleReader.Read(Path.GetDirectoryName(manifest)!, BundleTrust.Self()));
            models[model.Identity.Sha256] = model;
        }

        return models;
    }

    /// <summary>Bundles below a folder by the digest of their manifest; each is checked as when it is loaded.</summary>
    /// <param name="data">Folder with <c>id/version</c> bundles, or null for none.</param>
    public static Dictionary<string, string> BundlesBelow(string? data)
    {
        Dictionary<string, string> folders = [];
        foreach (string manifest in data is null ? [] : Directory.EnumerateFiles(data, "manifest.json", SearchOption.AllDirectories))
        {
            string folder = Path.GetDirectoryName(manifest)!;
            folders[BundleExport.Read(BundleReader.Read(folder, BundleTrust.Self())).Identity.ManifestSha256] = folder;
        }

        return folders;
    }
}
