namespace Dms.Predictive.Core;

/// <summary>Figures of the debt-pool policy, at multiplier 1. Amounts in quote, exact to 18 decimals.</summary>
/// <param name="Debt">The account's part of the pool's debt.</param>
/// <param name="CollateralRatio">Debt per collateral; null without collateral.</param>
/// <param name="CureAmount">Debt to burn so that the rest and the penalty fit the collateral again.</param>
/// <param name="IsLiquidatable">Whether debt exceeds what the collateral may carry.</param>
public sealed record DebtPoolDetails(
    decimal Debt, decimal? CollateralRatio, decimal CureAmount, bool IsLiquidatable) : MarginDetails;
