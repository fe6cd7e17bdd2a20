namespace Dms.Predictive.Core;

/// <summary>Realized kernel with Parzen weights: a realized variance that survives noise in the prices.</summary>
/// <remarks>γ₀ + 2Σ_{h≤H} k(h/(H+1))·γ_h with γ_h = Σ_{j&gt;h} rⱼrⱼ₋ₕ; 0 where rounding would make it negative.
/// Barndorff-Nielsen, Hansen, Lunde and Shephard (2009), Econometrics Journal 12(3). O(H) per return.</remarks>
public sealed class RealizedKernel
{
    private const int SparseBars = 20;
    private const double ParzenConstant = 3.5134;

    private readonly double[] _recent;
    private readonly double[] _covariances;
    private int _count;
    private int _zeros;

    /// <param name="bandwidth">H: lags that count; ≥ 0, and 0 is the realized variance.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bandwidth"/> is negative.</exception>
    public RealizedKernel(int bandwidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bandwidth);
        (_recent, _covariances) = (new double[bandwidth + 1], new double[bandwidth + 1]);
    }

    /// <summary>H.</summary>
    public int Bandwidth => _covariances.Length - 1;

    /// <summary>The kernel of the returns so far.</summary>
    public RealizedMeasure Current
    {
        get
        {
            double sum = 0;
            for (int h = Bandwidth; h >= 1; h--)
            {
                sum += Parzen(h / (Bandwidth + 1.0)) * _covariances[h];
            }

            return new(Math.Max(0, _covariances[0] + (2 * sum)), _count, _zeros / (double)_count);
        }
    }

    /// <summary>The kernel of a whole horizon; the bits of the streaming form with the same bandwidth.</summary>
    /// <param name="returns">Oldest first, all finite.</param>
    /// <param name="bandwidth">H; by default that of <see cref="BandwidthOf"/>.</param>
    public static RealizedMeasure Of(ReadOnlySpan<double> returns, int? bandwidth = null)
    {
        RealizedKernel kernel = new(bandwidth ?? BandwidthOf(returns));
        foreach (double r in returns)
        {
            kernel.Append(r);
        }

        return kernel.Current;
    }

    /// <summary>H = ⌈3.5134·ξ^{4/5}·n^{3/5}⌉, ξ² = ω²/IV, at most n − 1.</summary>
    /// <param name="returns">Oldest first, at least 39, all finite.</param>
    /// <param name="noiseBars">q: the noise variance ω² is the mean, over the q grids of q-bar returns, of their
    /// realized variance ÷ twice their number; ≥ 1. The authors take q so that a return spans about two
    /// minutes.</param>
    /// <returns>0 when the price does not move; n − 1 when only 20-bar returns do not move.</returns>
    /// <exception cref="ArgumentException">There are fewer returns than the rule needs.</exception>
    /// <remarks>IV is the realized variance of 20-bar returns, averaged over the twenty grids.</remarks>
    public static int BandwidthOf(ReadOnlySpan<double> returns, int noiseBars = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(noiseBars, 1);
        int n = returns.Length, least = (2 * Math.Max(SparseBars, noiseBars)) - 1;
        if (n < least)
        {
            throw new ArgumentException($"Found {n} returns, expected at least {least}.", nameof(returns));
        }

        // A q-grid scaled to the whole horizon has n/q returns, so ω² = RV·q/(2n).
        double noise = SubsampledVariance.Of(returns, noiseBars).Value * noiseBars / (2 * n);
        double integrated = SubsampledVariance.Of(returns, SparseBars).Value;
        double bandwidth = noise > 0 ? ParzenConstant * Math.Pow(noise / integrated, 0.4) * Math.Pow(n, 0.6) : 0;
        return (int)Math.Min(Math.Ceiling(bandwidth), n - 1);
    }

    /// <summary>Takes the next return.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public void Append(double value)
    {
        int size = _recent.Length;
        _recent[_count % size] = FiniteReturn.Of(value, _count);
        for (int h = 0; h <= Math.Min(_count, Bandwidth); h++)
        {
            _covariances[h] += value * _recent[(_count - h) % size];
        }

        _zeros += value == 0 ? 1 : 0;
        _count++;
    }

    /// <summary>Starts the next horizon with the same bandwidth.</summary>
    public void Clear()
    {
        (_count, _zeros) = (0, 0);
        Array.Clear(_covariances);
    }

    private static double Parzen(double x) =>
        x <= 0.5 ? 1 - (6 * x * x) + (6 * x * x * x) : 2 * (1 - x) * (1 - x) * (1 - x);
}
