namespace Dms.Predictive.Explanation;

/// <summary>w(a, b) = (a−1)! b! / (a+b)!: what one background row gives each feature that only the row passes, when
/// they are a and those that only the background passes are b. 0 for a = 0, where no feature asks.</summary>
internal sealed class BackgroundWeights
{
    private readonly double[] _weight;
    private readonly int _stride;

    /// <summary>Weights for leaves of so many features at most.</summary>
    public BackgroundWeights(int widest)
    {
        _stride = widest + 1;
        _weight = new double[_stride * _stride];
        for (int a = 1; a < _stride; a++)
        {
            double value = 1.0 / a;
            for (int b = 0; b < _stride; b++)
            {
                value *= b == 0 ? 1.0 : (double)b / (a + b);
                _weight[(a * _stride) + b] = value;
            }
        }
    }

    /// <summary>w(a, b).</summary>
    public double this[int a, int b] => _weight[(a * _stride) + b];

    /// <summary>Σₐ w(a, b) N(a), ascending.</summary>
    public double Sum(ReadOnlySpan<double> counts, int b)
    {
        double sum = 0.0;
        for (int a = 1; a < counts.Length; a++)
        {
            sum += this[a, b] * counts[a];
        }

        return sum;
    }

    /// <summary>Σₐ w(b, a) N(a), ascending.</summary>
    public double SumSwapped(ReadOnlySpan<double> counts, int b)
    {
        double sum = 0.0;
        for (int a = 0; a < counts.Length; a++)
        {
            sum += this[b, a] * counts[a];
        }

        return sum;
    }
}
