namespace Dms.Predictive.Volatility;

/// <summary>One parameter of a fit, in the unit of the returns.</summary>
/// <param name="Name">Name of the command line: mu, omega, alpha …</param>
/// <param name="Value">Estimate; null for degrees of freedom at the normal limit and for degenerate returns.</param>
/// <param name="Hessian">√ of (−H)⁻¹; null where not defined.</param>
/// <param name="Opg">√ of (S'S)⁻¹; null where not defined.</param>
/// <param name="Robust">√ of H⁻¹(S'S)H⁻¹; null where not defined.</param>
/// <param name="Reason">Why a number is null: <c>normal-limit</c>, <c>bound</c>, <c>fixed</c>, <c>singular</c>,
/// <c>not-asked</c>, <c>degenerate</c>; <c>kink</c> when μ sits on a return where the likelihood has a kink, so that its
/// error is that of the smoothed curvature. Null when nothing is to be said.</param>
public sealed record FittedParameter(
    string Name, double? Value, double? Hessian, double? Opg, double? Robust, string? Reason)
{
    private static readonly StudentLaw Standard = new(0);

    /// <summary>A standard error; null where not defined.</summary>
    public double? Error(StandardErrorKind kind = StandardErrorKind.Robust) => kind switch
    {
        StandardErrorKind.Hessian => Hessian,
        StandardErrorKind.Opg => Opg,
        _ => Robust,
    };

    /// <summary>Estimate over its error; null where one is not defined.</summary>
    public double? TStatistic(StandardErrorKind kind = StandardErrorKind.Robust) => Value / Error(kind);

    /// <summary>Two-sided p-value of "the parameter is 0" under the normal law; null where not defined.</summary>
    /// <remarks>For a parameter with a bound at 0 it is conservative by about a factor of two.</remarks>
    public double? PValue(StandardErrorKind kind = StandardErrorKind.Robust) =>
        TStatistic(kind) is { } t && double.IsFinite(t) ? 2 * Standard.Tail(Math.Abs(t)) : null;

    /// <summary>Estimate ± quantile × error; null where not defined.</summary>
    /// <param name="level">Share of samples whose interval holds the truth, in (0, 1).</param>
    /// <param name="kind">Which error.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public (double Lower, double Upper)? ConfidenceInterval(
        double level = 0.95, StandardErrorKind kind = StandardErrorKind.Robust)
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "Expected a share inside (0, 1).");
        }

        double reach = Standard.UpperQuantile(0.5 * (1 - level));
        return Value is { } value && Error(kind) is { } error
            ? (value - (reach * error), value + (reach * error))
            : null;
    }
}
