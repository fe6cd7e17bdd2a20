using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>What a bundle is and where it comes from.</summary>
public sealed record BundleDescription
{
    /// <summary>Model id, a plain name such as <c>gbdt-btcusd</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Version, a plain name such as <c>1.0.0</c>; never used twice.</summary>
    public required string Version { get; init; }

    /// <summary>Hash of the feature schema (<see cref="FeatureSchema.Hash"/>).</summary>
    public required string FeatureSchemaHash { get; init; }

    /// <summary>Forecast horizons in minutes; at least one, all ≥ 1.</summary>
    public required IReadOnlyList<int> HorizonsMinutes { get; init; }

    /// <summary>SHA-256 of each training file by name.</summary>
    public required IReadOnlyDictionary<string, string> DataDigests { get; init; }

    /// <summary>Settings of the training run, a JSON object.</summary>
    public required JsonElement Recipe { get; init; }

    /// <summary>Seed of the training run.</summary>
    public required long Seed { get; init; }

    /// <summary>SHA-256 of the package lock the trainer was built with.</summary>
    public required string PackageLockHash { get; init; }

    /// <summary>Measured quality, a JSON object.</summary>
    public required JsonElement Metrics { get; init; }

    /// <summary>When the bundle was made; the only field that two equal runs may disagree on.</summary>
    public required Timestamp Created { get; init; }
}
