using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>One action in the registry; entries are appended and never changed.</summary>
public sealed record RegistryEntry
{
    /// <summary>What it does.</summary>
    public required RegistryAction Action { get; init; }

    /// <summary>Model id; empty for an opening or an enrolment.</summary>
    public string Model { get; init; } = "";

    /// <summary>Version; empty for an opening or an enrolment.</summary>
    public string Version { get; init; } = "";

    /// <summary>Digest of the bundle's manifest; see <see cref="ModelBundle.ManifestSha256"/>.</summary>
    public string ManifestSha256 { get; init; } = "";

    /// <summary>Id of the key that signed the bundle.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>State before; null for a version that was not known.</summary>
    public ModelState? From { get; init; }

    /// <summary>State after; null where no version moves.</summary>
    public ModelState? To { get; init; }

    /// <summary>Who did it.</summary>
    public required string Actor { get; init; }

    /// <summary>When.</summary>
    public required Timestamp At { get; init; }

    /// <summary>Why; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>From when on the version's forecast counts with weight 0; of a first registration.</summary>
    public Timestamp? ExpiresAt { get; init; }

    /// <summary>Where the version comes from; of a first registration.</summary>
    public ModelLineage? Lineage { get; init; }

    /// <summary>SHA-256 of the evidence that approvals were given on; empty where none is needed.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Signatures under the action's statement; on the entry that the action is about.</summary>
    public IReadOnlyList<RegistryApproval> Approvals { get; init; } = [];

    /// <summary>Who may approve from here on; of an enrolment. Of the opening: the registry's own key.</summary>
    public EnrolledApprover? Enrolled { get; init; }
}
