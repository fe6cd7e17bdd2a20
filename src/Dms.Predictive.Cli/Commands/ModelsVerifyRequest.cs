namespace Dms.Predictive.Cli.Commands;

/// <summary>What <c>dms models verify</c> was asked for.</summary>
/// <param name="Bundle">Folder of one version.</param>
/// <param name="Keys">Trusted public keys; empty = the bundle's own key.</param>
/// <param name="FeatureSchema">Expected hash of the feature schema; null = any.</param>
/// <param name="Json">One JSON document instead of a table.</param>
internal sealed record ModelsVerifyRequest(
    DirectoryInfo Bundle, IReadOnlyList<FileInfo> Keys, string? FeatureSchema, bool Json)
{
    /// <summary>Trust file instead of keys; null = none.</summary>
    public FileInfo? Trust { get; init; }
}
