namespace Dms.Predictive.Volatility;

/// <summary>One standard error per parameter, in the parameter's unit; null where it is not defined.</summary>
/// <param name="Mu">Of μ; null when the mean is not estimated.</param>
/// <param name="Omega">Of ω; null on its bound.</param>
/// <param name="Alpha">Of α; null on its bound.</param>
/// <param name="Beta">Of β; null on its bound.</param>
public sealed record ParameterErrors(double? Mu, double? Omega, double? Alpha, double? Beta)
{
    /// <summary>All undefined.</summary>
    public static ParameterErrors None { get; } = new(null, null, null, null);
}

/// <summary>Three estimates of the sampling error of a fit.</summary>
/// <param name="Hessian">√diag (−H)⁻¹, valid when the density is right.</param>
/// <param name="Opg">√diag (S'S)⁻¹ of the scores S.</param>
/// <param name="Robust">√diag H⁻¹(S'S)H⁻¹, valid under a wrong density (Bollerslev and Wooldridge 1992).</param>
/// <param name="Reason">Why some are null; null when none is.</param>
/// <remarks>Parameters on a bound leave the matrices. With α + β = 1 active, α and β move along that line only
/// and have the same error.</remarks>
public sealed record GarchStandardErrors(
    ParameterErrors Hessian, ParameterErrors Opg, ParameterErrors Robust, string? Reason);
