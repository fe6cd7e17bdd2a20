using System.Text.Json;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms models verify --models</c>: the action log and every bundle that it names.</summary>
internal static class ModelsVerifyRegistry
{
    /// <summary>Verifies and prints.</summary>
    /// <returns><see cref="ExitCode.CheckFailed"/> when the log or a bundle is not what was registered.</returns>
    public static int Run(string models, IReadOnlyList<FileInfo> keys, string? head, bool json)
    {
        (ModelRegistry? registry, string? fault) = Open(models, keys, head);
        (RegisteredModel Model, string? Fault)[] bundles = registry is null ? []
            : [.. registry.Models.Where(m => m.State != ModelState.Revoked).Select(m => (m, ModelsTables.Fault(models, m)))];
        bool ok = fault is null && bundles.All(b => b.Fault is null);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                ok,
                entries = registry?.Entries.Count,
                head = registry?.Head,
                keyId = registry?.Key?.KeyId,
                fault,
                approvers = registry?.Approvers.Select(a => new { name = a.Name, role = a.Role, keyId = a.OpenKey().KeyId }),
                bundles = bundles.Select(b => new { id = b.Model.Model, version = b.Model.Version, sound = b.Fault is null, fault = b.Fault }),
            }));
            return ok ? ExitCode.Done : ExitCode.CheckFailed;
        }

        Console.Out.WriteLine(fault is null
            ? $"{registry!.Entries.Count} entries follow from one another, sealed by key {registry.Key?.KeyId ?? "-"}; every approval holds."
            : $"The registry cannot be believed: {fault}");
        foreach ((RegisteredModel model, string? broken) in bundles)
        {
            Console.Out.WriteLine($"{model.Model} {model.Version} ({ModelStateNames.Of(model.State)}): {broken ?? "as registered, golden rows reproduced"}");
        }

        Console.Out.WriteLine($"Head {registry?.Head ?? "-"}. Keep it elsewhere: only a head from before (--head) shows that a tail was cut off.");
        return ok ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static (ModelRegistry? Registry, string? Fault) Open(string models, IReadOnlyList<FileInfo> keys, string? head)
    {
        BundleKey[] pinned = [.. keys.Select(k => BundleKey.Parse(File.ReadAllText(k.FullName), k.FullName))];
        try
        {
            ModelRegistry registry = RegistryWork.Open(models);
            string? fault = registry.Key is { } key && pinned.Length > 0 && !pinned.Any(p => p.PublicKey.SequenceEqual(key.PublicKey))
                ? $"key-untrusted: it is sealed by key {key.KeyId}, which is not among the trusted keys."
                : head is not null && !registry.Hashes.Contains(head)
                    ? $"tail-missing: no entry has the head {head}; entries were cut off or replaced."
                    : null;
            return (registry, fault);
        }
        catch (InputRefusedException e) when (e.Code == "registry-damaged")
        {
            return (null, $"{e.Code}: {e.Message}");
        }
    }
}
