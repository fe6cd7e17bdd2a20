namespace Dms.Predictive.Core;

/// <summary>What a sensitivity is a sensitivity to.</summary>
public enum SensitivityKind
{
    /// <summary>A shift of the factor.</summary>
    Delta = 0,

    /// <summary>A shift of the factor's volatility.</summary>
    Vega,

    /// <summary>Loss beyond delta when the factor moves by its risk weight.</summary>
    Curvature,
}

/// <summary>How the worth of an account depends on one factor.</summary>
/// <param name="RiskClass">Risk class id.</param>
/// <param name="Bucket">Bucket id within the class.</param>
/// <param name="Factor">Factor id within the bucket; the same factor nets.</param>
/// <param name="Kind">What it is a sensitivity to.</param>
public sealed record Sensitivity(string RiskClass, string Bucket, string Factor, SensitivityKind Kind)
{
    /// <summary>Quote per unit shift of the factor or of its volatility; 0 for curvature.</summary>
    public decimal Amount { get; init; }

    /// <summary>Loss beyond delta when the factor rises, quote; negative = gain. Curvature only.</summary>
    public decimal LossUp { get; init; }

    /// <summary>Loss beyond delta when the factor falls, quote; negative = gain. Curvature only.</summary>
    public decimal LossDown { get; init; }
}

/// <summary>Figures of the sensitivities policy, at multiplier 1.</summary>
/// <param name="RiskClasses">One row per class of the policy, in its order.</param>
/// <param name="Total">Requirement over all classes, quote.</param>
public sealed record SensitivityDetails(IReadOnlyList<SensitivityDetailsRow> RiskClasses, double Total) : MarginDetails;

/// <summary>One risk class, quote; its requirement is the sum of the three.</summary>
/// <param name="RiskClass">Risk class id.</param>
/// <param name="Delta">Delta margin; ≥ 0.</param>
/// <param name="Vega">Vega margin; ≥ 0.</param>
/// <param name="Curvature">Curvature margin; ≥ 0.</param>
public sealed record SensitivityDetailsRow(string RiskClass, double Delta, double Vega, double Curvature);
