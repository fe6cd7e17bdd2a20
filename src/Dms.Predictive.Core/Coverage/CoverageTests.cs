namespace Dms.Predictive.Core;

/// <summary>Likelihood-ratio tests of a sequence of margin breaches.</summary>
/// <param name="Violations">Breaches.</param>
/// <param name="Count">Decisions.</param>
/// <param name="Unconditional">Kupiec's LR of the breach rate; χ²₁.</param>
/// <param name="UnconditionalP">Its p-value.</param>
/// <param name="Independence">Christoffersen's LR of independence against a first-order chain; χ²₁.</param>
/// <param name="IndependenceP">Its p-value.</param>
/// <param name="Joint">Sum of the two; χ²₂.</param>
/// <param name="JointP">Its p-value.</param>
public sealed record CoverageResult(
    int Violations,
    int Count,
    double Unconditional,
    double UnconditionalP,
    double Independence,
    double IndependenceP,
    double Joint,
    double JointP);

/// <summary>Tests whether breaches come at the promised rate and one by one.</summary>
/// <remarks>Kupiec (1995), J. Derivatives 3(2); Christoffersen (1998), Int. Economic Review 39(4).</remarks>
public static class CoverageTests
{
    /// <summary>Runs the three tests.</summary>
    /// <param name="breaches">True where the loss exceeded the margin, oldest first; at least 2.</param>
    /// <param name="level">Promised breach rate, in (0, 1).</param>
    /// <exception cref="ArgumentException">Fewer than two decisions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1).</exception>
    public static CoverageResult Run(ReadOnlySpan<bool> breaches, double level)
    {
        Require.FinitePositive(level, "breach rate");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        if (breaches.Length < 2)
        {
            throw new ArgumentException($"Found {breaches.Length} decisions, expected at least 2.", nameof(breaches));
        }

        int violations = breaches.Count(true);
        double unconditional = Kupiec(violations, breaches.Length, level);
        double independence = Independence(breaches);
        double joint = unconditional + independence;
        return new(
            violations,
            breaches.Length,
            unconditional,
            OneDegree(unconditional),
            independence,
            OneDegree(independence),
            joint,
            PinnedMath.Exp(-joint / 2));
    }

    /// <summary>Kupiec's test of the breach rate from counts alone.</summary>
    /// <param name="violations">Breaches, 0 to <paramref name="count"/>.</param>
    /// <param name="count">Decisions, ≥ 1.</param>
    /// <param name="level">Promised breach rate, in (0, 1).</param>
    /// <returns>The likelihood ratio, χ²₁, and its p-value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static (double Ratio, double PValue) KupiecOf(int violations, int count, double level)
    {
        Require.FinitePositive(level, "breach rate");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(violations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(violations, count);
        double ratio = Kupiec(violations, count, level);
        return (ratio, OneDegree(ratio));
    }

    /// <summary>−2·ln of Bernoulli(level) against Bernoulli(observed rate).</summary>
    private static double Kupiec(int violations, int count, double level)
    {
        double rate = (double)violations / count;
        double restricted = Log(count - violations, 1 - level) + Log(violations, level);
        double free = Log(count - violations, 1 - rate) + Log(violations, rate);
        return Math.Max(0, 2 * (free - restricted));
    }

    private static double Independence(ReadOnlySpan<bool> breaches)
    {
        int n00 = 0, n01 = 0, n10 = 0, n11 = 0;
        for (int t = 1; t < breaches.Length; t++)
        {
            (bool before, bool now) = (breaches[t - 1], breaches[t]);
            n00 += !before && !now ? 1 : 0;
            n01 += !before && now ? 1 : 0;
            n10 += before && !now ? 1 : 0;
            n11 += before && now ? 1 : 0;
        }

        double overall = (double)(n01 + n11) / (breaches.Length - 1);
        double afterCalm = n00 + n01 > 0 ? (double)n01 / (n00 + n01) : 0;
        double afterBreach = n10 + n11 > 0 ? (double)n11 / (n10 + n11) : 0;
        double restricted = Log(n00 + n10, 1 - overall) + Log(n01 + n11, overall);
        double free = Log(n00, 1 - afterCalm) + Log(n01, afterCalm) + Log(n10, 1 - afterBreach) + Log(n11, afterBreach);
        return Math.Max(0, 2 * (free - restricted));
    }

    /// <summary>Upper tail of χ² with one degree of freedom, without the cancellation of 1 − CDF.</summary>
    private static double OneDegree(double ratio) => PinnedNormal.Erfc(Math.Sqrt(ratio / 2));

    /// <summary>count·ln p with 0·ln 0 = 0.</summary>
    private static double Log(int count, double p) => count == 0 ? 0 : count * PinnedMath.Log(p);
}
