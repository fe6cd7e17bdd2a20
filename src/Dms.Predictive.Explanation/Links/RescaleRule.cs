namespace Dms.Predictive.Explanation;

/// <summary>
/// Carries contributions to a raw score f through a monotone map g into another unit: partⱼ = φⱼ · k with
/// k = (g(f₁) − g(f₀)) / (f₁ − f₀), so that Σ partⱼ = g(f₁) − g(f₀) because Σ φⱼ = f₁ − f₀.
/// </summary>
/// <remarks>
/// Across a flat step of g (isotonic calibration, a floor) k is 0 or small, and the base rate carries the amount.
/// </remarks>
public static class RescaleRule
{
    private const double SmallestStep = 1e-12;

    // Cube root of the double epsilon: balances rounding against curvature in a central difference.
    private const double SlopeStep = 6.055454452393343e-06;

    /// <summary>k: units of g per unit of the raw score.</summary>
    /// <param name="link">g, from the raw score to the other unit; finite on [f₀, f₁].</param>
    /// <param name="reference">f₀, the score when no feature is known.</param>
    /// <param name="score">f₁, the score of the row, in the same unit as <paramref name="reference"/>.</param>
    /// <param name="slope">g′, used at f₀ where |f₁ − f₀| &lt; 1e-12·max(1, |f₁|); without it a central difference
    /// of g.</param>
    /// <exception cref="ArgumentOutOfRangeException">A score, or g at it, is not finite.</exception>
    public static double Multiplier(
        Func<double, double> link, double reference, double score, Func<double, double>? slope = null)
    {
        ArgumentNullException.ThrowIfNull(link);
        RequireFinite(reference, "raw score", nameof(reference));
        RequireFinite(score, "raw score", nameof(score));
        double step = score - reference;
        double multiplier = Math.Abs(step) < SmallestStep * Math.Max(1.0, Math.Abs(score))
            ? slope?.Invoke(reference) ?? Difference(link, reference)
            : (link(score) - link(reference)) / step;
        RequireFinite(multiplier, "units of the link per raw score", nameof(link));
        return multiplier;
    }

    /// <summary>Multiplies each contribution.</summary>
    /// <param name="contributions">Contributions in the raw score's unit.</param>
    /// <param name="multiplier">Units of the link per unit of the raw score, finite.</param>
    /// <returns>Same names and order, in the link's unit.</returns>
    public static FeatureAttribution[] Carry(IReadOnlyList<FeatureAttribution> contributions, double multiplier)
    {
        ArgumentNullException.ThrowIfNull(contributions);
        RequireFinite(multiplier, "units of the link per raw score", nameof(multiplier));
        return [.. contributions.Select(c => c with { Contribution = c.Contribution * multiplier })];
    }

    private static double Difference(Func<double, double> link, double at)
    {
        double step = SlopeStep * Math.Max(1.0, Math.Abs(at));
        (double low, double high) = (at - step, at + step);
        return (link(high) - link(low)) / (high - low);
    }

    private static void RequireFinite(double value, string unit, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected a finite number in {unit}.");
        }
    }
}
