namespace Dms.Predictive.Volatility;

/// <summary>Exponentially weighted covariance of several assets; O(assets²) per bar, no allocation.</summary>
/// <remarks>S_{t+1} = λS_t + (1 − λ)uu', from the first products on. A pair moves only on bars that both assets have,
/// so with missing returns the matrix may need repair. RiskMetrics (1996).</remarks>
public sealed class EwmaCovariance
{
    private readonly double[] _covariances;
    private readonly int[] _overlaps;
    private readonly double _decay;

    /// <param name="assets">Number of assets; ≥ 1.</param>
    /// <param name="decay">λ in (0, 1); 0.94 for daily returns.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public EwmaCovariance(int assets, double decay = 0.94)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        if (decay is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "Expected a decay in (0, 1).");
        }

        (Size, _decay) = (assets, decay);
        (_covariances, _overlaps) = (new double[assets * assets], new int[assets * assets]);
    }

    /// <summary>Number of assets.</summary>
    public int Size { get; }

    /// <summary>Covariances, row-major, exactly symmetric; 0 for a pair never seen.</summary>
    public ReadOnlySpan<double> Covariances => _covariances;

    /// <summary>Bars that both assets had.</summary>
    public int Overlap(int first, int second) => _overlaps[(first * Size) + second];

    /// <summary>Takes the returns of the next bar.</summary>
    /// <param name="returns">One per asset, best divided by its own volatility; NaN where an asset has none.</param>
    /// <exception cref="ArgumentException">Their number is wrong, or one is infinite.</exception>
    public void Append(ReadOnlySpan<double> returns)
    {
        if (ReturnRows.Count(returns, Size) != 1)
        {
            throw new ArgumentException($"Found {returns.Length} returns, expected {Size}.", nameof(returns));
        }

        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                double product = returns[i] * returns[j];
                int at = (i * Size) + j;
                if (!double.IsNaN(product))
                {
                    _covariances[at] = _overlaps[at]++ == 0
                        ? product
                        : (_decay * _covariances[at]) + ((1 - _decay) * product);
                }
            }
        }
    }

    /// <summary>The nearest correlation matrix.</summary>
    /// <param name="unknown">Correlation of pairs with fewer than <see cref="PairwiseCorrelation.FewestCommonBars"/>
    /// common bars or without movement, in [−1, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside [−1, 1].</exception>
    public CorrelationRepair Correlation(double unknown)
    {
        if (!(Math.Abs(unknown) <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(unknown), unknown, "Expected a correlation in [-1, 1].");
        }

        double[] values = new double[Size * Size];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                double both = Math.Sqrt(_covariances[(i * Size) + i] * _covariances[(j * Size) + j]);
                bool known = Overlap(i, j) >= PairwiseCorrelation.FewestCommonBars && both > 0;
                values[(i * Size) + j] = i == j ? 1
                    : known ? Math.Clamp(_covariances[(i * Size) + j] / both, -1, 1)
                    : unknown;
            }
        }

        return NearestCorrelation.Of(values, Size);
    }
}
