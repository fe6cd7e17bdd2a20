namespace Dms.Predictive.Core;

/// <summary>Location and scale of the largest of n standardised returns without jumps, and the level that a jump must
/// pass.</summary>
/// <param name="Location">C_n = √(2 ln n)/c − (ln π + ln ln n)/(2c√(2 ln n)), c = √(2/π).</param>
/// <param name="Scale">S_n = 1/(c√(2 ln n)).</param>
/// <param name="Critical">−ln(−ln(1 − a)).</param>
/// <remarks>Lee and Mykland (2008), Review of Financial Studies 21(6), lemma 1.</remarks>
public sealed record LeeMyklandLimits(double Location, double Scale, double Critical)
{
    /// <summary>Limits for n returns that share one probability of a false alarm.</summary>
    /// <param name="returns">n, such as the returns of one day; ≥ 3.</param>
    /// <param name="level">a: probability of at least one false alarm among them; in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static LeeMyklandLimits Of(int returns, double level = 0.01)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(returns, 3);
        if (level is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "Expected a probability in (0, 1).");
        }

        double n = returns, c = Math.Sqrt(2 / Math.PI), root = Math.Sqrt(2 * Math.Log(n));
        double location = (root / c) - ((Math.Log(Math.PI) + Math.Log(Math.Log(n))) / (2 * c * root));
        return new(location, 1 / (c * root), -Math.Log(-Math.Log(1 - level)));
    }

    /// <summary>(L − C_n)/S_n of a standardised return L = |r|/σ: standard Gumbel for the largest of n.</summary>
    public double Statistic(double standardized) => (standardized - Location) / Scale;

    /// <summary>Whether a standardised return is a jump.</summary>
    public bool IsJump(double standardized) => Statistic(standardized) > Critical;
}
