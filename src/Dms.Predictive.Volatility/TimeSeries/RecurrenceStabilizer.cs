using System.Numerics;

namespace Dms.Predictive.Volatility;

/// <summary>Pulls the roots of a recurrence that would explode back to the growth that the options allow.</summary>
/// <remarks>A growing cycle longer than the window was never seen whole: both of its roots become real, a trend that is
/// polynomial rather than exponential. Two real roots near or above 1 are joined likewise. What still exceeds the trend
/// is squeezed onto it, and fast cycles onto half of its growth. A recurrence without roots outside keeps its bits.</remarks>
internal static class RecurrenceStabilizer
{
    // Roots of undamped cycles lie on the unit circle up to rounding.
    private const double Outside = 1 + 1e-9;
    private const double RealAxis = 1e-9;
    private const double NearTrend = 0.9;
    private const double SuppressedTrend = 0.99;

    /// <summary>What became of a recurrence.</summary>
    /// <param name="Coefficients">α, length L − 1.</param>
    /// <param name="IsStabilized">Every root could be computed.</param>
    /// <param name="IsPolynomialTrend">Roots were joined into a polynomial trend.</param>
    /// <param name="IsCycleRemoved">A growing cycle longer than the window became a trend.</param>
    /// <param name="Before">Roots found.</param>
    /// <param name="After">Roots left.</param>
    internal sealed record Result(
        double[] Coefficients, bool IsStabilized, bool IsPolynomialTrend, bool IsCycleRemoved, Complex[] Before, Complex[] After)
    {
        public double LargestModulus => After.Length == 0 ? double.NaN : After.Max(r => r.Magnitude);
    }

    /// <summary>Stabilises one recurrence.</summary>
    /// <param name="coefficients">α, length L − 1 ≥ 1, oldest first.</param>
    /// <param name="windowSize">L: the longest cycle that counts as one.</param>
    /// <param name="maxGrowth">Cap of a trend per observation; +∞ = none.</param>
    public static Result Apply(double[] coefficients, int windowSize, double maxGrowth)
    {
        double[] characteristic = [.. coefficients.Select(a => -a)];
        if (MonicPolynomial.Roots(characteristic) is not { } before)
        {
            return new(coefficients, false, false, false, [], []);
        }

        double limit = Math.Min(Outside, maxGrowth * Outside);
        if (before.All(r => r.Magnitude <= limit))
        {
            return new(coefficients, true, false, false, before, before);
        }

        Complex[] after = [.. before];
        bool removed = StraightenLongCycles(after, windowSize);
        bool polynomial = removed || (maxGrowth > 1 && JoinTrends(after));
        if (polynomial)
        {
            SuppressExponentials(before, after);
        }

        Squeeze(after, polynomial ? Math.Min(1, maxGrowth) : Math.Min(Fastest(after), maxGrowth));
        return MonicPolynomial.Coefficients(after) is { } pulled
            ? new([.. pulled.Select(c => -c)], true, polynomial, removed, before, after)
            : new(coefficients, false, false, false, before, before);
    }

    private static bool StraightenLongCycles(Complex[] roots, int windowSize)
    {
        bool found = false;
        for (int i = 0; i < roots.Length; i++)
        {
            double phase = Math.Abs(roots[i].Phase);
            if (roots[i].Imaginary != 0 && roots[i].Magnitude > Outside && 2 * Math.PI > windowSize * phase)
            {
                roots[i] = new Complex(roots[i].Real, 0);
                found = true;
            }
        }

        return found;
    }

    /// <summary>An exponential trend beside a second slow real root is one that bends: both become 1, a straight line.</summary>
    private static bool JoinTrends(Complex[] roots)
    {
        int trend = Array.FindIndex(roots, r => IsTrend(r) && r.Real > Outside);
        int other = Array.FindIndex(roots, r => IsTrend(r) && r.Real >= NearTrend);
        if (other == trend && other >= 0)
        {
            other = Array.FindIndex(roots, trend + 1, r => IsTrend(r) && r.Real >= NearTrend);
        }

        if (trend < 0 || other < 0)
        {
            return false;
        }

        roots[trend] = roots[other] = Complex.One;
        return true;
    }

    /// <summary>Beside a polynomial trend no exponential one stays; the roots just joined are 1 and no longer as they were.</summary>
    private static void SuppressExponentials(Complex[] before, Complex[] roots)
    {
        for (int i = 0; i < roots.Length; i++)
        {
            if (roots[i].Imaginary == 0 && roots[i] == before[i] && roots[i].Magnitude > Outside)
            {
                roots[i] = new Complex(Math.CopySign(SuppressedTrend, roots[i].Real), 0);
            }
        }
    }

    private static double Fastest(Complex[] roots) => roots.Where(IsTrend).Select(r => r.Real).Append(1).Max();

    private static void Squeeze(Complex[] roots, double trend)
    {
        double fast = Math.Min(trend, (trend + 1) / 2);
        for (int i = 0; i < roots.Length; i++)
        {
            double phase = Math.Abs(roots[i].Phase);
            double allowed = phase > Math.PI / 2 && phase < Math.PI - RealAxis ? fast : trend;
            if (roots[i].Magnitude > allowed)
            {
                // Scaled, not rebuilt from its angle: conjugate pairs stay exactly conjugate.
                roots[i] *= allowed / roots[i].Magnitude;
            }
        }
    }

    private static bool IsTrend(Complex root) => root.Imaginary == 0 && root.Real > 0;
}
