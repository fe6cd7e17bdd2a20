using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>A version as the registry knows it now.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Version">Version.</param>
/// <param name="ManifestSha256">Digest of the bundle's manifest.</param>
/// <param name="KeyId">Id of the key that signed the bundle.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Since">When it came to stand there.</param>
/// <param name="Actor">Who put it there.</param>
public sealed record RegisteredModel(
    string Model, string Version, string ManifestSha256, string KeyId, ModelState State, Timestamp Since, string Actor)
{
    /// <summary>From when on its forecast counts with weight 0.</summary>
    public required Timestamp ExpiresAt { get; init; }

    /// <summary>Who registered it first; may not approve it.</summary>
    public required string Author { get; init; }

    /// <summary>Where it comes from.</summary>
    public required ModelLineage Lineage { get; init; }

    /// <summary>Hash of the entry that moved it last: what a rollback or a revocation is signed on.</summary>
    public required string Entry { get; init; }
}
