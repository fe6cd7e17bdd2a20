using System.Security.Cryptography;
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
    /// <param name="evidence">SHA-256 of the document on which it is registered; empty = none.</param>
    /// <exception cref="InputRefusedException">What verification or the registry refuses, or
    /// <c>bundle-place</c>.</exception>
    public static RegisteredModel Register(
        string bundleFolder, BundleTrust trust, ModelState state, RegistrySignature by, string evidence = "")
    {
        ModelBundle bundle = BundleReader.Read(bundleFolder, trust.WithRevoked(RevokedBeside(bundleFolder)));
        return Write(ModelsOf(bundleFolder, bundle), r => r.Register(bundle, state, by, evidence));
    }

    /// <summary>The registry of a folder of models, to be read; empty when nothing was registered there.</summary>
    /// <exception cref="InputRefusedException"><c>models-missing</c>: there is no such folder.</exception>
    public static ModelRegistry Open(string models) => new(StoreOf(models));

    /// <summary>Does something in a registry with its own key, which is made at the first use.</summary>
    public static T Write<T>(string models, Func<ModelRegistry, T> work)
    {
        SqliteRegistryStore store = StoreOf(models);
        bool isNew = !File.Exists(Path.Combine(models, RegistryKeyFile.FileName));
        if (isNew && store.Read().Count > 0)
        {
            throw new InputRefusedException(
                "registry-key", $"The registry's key {RegistryKeyFile.FileName} is not there. Put it back, or work where it is kept.", models);
        }

        // Nothing that is refused leaves a key behind.
        using ECDsa key = isNew ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RegistryKeyFile.Of(models);
        return work(new ModelRegistry(isNew ? new FirstWrite(store, key, models) : store, new RegistrySeal(key)));
    }

    /// <summary>Folder of a version.</summary>
    public static string FolderOf(string models, RegisteredModel model) =>
        Path.Combine(models, model.Model, model.Version);

    /// <summary>Opens the bundle of a version and proves that it is the registered one, golden rows included.</summary>
    /// <exception cref="InputRefusedException">It is not.</exception>
    public static ModelBundle BundleOf(string models, RegisteredModel model)
    {
        string folder = FolderOf(models, model);
        ModelBundle bundle = BundleReader.Read(folder, BundleTrust.Self());
        return bundle.ManifestSha256 == model.ManifestSha256
            ? bundle
            : throw new InputRefusedException(
                "hash-mismatch", $"The bundle's manifest is {bundle.ManifestSha256}; registered is {model.ManifestSha256}. Restore the bundle.", folder);
    }

    // What the registry beside the bundle has taken out of service stays out, whoever asks.
    private static IEnumerable<string> RevokedBeside(string bundleFolder)
    {
        string? models = Path.GetDirectoryName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(bundleFolder))));
        return models is not null && File.Exists(Path.Combine(models, SqliteRegistryStore.FileName))
            ? Open(models).Models.Where(m => m.State == ModelState.Revoked).Select(m => m.ManifestSha256)
            : [];
    }

    private static SqliteRegistryStore StoreOf(string models) => Directory.Exists(models)
        ? SqliteRegistryStore.In(models)
        : throw new InputRefusedException(
            "models-missing", "There is no such folder. Name the one that holds ID/VERSION bundles.", models);

    private static string ModelsOf(string bundleFolder, ModelBundle bundle)
    {
        BundleDescription about = bundle.Manifest.Description;
        DirectoryInfo folder = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(bundleFolder)));
        return folder.Name == about.Version && folder.Parent is { } id && id.Name == about.Id && id.Parent is { } models
            ? models.FullName
            : throw new InputRefusedException(
                "bundle-place", $"The bundle is {about.Id} {about.Version}, so its folder must end in {about.Id}/{about.Version}. Move it there.", bundleFolder);
    }

    private sealed class FirstWrite(IRegistryStore store, ECDsa key, string models) : IRegistryStore
    {
        public IReadOnlyList<SealedEntry> Read() => store.Read();

        public void Append(IReadOnlyList<SealedEntry> entries, int after)
        {
            if (after == 0)
            {
                RegistryKeyFile.Save(key, Path.Combine(models, RegistryKeyFile.FileName));
            }

            store.Append(entries, after);
        }
    }
}
