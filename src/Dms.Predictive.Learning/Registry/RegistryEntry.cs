using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>One move in the registry; entries are appended and never changed.</summary>
public sealed record RegistryEntry
{
    /// <summary>Model id.</summary>
    public required string Model { get; init; }

    /// <summary>Version.</summary>
    public required string Version { get; init; }

    /// <summary>Digest of the bundle's manifest; see <see cref="ModelBundle.ManifestSha256"/>.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Id of the key that signed the bundle.</summary>
    public required string KeyId { get; init; }

    /// <summary>State before; null for a version that was not known.</summary>
    public ModelState? From { get; init; }

    /// <summary>State after.</summary>
    public required ModelState To { get; init; }

    /// <summary>Who did it.</summary>
    public required string Actor { get; init; }

    /// <summary>When.</summary>
    public required Timestamp At { get; init; }

    /// <summary>Why; may be empty.</summary>
    public string Note { get; init; } = "";
}
