using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Registry;

/// <summary>What commands and notebooks do with a registry in a folder of models.</summary>
internal static class RegistryWork
{
    /// <summary>Verifies a bundle and registers it in the folder of models that holds it.</summary>
    /// <param name="bundleFolder">MODELS/ID/VERSION.</param>
    /// <param name="trust">Accepted signers.</param>
    /// <param name="state">Candidate or challenger.</param>
    /// <param name="by">Who, when and why.</param>
    /// <exception cref="InputRefusedException">What verification or the registry refuses, or
    /// <c>bundle-place</c>.</exception>
    public static RegisteredModel Register(
        string bundleFolder, BundleTrust trust, ModelState state, RegistrySignature by)
    {
        ModelBundle bundle = BundleReader.Read(bundleFolder, trust);
        return new ModelRegistry(SqliteRegistryStore.In(ModelsOf(bundleFolder, bundle))).Register(bundle, state, by);
    }

    /// <summary>The registry of a folder of models; empty when nothing was registered there.</summary>
    /// <exception cref="InputRefusedException"><c>models-missing</c>: there is no such folder.</exception>
    public static ModelRegistry Open(string models) => Directory.Exists(models)
        ? new ModelRegistry(SqliteRegistryStore.In(models))
        : throw new InputRefusedException(
            "models-missing", "There is no such folder. Name the one that holds ID/VERSION bundles.", models);

    /// <summary>Folder of a version.</summary>
    public static string FolderOf(string models, RegisteredModel model) =>
        Path.Combine(models, model.Model, model.Version);

    private static string ModelsOf(string bundleFolder, ModelBundle bundle)
    {
        BundleDescription about = bundle.Manifest.Description;
        DirectoryInfo folder = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(bundleFolder)));
        return folder.Name == about.Version && folder.Parent is { } id && id.Name == about.Id && id.Parent is { } models
            ? models.FullName
            : throw new InputRefusedException(
                "bundle-place", $"The bundle is {about.Id} {about.Version}, so its folder must end in {about.Id}/{about.Version}. Move it there.", bundleFolder);
    }
}
