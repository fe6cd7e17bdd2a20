namespace Dms.Predictive.Core;

/// <summary>Who owes margin: cash, debt, positions and collateral.</summary>
/// <param name="Id">Account id.</param>
/// <param name="Mode">How positions share collateral.</param>
/// <param name="Cash">Cash in the quote currency.</param>
/// <param name="Positions">Positions in any order; those in one instrument net.</param>
public sealed record Account(string Id, MarginMode Mode, decimal Cash, IReadOnlyList<Position> Positions)
{
    /// <summary>Debt in the quote currency; ≥ 0.</summary>
    public decimal Debt { get; init; }

    /// <summary>Shares of a debt pool, under the debt-pool policy; ≥ 0.</summary>
    public decimal DebtShares { get; init; }

    /// <summary>Sensitivities in any order, under the sensitivities policy.</summary>
    public IReadOnlyList<Sensitivity> Sensitivities { get; init; } = [];

    /// <summary>Exposure of a trader that a prefunded pool stands behind, USD; signed.</summary>
    public decimal ExposureUsd { get; init; }

    /// <summary>Loss that a prefunded pool has to bear now, USD; ≥ 0.</summary>
    public decimal LossToAbsorb { get; init; }

    /// <summary>Assets posted besides cash.</summary>
    public IReadOnlyList<CollateralHolding> Collateral { get; init; } = [];
}

/// <summary>An asset posted as collateral. Equity counts it at its price; its haircuts are part of the requirement
/// where the collateral add-on is on.</summary>
/// <param name="Asset">Asset id.</param>
/// <param name="Quantity">Units of the asset; ≥ 0.</param>
public sealed record CollateralHolding(string Asset, decimal Quantity)
{
    /// <summary>Fraction of the value that initial margin takes away, [0, 1].</summary>
    public double InitialHaircut { get; init; }

    /// <summary>Fraction of the value that maintenance margin takes away, [0, 1].</summary>
    public double MaintenanceHaircut { get; init; }

    /// <summary>Whether the holding's own price risk counts against that of positions, under the scenario-portfolio
    /// policy.</summary>
    public bool RiskCancelling { get; init; }
}
