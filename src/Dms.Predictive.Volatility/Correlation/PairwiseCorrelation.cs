namespace Dms.Predictive.Volatility;

/// <summary>Correlations of series that do not all cover the same bars, each pair over the bars that both
/// have.</summary>
public sealed class PairwiseCorrelation
{
    /// <summary>Fewest common bars of a pair.</summary>
    public const int FewestCommonBars = 200;

    private readonly double[] _values;
    private readonly int[] _overlaps;

    private PairwiseCorrelation(double[] values, int[] overlaps, int size) =>
        (_values, _overlaps, Size) = (values, overlaps, size);

    /// <summary>Number of assets.</summary>
    public int Size { get; }

    /// <summary>Pairs with too few common bars or without movement in them, whose correlation is unknown.</summary>
    public IReadOnlyList<(int First, int Second)> Unknown =>
        [.. from i in Enumerable.Range(0, Size)
            from j in Enumerable.Range(i + 1, Size - i - 1)
            where double.IsNaN(this[i, j])
            select (i, j)];

    /// <summary>Correlation of a pair around its means over the common bars; NaN where unknown.</summary>
    public double this[int row, int column] => _values[(row * Size) + column];

    /// <summary>Measures every pair.</summary>
    /// <param name="returns">Bar after bar, one return per asset; NaN where an asset has none.</param>
    /// <param name="assets">Number of assets; ≥ 1.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows, or one is infinite.</exception>
    public static PairwiseCorrelation Of(ReadOnlySpan<double> returns, int assets)
    {
        int bars = ReturnRows.Count(returns, assets);
        double[] values = new double[assets * assets];
        int[] overlaps = new int[assets * assets];
        for (int i = 0; i < assets; i++)
        {
            values[(i * assets) + i] = 1;
            for (int j = 0; j <= i; j++)
            {
                (double r, int n) = Pair(returns, bars, assets, (i, j));
                overlaps[(i * assets) + j] = overlaps[(j * assets) + i] = n;
                if (i != j)
                {
                    values[(i * assets) + j] = values[(j * assets) + i] = n >= FewestCommonBars ? r : double.NaN;
                }
            }
        }

        return new(values, overlaps, assets);
    }

    /// <summary>Bars that both assets have.</summary>
    public int Overlap(int first, int second) => _overlaps[(first * Size) + second];

    /// <summary>The nearest correlation matrix, with a stated value for what is unknown.</summary>
    /// <param name="unknown">Correlation of unknown pairs, in [−1, 1]; there is no safe default, for a hedge 1 is bold
    /// and for a sum 0 is.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside [−1, 1].</exception>
    public CorrelationRepair Repair(double unknown)
    {
        if (!(Math.Abs(unknown) <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(unknown), unknown, "Expected a correlation in [-1, 1].");
        }

        return NearestCorrelation.Of([.. _values.Select(r => double.IsNaN(r) ? unknown : r)], Size);
    }

    private static (double Correlation, int Overlap) Pair(
        ReadOnlySpan<double> returns, int bars, int assets, (int First, int Second) pair)
    {
        (double a, double b, int n) = (0, 0, 0);
        for (int t = 0; t < bars; t++)
        {
            (double x, double y) = (returns[(t * assets) + pair.First], returns[(t * assets) + pair.Second]);
            bool both = !double.IsNaN(x) && !double.IsNaN(y);
            (a, b, n) = both ? (a + x, b + y, n + 1) : (a, b, n);
        }

        (double xx, double yy, double xy) = (0, 0, 0);
        for (int t = 0; t < bars; t++)
        {
            double x = returns[(t * assets) + pair.First] - (a / n), y = returns[(t * assets) + pair.Second] - (b / n);
            bool both = !double.IsNaN(x) && !double.IsNaN(y);
            (xx, yy, xy) = both ? (xx + (x * x), yy + (y * y), xy + (x * y)) : (xx, yy, xy);
        }

        return (xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1) : double.NaN, n);
    }
}
