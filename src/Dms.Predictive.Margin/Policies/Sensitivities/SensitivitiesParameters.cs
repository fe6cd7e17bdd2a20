using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Parameters of the sensitivities policy.</summary>
/// <param name="MaintenanceRatio">Maintenance margin as a fraction of initial margin, [0, 1].</param>
/// <param name="RiskClasses">Risk classes; ids are unique.</param>
/// <param name="CrossClassCorrelation">ψ in the order of the classes: symmetric, unit diagonal, positive
/// semidefinite.</param>
public sealed record SensitivitiesParameters(
    double MaintenanceRatio,
    IReadOnlyList<RiskClass> RiskClasses,
    IReadOnlyList<IReadOnlyList<double>> CrossClassCorrelation)
{
    internal void Check()
    {
        const string At = "policy.parameters.";
        Refuse.Unless(
            MaintenanceRatio is >= 0 and <= 1, At + "maintenanceRatio", MaintenanceRatio, "a fraction in [0, 1]");
        RequestRules.RefuseRepeats(RiskClasses.Select(c => c.Id), At + "riskClasses");
        for (int i = 0; i < RiskClasses.Count; i++)
        {
            RiskClasses[i].Check($"{At}riskClasses[{i}].");
        }

        CorrelationRules.Check(CrossClassCorrelation, RiskClasses.Count, At + "crossClassCorrelation");
    }
}

/// <summary>Factors that are alike in kind.</summary>
/// <param name="Id">Risk class id.</param>
/// <param name="CrossBucketCorrelation">γ between any two buckets, [-1, 1] and with them positive semidefinite.</param>
/// <param name="Buckets">Buckets; ids are unique. The one called <c>residual</c> is added without offset.</param>
public sealed record RiskClass(string Id, double CrossBucketCorrelation, IReadOnlyList<RiskBucket> Buckets)
{
    internal void Check(string at)
    {
        RequestRules.RefuseRepeats(Buckets.Select(b => b.Id), at + "buckets");
        for (int i = 0; i < Buckets.Count; i++)
        {
            Buckets[i].Check($"{at}buckets[{i}].");
        }

        EqualCorrelation.Check(
            CrossBucketCorrelation, Buckets.Count(b => !b.IsResidual), at + "crossBucketCorrelation");
    }
}

/// <summary>Factors that are alike in risk.</summary>
/// <param name="Id">Bucket id.</param>
/// <param name="RiskWeight">Shift of a factor, in the unit of the sensitivities; ≥ 0.</param>
/// <param name="VegaRiskWeight">Shift of a factor's volatility; ≥ 0.</param>
/// <param name="Correlation">ρ between any two factors, [-1, 1] and with them positive semidefinite.</param>
/// <param name="ConcentrationThreshold">Net sensitivity above which weights grow, quote; &gt; 0, null = none.</param>
public sealed record RiskBucket(
    string Id, double RiskWeight, double VegaRiskWeight, double Correlation, decimal? ConcentrationThreshold = null)
{
    /// <summary>Whether the bucket is added without offset.</summary>
    public bool IsResidual => Id == "residual";

    /// <summary>max(1, √(|net|/threshold)).</summary>
    internal double ConcentrationOf(decimal net) => ConcentrationThreshold is decimal threshold
        ? Math.Max(1, Math.Sqrt((double)(Math.Abs(net) / threshold)))
        : 1;

    internal void Check(string at)
    {
        Refuse.UnlessAtLeastZero(RiskWeight, at + "riskWeight");
        Refuse.UnlessAtLeastZero(VegaRiskWeight, at + "vegaRiskWeight");
        Refuse.Unless(Correlation is >= -1 and <= 1, at + "correlation", Correlation, "in [-1, 1]");
        Refuse.Unless(
            ConcentrationThreshold is null or > 0,
            at + "concentrationThreshold", ConcentrationThreshold, "> 0 in quote");
    }
}
