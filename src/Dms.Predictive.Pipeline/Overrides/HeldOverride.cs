using Dms.Predictive.Audit;

namespace Dms.Predictive.Pipeline;

/// <summary>Where an override stands.</summary>
public enum OverrideState
{
    /// <summary>It lowers a margin and waits for a second approver; nothing moves.</summary>
    Waiting = 0,

    /// <summary>It moves margins.</summary>
    InForce,

    /// <summary>It ended: its time was over.</summary>
    Expired,

    /// <summary>Approvers ended it.</summary>
    Withdrawn,
}

/// <summary>An override with those who signed; immutable.</summary>
/// <param name="Id">Id.</param>
/// <param name="Order">What was asked for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Approvals">Who signed it, the one who proposed it first.</param>
public sealed record HeldOverride(string Id, OverrideOrder Order, OverrideState State, IReadOnlyList<Approval> Approvals)
{
    /// <summary>Who signed that it ends before its time; may be fewer than are needed.</summary>
    public IReadOnlyList<Approval> EndedBy { get; init; } = [];

    /// <summary>Whether somebody's signature is missing for what was asked last.</summary>
    public bool WaitsForSecondPerson => State == OverrideState.Waiting || (State == OverrideState.InForce && EndedBy.Count > 0);
}
