namespace Dms.Predictive.Audit;

/// <summary>How far a current sample is from its reference, on bins and on the distribution functions.</summary>
public static class DistributionShift
{
    /// <summary>Floor under the shares of the population stability index.</summary>
    public const double ShareFloor = 1e-4;

    private const int SeriesTerms = 100;

    // Below it p is 1 to 1e-12, and a hundred terms of the series do not converge (at t = 0 they cancel to 0).
    private const double SmallestStep = 0.2;

    /// <summary>Population stability index Σ (q − p) ln(q/p), shares floored and not renormalised; ≥ 0. By convention
    /// 0.10 is worth a look and 0.25 an alarm.</summary>
    /// <param name="reference">Counts of the reference, giving p.</param>
    /// <param name="current">Counts of the current sample on the same bins, giving q.</param>
    /// <param name="shareFloor">Smallest share; &gt; 0.</param>
    /// <exception cref="ArgumentException">The bins differ or a sample is empty.</exception>
    public static double PopulationStabilityIndex(
        BinCounts reference, BinCounts current, double shareFloor = ShareFloor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shareFloor);
        (double[] p, double[] q) = Shares(reference, current);
        double sum = 0;
        for (int k = 0; k < p.Length; k++)
        {
            (double low, double high) = (Math.Max(p[k], shareFloor), Math.Max(q[k], shareFloor));
            sum += (high - low) * Math.Log(high / low);
        }

        return sum;
    }

    /// <summary>Jensen–Shannon distance to base 2, √(½ KL(p‖m) + ½ KL(q‖m)) with m = (p + q)/2; 0 to 1.</summary>
    /// <inheritdoc cref="PopulationStabilityIndex" path="/exception"/>
    public static double JensenShannonDistance(BinCounts reference, BinCounts current)
    {
        (double[] p, double[] q) = Shares(reference, current);
        double sum = 0;
        for (int k = 0; k < p.Length; k++)
        {
            double middle = (p[k] + q[k]) / 2;
            sum += (0.5 * Term(p[k], middle)) + (0.5 * Term(q[k], middle));
        }

        return Math.Sqrt(Math.Max(0, sum));
    }

    /// <summary>Kolmogorov–Smirnov distance D = sup|F − G| and its asymptotic p-value.</summary>
    /// <param name="reference">Sample of F; NaN is left out.</param>
    /// <param name="current">Sample of G; NaN is left out.</param>
    /// <exception cref="ArgumentException">A sample holds no number, or an infinite one.</exception>
    /// <remarks>p = 2 Σ (−1)^(j−1) e^(−2j²t²), j ≤ 100, t = D √(nm/(n+m)), clamped to [0, 1]; 1 for t &lt;
    /// 0.2.</remarks>
    public static (double Distance, double PValue) KolmogorovSmirnov(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        double distance = 0;
        (double[] f, double[] g) = Sort(reference, current);
        Walk(f, g, (gap, _) => distance = Math.Max(distance, gap));
        double t = distance * Math.Sqrt((double)f.Length * g.Length / (f.Length + g.Length));
        double series = t < SmallestStep ? 1 : 0;
        for (int j = 1; j <= SeriesTerms && t >= SmallestStep; j++)
        {
            series += (j % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * j * j * t * t);
        }

        return (distance, Math.Clamp(series, 0, 1));
    }

    /// <summary>Wasserstein distance W₁ = ∫|F − G|, in the samples' unit, and divided by the reference's standard
    /// deviation (divisor n; null when that is 0).</summary>
    /// <inheritdoc cref="KolmogorovSmirnov" path="/param"/>
    /// <inheritdoc cref="KolmogorovSmirnov" path="/exception"/>
    public static (double Distance, double? Standardised) Wasserstein(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        double distance = 0;
        (double[] f, double[] g) = Sort(reference, current);
        Walk(f, g, (gap, width) => distance += gap * width);
        double mean = f.Sum() / f.Length;
        double deviation = Math.Sqrt(f.Sum(x => (x - mean) * (x - mean)) / f.Length);
        return (distance, deviation > 0 ? distance / deviation : null);
    }

    private static double Term(double share, double middle) => share > 0 ? share * Math.Log2(share / middle) : 0;

    private static (double[] Reference, double[] Current) Sort(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current) =>
        (Sorted.FiniteOf(reference, nameof(reference)), Sorted.FiniteOf(current, nameof(current)));

    // Visits every distinct value: the gap of the distribution functions from there on, and how far that reaches.
    private static void Walk(double[] f, double[] g, Action<double, double> visit)
    {
        (int i, int j) = (0, 0);
        while (i < f.Length || j < g.Length)
        {
            double at = Math.Min(i < f.Length ? f[i] : double.MaxValue, j < g.Length ? g[j] : double.MaxValue);
            while (i < f.Length && f[i] <= at)
            {
                i++;
            }

            while (j < g.Length && g[j] <= at)
            {
                j++;
            }

            double next = Math.Min(i < f.Length ? f[i] : double.MaxValue, j < g.Length ? g[j] : double.MaxValue);
            double gap = Math.Abs(((double)i / f.Length) - ((double)j / g.Length));
            visit(gap, i == f.Length && j == g.Length ? 0 : next - at);
        }
    }

    private static (double[] P, double[] Q) Shares(BinCounts reference, BinCounts current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (reference.Counts.Count != current.Counts.Count || reference.Total == 0 || current.Total == 0)
        {
            throw new ArgumentException("Both samples need values, counted on the same bins.", nameof(current));
        }

        bool missing = reference.Missing > 0 || current.Missing > 0;
        return (SharesOf(reference, missing), SharesOf(current, missing));
    }

    private static double[] SharesOf(BinCounts counts, bool withMissing) =>
    [
        .. counts.Counts.Select(c => (double)c / counts.Total),
        .. withMissing ? [(double)counts.Missing / counts.Total] : Array.Empty<double>(),
    ];
}
