namespace Dms.Predictive.Volatility;

/// <summary>Where the search of one model ended, on standardised returns.</summary>
/// <param name="Whole">μ, recursion, inner shapes.</param>
/// <param name="Value">Log-likelihood.</param>
/// <param name="Outcome">Why the last climb stopped.</param>
/// <param name="GradientNorm">√(g'H⁻¹g) over the face of the active constraints.</param>
/// <param name="Active">Constraints over the free parameters that hold with equality.</param>
/// <param name="Kink">Whether μ sits on a return where the likelihood has a kink and both sides fall.</param>
/// <param name="NormalLimit">Whether the degrees of freedom went to infinity.</param>
internal sealed record FamilyEnd(
    double[] Whole,
    double Value,
    NewtonOutcome Outcome,
    double GradientNorm,
    LinearConstraint[] Active,
    bool Kink = false,
    bool NormalLimit = false);
