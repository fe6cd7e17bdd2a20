namespace Dms.Predictive.Explanation;

/// <summary>
/// One step of an asymmetric GARCH volatility, Δσ split exactly among the terms of its own recursion.
/// </summary>
/// <param name="NextVariance">h after the step.</param>
/// <param name="PreviousVolatility">σ before, per √bar.</param>
/// <param name="NextVolatility">σ after, per √bar.</param>
/// <param name="Intercept">Part of ω.</param>
/// <param name="Shock">Part of the shock's size.</param>
/// <param name="Leverage">Part of the shock's sign.</param>
/// <param name="DecayOfPreviousVariance">Part of the state carried over.</param>
public sealed record GarchFamilyStep(
    double NextVariance, double PreviousVolatility, double NextVolatility,
    double Intercept, double Shock, double Leverage, double DecayOfPreviousVariance)
{
    private const double SmallestStep = 1e-12;

    /// <summary>GJR: h′ = ω + α ε² + γ 1[ε &lt; 0] ε² + β h; Δσ_i = Δc_i / (σ + σ′).</summary>
    /// <param name="terms">ω, α, β.</param>
    /// <param name="gamma">γ, dimensionless.</param>
    /// <param name="variance">h before; &gt; 0.</param>
    /// <param name="shock">ε: demeaned return; finite.</param>
    /// <remarks>Glosten, Jagannathan, Runkle (1993).</remarks>
    public static GarchFamilyStep Gjr(GarchTerms terms, double gamma, double variance, double shock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variance);
        double square = shock * shock;
        double leverage = shock < 0 ? gamma * square : 0.0;
        double next = terms.Omega + (terms.Alpha * square) + leverage + (terms.Beta * variance);
        double both = Math.Sqrt(variance) + Math.Sqrt(next);
        return Closed(new(next, Math.Sqrt(variance), Math.Sqrt(next), terms.Omega / both, terms.Alpha * square / both,
            leverage / both, (terms.Beta - 1) * variance / both));
    }

    /// <summary>EGARCH: ln h′ = ω + α (|z| − E|z|) + γ z + β ln h with z = ε/σ; Δσ_i = Δc_i (σ′ − σ) / Δ ln h.</summary>
    /// <param name="terms">ω in ln variance, α, β.</param>
    /// <param name="gamma">γ, dimensionless.</param>
    /// <param name="variance">h before; &gt; 0.</param>
    /// <param name="shock">ε: demeaned return; finite.</param>
    /// <remarks>Nelson (1991), Gaussian: E|z| = √(2/π).</remarks>
    public static GarchFamilyStep Egarch(GarchTerms terms, double gamma, double variance, double shock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variance);
        double before = Math.Sqrt(variance);
        double z = shock / before;
        double size = terms.Alpha * (Math.Abs(z) - Math.Sqrt(2 / Math.PI));
        double sign = gamma * z;
        double decay = (terms.Beta - 1) * Math.Log(variance);
        double step = terms.Omega + size + sign + decay;
        double after = before * Math.Exp(step / 2);
        double perLog = Math.Abs(step) < SmallestStep ? before / 2 : (after - before) / step;
        return Closed(new(after * after, before, after, terms.Omega * perLog, size * perLog, sign * perLog, decay * perLog));
    }

    private static GarchFamilyStep Closed(GarchFamilyStep step)
    {
        double sum = step.PreviousVolatility + step.Intercept + step.Shock + step.Leverage + step.DecayOfPreviousVariance;
        AdditivityBreachException.ThrowIfApart(1.0, sum / step.NextVolatility);
        return step;
    }
}
