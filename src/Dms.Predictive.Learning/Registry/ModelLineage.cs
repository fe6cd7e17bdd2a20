using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Dms.Predictive.Learning;

/// <summary>Where a version comes from; taken from the verified manifest, never typed in.</summary>
/// <param name="Parent">Champion at the time of registration; null when there was none.</param>
/// <param name="Data">SHA-256 of each training file by name.</param>
/// <param name="RecipeHash">SHA-256 of the recipe in the manifest.</param>
/// <param name="ProtocolHash">Hash of the evaluation protocol; empty when the manifest names none.</param>
/// <param name="PackageLockHash">SHA-256 of the packages the trainer was built with.</param>
public sealed record ModelLineage(
    string? Parent, IReadOnlyDictionary<string, string> Data, string RecipeHash, string ProtocolHash, string PackageLockHash)
{
    /// <summary>The lineage of a bundle.</summary>
    public static ModelLineage Of(ModelBundle bundle, string? parent)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        BundleDescription about = bundle.Manifest.Description;
        bool named = about.Recipe.ValueKind == JsonValueKind.Object
            && about.Recipe.TryGetProperty("protocolHash", out JsonElement hash) && hash.ValueKind == JsonValueKind.String;
        return new ModelLineage(
            parent, about.DataDigests,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(about.Recipe.GetRawText()))),
            named ? about.Recipe.GetProperty("protocolHash").GetString()! : "", about.PackageLockHash);
    }
}
