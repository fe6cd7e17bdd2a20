namespace Dms.Predictive.Explanation;

/// <summary>Shares of a GARCH(1,1) variance, exact: by lag, and of the last step of its square root.</summary>
/// <param name="Variance">h after the last return, per bar.</param>
/// <param name="Intercept">ω Σ β^k.</param>
/// <param name="Initial">β^n h₀: what is left of the starting variance.</param>
/// <param name="ShocksOldestFirst">α β^(n−1−i) ε²_i, one per return. All parts sum to <paramref
/// name="Variance"/>.</param>
public sealed record GarchAttribution(
    double Variance, double Intercept, double Initial, IReadOnlyList<double> ShocksOldestFirst)
{
    /// <summary>Splits the variance after the last return.</summary>
    /// <param name="terms">Parameters.</param>
    /// <param name="start">h₀: variance of the first return's bar.</param>
    /// <param name="returns">Demeaned returns, oldest first; finite.</param>
    /// <exception cref="AdditivityBreachException">The parts do not sum to the variance.</exception>
    public static GarchAttribution Of(GarchTerms terms, double start, ReadOnlySpan<double> returns)
    {
        double variance = start;
        foreach (double shock in returns)
        {
            variance = terms.Next(variance, shock);
        }

        double[] shocks = new double[returns.Length];
        double decay = 1;
        double intercept = 0;
        for (int i = returns.Length - 1; i >= 0; i--)
        {
            shocks[i] = terms.Alpha * decay * returns[i] * returns[i];
            intercept += terms.Omega * decay;
            decay *= terms.Beta;
        }

        GarchAttribution parts = new(variance, intercept, decay * start, shocks);
        double scale = Math.Max(variance, double.Epsilon);
        AdditivityBreachException.ThrowIfApart(1, (intercept + parts.Initial + shocks.Sum()) / scale);
        return parts;
    }
}
