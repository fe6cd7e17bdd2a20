namespace Dms.Predictive.Core;

/// <summary>What the overlay remembers between decisions: multipliers, not dollars.</summary>
/// <param name="Multiplier">Multiplier of the policy's driver for initial margin; ≥ 1.</param>
/// <param name="MaintenanceMultiplier">The same for maintenance margin; in [1, <paramref name="Multiplier"/>].</param>
/// <param name="At">When it was decided.</param>
public sealed record OverlayState(double Multiplier, double MaintenanceMultiplier, Timestamp At);

/// <summary>What the overlay decided.</summary>
/// <param name="Multiplier">Multiplier for initial margin; ≥ 1.</param>
/// <param name="GarchMultiplier">What GARCH alone asks for; the multiplier itself when the baseline is missing.</param>
/// <param name="MaintenanceMultiplier">Multiplier for maintenance margin; ≥ 1 and ≤ the first.</param>
/// <param name="Blocked">Why the learned part was left out, in the fixed order; empty = it was used.</param>
public sealed record OverlayOutcome(
    double Multiplier, double GarchMultiplier, double MaintenanceMultiplier, IReadOnlyList<GateReason> Blocked);
