namespace Dms.Predictive.Core;

/// <summary>How surprising a score is against the last W ones: the upper tail of a normal kernel density. One writer.</summary>
/// <remarks>p = ½ − Σ erf((x − xᵢ)/b)/(2n) with b = √2·√(Σ_{i&lt;j}(xᵢ − xⱼ)²)/n (√2 when n = 1, at least 1e-6) over the
/// n scores before; ½ while there are none; clipped to [1e-8, 1 − 1e-8]. √(Σ_{i&lt;j})/n is the standard deviation of the
/// buffer, so the density is twice as wide in variance as the scores: for long buffers of normal scores a p-value below
/// q comes with probability N(√2·N⁻¹(q)), less often than q for q &lt; ½. Sums run over the buffer anew at each score,
/// so that no rounding stays behind. O(W), no allocation. Microsoft.ML.TimeSeries.</remarks>
public sealed class KernelPValue
{
    private const double SmallestBandwidth = 1e-6;
    private const double Smallest = 1e-8;
    private const double Sqrt2 = 1.4142135623730951;

    private readonly double[] _scores;
    private readonly AnomalySide _side;
    private int _next;

    /// <summary>Starts without scores.</summary>
    /// <param name="length">W: scores remembered, ≥ 1.</param>
    /// <param name="side">Which deviations are small p-values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1 or the side is none.</exception>
    public KernelPValue(int length, AnomalySide side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (!Enum.IsDefined(side))
        {
            throw new ArgumentOutOfRangeException(nameof(side), side, "Expected Positive, Negative or TwoSided.");
        }

        (_scores, _side) = (new double[length], side);
    }

    /// <summary>Continues with scores told before.</summary>
    /// <param name="length">W.</param>
    /// <param name="side">Which deviations are small p-values.</param>
    /// <param name="scores">Oldest first, at most W, all finite.</param>
    /// <exception cref="ArgumentException">Too many scores, or one that is not finite.</exception>
    public KernelPValue(int length, AnomalySide side, IReadOnlyList<double> scores)
        : this(length, side)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count > length || !scores.All(double.IsFinite))
        {
            throw new ArgumentException($"Found {scores.Count} scores; expected at most {length} finite ones.", nameof(scores));
        }

        foreach (double score in scores)
        {
            Remember(score);
        }
    }

    /// <summary>Scores remembered.</summary>
    public int Count { get; private set; }

    /// <summary>W scores are remembered; before that no detector alerts.</summary>
    public bool IsFull => Count == _scores.Length;

    /// <summary>Scores remembered, oldest first.</summary>
    public IReadOnlyList<double> Scores =>
        [.. Enumerable.Range(0, Count).Select(i => _scores[(_next + _scores.Length - Count + i) % _scores.Length])];

    /// <summary>Judges a score against those before it, then remembers it.</summary>
    /// <param name="score">Finite, of size at most 1e150, so that squared distances stay finite.</param>
    /// <returns>p in [1e-8, 1 − 1e-8]; at most ½ for two sides.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score is not finite or too large; nothing has changed.</exception>
    public double Append(double score)
    {
        const double Largest = 1e150;
        if (!(Math.Abs(score) <= Largest))
        {
            throw new ArgumentOutOfRangeException(nameof(score), score, $"Expected a finite score of size at most {Largest}.");
        }

        double above = UpperTail(score);
        Remember(score);
        double p = _side switch
        {
            AnomalySide.Positive => above,
            AnomalySide.Negative => 1 - above,
            _ => Math.Min(above, 1 - above),
        };
        return Math.Clamp(p, Smallest, 1 - Smallest);
    }

    private void Remember(double score)
    {
        _scores[_next] = score;
        _next = (_next + 1) % _scores.Length;
        Count = Math.Min(Count + 1, _scores.Length);
    }

    // N(z) = (1 + erf(z/√2))/2: the mean of the kernels' tails is the p-value, exact far out where ½ − Σ erf cancels.
    // Oldest first, so that a continued history sums in the same order.
    private double UpperTail(double score)
    {
        if (Count == 0)
        {
            return 0.5;
        }

        int oldest = IsFull ? _next : 0;
        ReadOnlySpan<double> older = _scores.AsSpan(oldest, Count - oldest);
        ReadOnlySpan<double> newer = _scores.AsSpan(0, oldest);
        double scale = Sqrt2 / Bandwidth(older, newer);
        double sum = 0;
        foreach (double value in older)
        {
            sum += PinnedNormal.Cumulative((value - score) * scale);
        }

        foreach (double value in newer)
        {
            sum += PinnedNormal.Cumulative((value - score) * scale);
        }

        return sum / Count;
    }

    // Σ_{i<j}(xᵢ − xⱼ)² = n·Σ(xᵢ − mean)².
    private double Bandwidth(ReadOnlySpan<double> older, ReadOnlySpan<double> newer)
    {
        if (Count == 1)
        {
            return Sqrt2;
        }

        double mean = 0;
        AddShares(older, 0, ref mean);
        AddShares(newer, 0, ref mean);
        double variance = 0;
        AddShares(older, mean, ref variance, squared: true);
        AddShares(newer, mean, ref variance, squared: true);
        return Math.Max(Sqrt2 * Math.Sqrt(variance), SmallestBandwidth);
    }

    private void AddShares(ReadOnlySpan<double> values, double origin, ref double sum, bool squared = false)
    {
        foreach (double value in values)
        {
            double distance = value - origin;
            sum += (squared ? distance * distance : distance) / Count;
        }
    }
}
