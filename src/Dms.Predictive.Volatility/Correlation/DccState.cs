namespace Dms.Predictive.Volatility;

/// <summary>Follows correlations with fixed parameters, O(assets²) per bar.</summary>
/// <remarks>Q_{t+1} = (1 − a − b)S + a·uu' + bQ_t, R = diag(Q)^{−½}·Q·diag(Q)^{−½}. Starts at S.</remarks>
public sealed class DccState
{
    private readonly double[] _mean;
    private readonly double[] _q;
    private readonly double _a;
    private readonly double _b;
    private readonly bool _corrected;

    internal DccState(CorrelationMatrix mean, (double A, double B) theta, bool corrected)
    {
        (Size, _a, _b, _corrected) = (mean.Size, theta.A, theta.B, corrected);
        (_mean, _q) = (mean.Values.ToArray(), mean.Values.ToArray());
    }

    /// <summary>Number of assets.</summary>
    public int Size { get; }

    /// <summary>Correlations of the next bar.</summary>
    public CorrelationMatrix Next => Normalized(_q);

    /// <summary>Correlations so many bars ahead, Q moving toward S by (a + b) a bar; 1 is <see cref="Next"/>.</summary>
    /// <param name="steps">Bars; ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    public CorrelationMatrix Ahead(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double left = Math.Pow(_a + _b, steps - 1);
        return Normalized([.. _q.Select((q, i) => ((1 - left) * _mean[i]) + (left * q))]);
    }

    /// <summary>Takes the standardised returns of the next bar.</summary>
    /// <param name="row">One per asset; when one is NaN the whole bar says nothing, and its expectation stands for
    /// it.</param>
    /// <exception cref="ArgumentException">Their number is wrong, or one is infinite.</exception>
    public void Append(ReadOnlySpan<double> row)
    {
        if (ReturnRows.Count(row, Size) != 1)
        {
            throw new ArgumentException($"Found {row.Length} returns, expected {Size}.", nameof(row));
        }

        bool complete = true;
        double[] roots = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            complete &= !double.IsNaN(row[i]);
            roots[i] = Math.Sqrt(_q[(i * Size) + i]);
        }

        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                int at = (i * Size) + j;
                double scale = _corrected ? roots[i] * roots[j] : 1;
                double news = complete ? scale * row[i] * row[j] : _q[at];
                _q[at] = Step(_mean[at], news, _q[at], (_a, _b));
            }
        }
    }

    /// <summary>One element of the recursion.</summary>
    internal static double Step(double mean, double news, double now, (double A, double B) theta) =>
        ((1 - theta.A - theta.B) * mean) + (theta.A * news) + (theta.B * now);

    private CorrelationMatrix Normalized(double[] q)
    {
        double[] values = new double[q.Length];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                values[(i * Size) + j] = q[(i * Size) + j] / Math.Sqrt(q[(i * Size) + i] * q[(j * Size) + j]);
            }
        }

        return new(values, Size);
    }
}
