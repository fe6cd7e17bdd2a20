namespace Dms.Predictive.Core;

/// <summary>Realized covariance Σ rᵢrᵢ' of several assets on a common grid; O(assets²) per bar.</summary>
/// <remarks>Symmetric and positive semidefinite up to rounding. Barndorff-Nielsen and Shephard (2004), Econometrica
/// 72(3).</remarks>
public sealed class RealizedCovariance
{
    private readonly double[] _sums;
    private readonly int[] _zeros;

    /// <param name="assets">Number of assets; ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="assets"/> is below 1.</exception>
    public RealizedCovariance(int assets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        (_sums, _zeros) = (new double[assets * assets], new int[assets]);
    }

    /// <summary>Number of assets.</summary>
    public int Assets => _zeros.Length;

    /// <summary>Bars in the horizon.</summary>
    public int Count { get; private set; }

    /// <summary>Covariance matrix over the horizon, row-major, assets × assets, exactly symmetric.</summary>
    public double[] Matrix => [.. _sums];

    /// <summary>Share of zero returns of each asset, in [0, 1]; NaN without bars.</summary>
    public double[] ZeroReturnShares => [.. _zeros.Select(z => z / (double)Count)];

    /// <summary>The measure of a whole horizon; the bits of the streaming form.</summary>
    /// <param name="returns">Bar after bar, oldest first, one return per asset, all finite.</param>
    /// <param name="assets">Number of assets; ≥ 1.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows.</exception>
    public static RealizedCovariance Of(ReadOnlySpan<double> returns, int assets)
    {
        RealizedCovariance measure = new(assets);
        if (returns.Length % assets != 0)
        {
            throw new ArgumentException($"{returns.Length} numbers are not rows of {assets}.", nameof(returns));
        }

        for (int t = 0; t < returns.Length; t += assets)
        {
            measure.Append(returns.Slice(t, assets));
        }

        return measure;
    }

    /// <summary>Takes the returns of the next bar.</summary>
    /// <param name="returns">One per asset, all finite; 0 where the asset did not trade.</param>
    /// <exception cref="ArgumentException">Their number is wrong or one is not finite.</exception>
    public void Append(ReadOnlySpan<double> returns)
    {
        if (returns.Length != Assets)
        {
            throw new ArgumentException($"Found {returns.Length} returns, expected {Assets}.", nameof(returns));
        }

        foreach (double r in returns)
        {
            FiniteReturn.Of(r, Count);
        }

        for (int i = 0; i < Assets; i++)
        {
            _zeros[i] += returns[i] == 0 ? 1 : 0;
            for (int j = 0; j < Assets; j++)
            {
                _sums[(i * Assets) + j] += returns[i] * returns[j];
            }
        }

        Count++;
    }

    /// <summary>Starts the next horizon.</summary>
    public void Clear()
    {
        Count = 0;
        Array.Clear(_sums);
        Array.Clear(_zeros);
    }
}
