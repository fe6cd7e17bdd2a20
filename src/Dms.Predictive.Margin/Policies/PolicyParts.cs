using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Requirement of a policy, quote, not rounded.</summary>
/// <param name="Initial">Initial margin; ≥ 0.</param>
/// <param name="Maintenance">Maintenance margin; ≥ 0.</param>
/// <param name="BaseInitial">Initial margin without offsets and without <see cref="Others"/>.</param>
/// <param name="BaseMaintenance">Maintenance margin without them.</param>
public readonly record struct PolicyParts(
    double Initial, double Maintenance, double BaseInitial, double BaseMaintenance)
{
    /// <summary>Parts of the policy beside base and offsets; contained in the requirements. Null = none.</summary>
    public IReadOnlyList<MarginPart>? Others { get; init; }

    /// <summary>Whether the policy itself lifted the initial margin of a position to its maintenance margin.</summary>
    public bool Raised { get; init; }

    /// <summary>Credit for offsets: what is left of the requirement without base and other parts.</summary>
    internal InitialAndMaintenance Offset => Others is null
        ? new(Initial - BaseInitial, Maintenance - BaseMaintenance)
        : new(
            Initial - Others.Sum(o => o.Initial) - BaseInitial,
            Maintenance - Others.Sum(o => o.Maintenance) - BaseMaintenance);
}

/// <summary>A named part of a requirement, quote, not rounded.</summary>
/// <param name="Name">Which part.</param>
/// <param name="Initial">Share of initial margin.</param>
/// <param name="Maintenance">Share of maintenance margin.</param>
public sealed record MarginPart(MarginComponentName Name, double Initial, double Maintenance);
