namespace Dms.Predictive.Volatility;

/// <summary>The triangular factor R of a tall matrix, built from blocks of rows by Householder reflections.</summary>
/// <remarks>R'R = X'X without ever forming X'X, so that the condition number is not squared. Rows in order, fixed
/// block length, O(columns²) memory. Golub and Van Loan (2013), §5.3.</remarks>
internal sealed class HouseholderTriangle
{
    private const int BlockRows = 128;
    private readonly int _columns;
    private readonly double[] _work;
    private int _pending;

    public HouseholderTriangle(int columns)
    {
        _columns = columns;
        _work = new double[columns * (columns + BlockRows)];
    }

    /// <summary>Takes the next row.</summary>
    public void Append(ReadOnlySpan<double> row)
    {
        int rows = _columns + BlockRows;
        for (int j = 0; j < _columns; j++)
        {
            _work[(j * rows) + _columns + _pending] = row[j];
        }

        if (++_pending == BlockRows)
        {
            Reduce();
        }
    }

    /// <summary>R, upper triangular, row-major, columns × columns.</summary>
    public double[] Triangle()
    {
        Reduce();
        int rows = _columns + BlockRows;
        double[] r = new double[_columns * _columns];
        for (int j = 0; j < _columns; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                r[(i * _columns) + j] = _work[(j * rows) + i];
            }
        }

        return r;
    }

    /// <summary>Reflects the pending rows into R. Column j touches row j of R and the pending rows only.</summary>
    private void Reduce()
    {
        int rows = _columns + BlockRows;
        for (int j = 0; j < _columns; j++)
        {
            Span<double> tail = _work.AsSpan((j * rows) + _columns, _pending);
            double head = _work[(j * rows) + j];
            double square = Dot(tail, tail);
            if (square == 0)
            {
                continue;
            }

            double norm = Math.Sqrt((head * head) + square);
            double alpha = head > 0 ? -norm : norm;
            double first = head - alpha;
            double scale = 2 / ((first * first) + square);
            for (int k = j + 1; k < _columns; k++)
            {
                Span<double> other = _work.AsSpan((k * rows) + _columns, _pending);
                double weight = scale * ((first * _work[(k * rows) + j]) + Dot(tail, other));
                _work[(k * rows) + j] -= weight * first;
                for (int i = 0; i < tail.Length; i++)
                {
                    other[i] -= weight * tail[i];
                }
            }

            _work[(j * rows) + j] = alpha;
            tail.Clear();
        }

        _pending = 0;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
