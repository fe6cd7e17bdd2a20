namespace Dms.Predictive.Explanation;

/// <summary>
/// One step of a GARCH(1,1) volatility: Δσ split exactly by Δσ_i = Δc_i/(σ_prev + σ_next), where the Δc_i sum to Δh.
/// </summary>
/// <param name="NextVariance">h after the step.</param>
/// <param name="PreviousVolatility">σ before, per √bar.</param>
/// <param name="NextVolatility">σ after, per √bar.</param>
/// <param name="Intercept">Part of ω.</param>
/// <param name="Shock">Part of α ε².</param>
/// <param name="DecayOfPreviousVariance">Part of (β − 1) h.</param>
public sealed record GarchStep(
    double NextVariance,
    double PreviousVolatility,
    double NextVolatility,
    double Intercept,
    double Shock,
    double DecayOfPreviousVariance)
{
    /// <summary>Splits a step.</summary>
    /// <param name="terms">Parameters.</param>
    /// <param name="variance">h before; &gt; 0.</param>
    /// <param name="shock">ε: demeaned return; finite.</param>
    public static GarchStep Of(GarchTerms terms, double variance, double shock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variance);
        double next = terms.Next(variance, shock);
        (double before, double after) = (Math.Sqrt(variance), Math.Sqrt(next));
        double both = before + after;
        return new(next, before, after, terms.Omega / both, terms.Alpha * shock * shock / both,
            (terms.Beta - 1) * variance / both);
    }
}
