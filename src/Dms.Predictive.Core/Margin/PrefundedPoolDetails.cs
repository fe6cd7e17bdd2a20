namespace Dms.Predictive.Core;

/// <summary>Figures of the prefunded-pool policy, at multiplier 1, USD.</summary>
/// <param name="Waterfall">What each layer pays of the loss, in the pool's order.</param>
/// <param name="Socialized">What each member is charged of the rest, in the pool's order.</param>
/// <param name="Unallocated">What nobody could bear; Σ absorbed + Σ socialized + this is the loss, exactly.</param>
/// <param name="ExposureLimitUsd">Largest exposure of one trader.</param>
/// <param name="ExposureAllowed">Whether the trader is within it and every loss could be borne.</param>
/// <param name="DepletionProbability">Chance that the loss at the end of the horizon exceeds all layers,
/// [0, 1].</param>
public sealed record PrefundedPoolDetails(
    IReadOnlyList<PoolLayerDraw> Waterfall,
    IReadOnlyList<PoolMemberCharge> Socialized,
    decimal Unallocated,
    decimal ExposureLimitUsd,
    bool ExposureAllowed,
    double DepletionProbability) : MarginDetails;

/// <summary>What one layer of a pool pays.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Absorbed">Paid, USD; ≥ 0.</param>
/// <param name="Remaining">Left in it, USD; ≥ 0.</param>
public sealed record PoolLayerDraw(string Layer, decimal Absorbed, decimal Remaining);

/// <summary>What one member of a pool is charged.</summary>
/// <param name="Member">Its id.</param>
/// <param name="Amount">USD; ≥ 0.</param>
public sealed record PoolMemberCharge(string Member, decimal Amount);
