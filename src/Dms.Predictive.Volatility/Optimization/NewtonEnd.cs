namespace Dms.Predictive.Volatility;

/// <summary>Why a search stopped.</summary>
internal enum NewtonOutcome
{
    FirstOrder = 0,
    SameAsKnown,
    Singular,
    IterationLimit,
    LineSearchFailed,
    NonFinite,
}

/// <summary>Where a search stopped.</summary>
/// <param name="Theta">Best point.</param>
/// <param name="Value">Value there.</param>
/// <param name="Outcome">Why it stopped.</param>
/// <param name="GradientNorm">√(g'H⁻¹g) of the projected gradient there.</param>
/// <param name="Iterations">Newton steps taken.</param>
/// <param name="Active">Constraints that hold with equality.</param>
internal sealed record NewtonEnd(
    double[] Theta,
    double Value,
    NewtonOutcome Outcome,
    double GradientNorm,
    int Iterations,
    LinearConstraint[] Active);
