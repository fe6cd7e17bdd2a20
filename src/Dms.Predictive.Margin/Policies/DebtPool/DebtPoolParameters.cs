namespace Dms.Predictive.Margin;

/// <summary>Parameters of the debt-pool policy. Ratios are debt per collateral.</summary>
/// <param name="IssuanceRatio">Largest ratio at which debt may be taken on, (0, 1]; with the penalty on top still
/// below 1.</param>
/// <param name="LiquidationRatio">Ratio above which collateral may be taken, (0, 1].</param>
/// <param name="Penalty">Part of burnt debt that is taken from collateral on top; ≥ 0.</param>
public sealed record DebtPoolParameters(decimal IssuanceRatio, decimal LiquidationRatio, decimal Penalty)
{
    internal void Check()
    {
        const string At = "policy.parameters.";
        Refuse.Unless(Penalty >= 0, At + "penalty", Penalty, ">= 0");
        Refuse.Unless(IssuanceRatio is > 0 and <= 1, At + "issuanceRatio", IssuanceRatio, "a fraction in (0, 1]");
        Refuse.Unless(
            Penalty < (1 / IssuanceRatio) - 1,
            At + "penalty", Penalty, "below 1/issuanceRatio - 1, or burning debt would cure nothing");
        Refuse.Unless(
            LiquidationRatio is > 0 and <= 1, At + "liquidationRatio", LiquidationRatio, "a fraction in (0, 1]");
    }
}
