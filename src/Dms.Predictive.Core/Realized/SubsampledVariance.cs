namespace Dms.Predictive.Core;

/// <summary>Realized variance from k-bar returns, averaged over the k places where their grid can begin.</summary>
/// <remarks>Mean over offsets of Σ(non-overlapping k-bar returns)²·n/(k·count). Zhang, Mykland and Aït-Sahalia (2005),
/// J. American Statistical Association 100(472). O(k) per return, no allocation.</remarks>
public sealed class SubsampledVariance
{
    private readonly double[] _recent;
    private readonly double[] _squares;
    private readonly int[] _blocks;
    private int _count;
    private int _zeros;

    /// <param name="bars">k: bars per return; ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bars"/> is below 1.</exception>
    public SubsampledVariance(int bars)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bars, 1);
        (_recent, _squares, _blocks) = (new double[bars], new double[bars], new int[bars]);
    }

    /// <summary>The measure so far; NaN until every offset has a whole block, at 2k − 1 returns.</summary>
    public RealizedMeasure Current
    {
        get
        {
            int k = _recent.Length;
            double n = _count, sum = 0;
            for (int offset = 0; offset < k; offset++)
            {
                sum += _blocks[offset] == 0 ? double.NaN : _squares[offset] * n / ((double)k * _blocks[offset]);
            }

            return new(sum / k, _count, _zeros / n);
        }
    }

    /// <summary>The measure of a whole horizon; the bits of the streaming form.</summary>
    /// <param name="returns">Oldest first, all finite.</param>
    /// <param name="bars">k: bars per return; ≥ 1.</param>
    public static RealizedMeasure Of(ReadOnlySpan<double> returns, int bars)
    {
        SubsampledVariance measure = new(bars);
        foreach (double r in returns)
        {
            measure.Append(r);
        }

        return measure.Current;
    }

    /// <summary>Takes the next return; log returns, so that a sum of k is the k-bar return.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public void Append(double value)
    {
        int k = _recent.Length;
        _recent[_count % k] = FiniteReturn.Of(value, _count);
        _zeros += value == 0 ? 1 : 0;
        _count++;
        if (_count >= k)
        {
            int offset = _count % k;
            double sum = 0;
            for (int i = 0; i < k; i++)
            {
                sum += _recent[(_count + i) % k];
            }

            _squares[offset] += sum * sum;
            _blocks[offset]++;
        }
    }

    /// <summary>Starts the next horizon.</summary>
    public void Clear()
    {
        (_count, _zeros) = (0, 0);
        Array.Clear(_squares);
        Array.Clear(_blocks);
    }
}
