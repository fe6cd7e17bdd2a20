namespace Dms.Predictive.Learning;

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Plain file name.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Sha256">SHA-256, lower-case hex.</param>
public sealed record BundleFile(string Path, long Length, string Sha256);

/// <summary>The signed list of what a bundle is and of every file in it.</summary>
/// <param name="Description">Identity and origin.</param>
/// <param name="Files">All files but the manifest and its signature, ordered by name.</param>
public sealed record BundleManifest(BundleDescription Description, IReadOnlyList<BundleFile> Files);
