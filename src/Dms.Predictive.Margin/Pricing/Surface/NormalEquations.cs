namespace Dms.Predictive.Margin;

/// <summary>Weighted least squares of a few unknowns by Cholesky.</summary>
internal sealed class NormalEquations
{
    private readonly int _size;
    private readonly double[] _matrix;
    private readonly double[] _right;

    public NormalEquations(int size) => (_size, _matrix, _right) = (size, new double[size * size], new double[size]);

    /// <summary>Empties the sums; each diagonal starts at <paramref name="ridge"/>.</summary>
    public void Clear(double ridge)
    {
        Array.Clear(_matrix);
        Array.Clear(_right);
        for (int i = 0; i < _size; i++)
        {
            _matrix[(i * _size) + i] = ridge;
        }
    }

    /// <summary>Adds weight·(row·x − target)².</summary>
    public void Add(ReadOnlySpan<double> row, double weight, double target)
    {
        for (int i = 0; i < _size; i++)
        {
            double scaled = weight * row[i];
            if (scaled == 0)
            {
                continue;
            }

            _right[i] += scaled * target;
            for (int j = 0; j <= i; j++)
            {
                _matrix[(i * _size) + j] += scaled * row[j];
            }
        }
    }

    /// <summary>Solves; false where the sums do not determine the unknowns.</summary>
    public bool Solve(Span<double> x)
    {
        for (int i = 0; i < _size; i++)
        {
            double own = _matrix[(i * _size) + i];
            for (int j = 0; j <= i; j++)
            {
                double sum = _matrix[(i * _size) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= _matrix[(i * _size) + k] * _matrix[(j * _size) + k];
                }

                if (i == j && !(sum > 1e-13 * own))
                {
                    return false;
                }

                _matrix[(i * _size) + j] = i == j ? Math.Sqrt(sum) : sum / _matrix[(j * _size) + j];
            }
        }

        Substitute(x);
        return true;
    }

    private void Substitute(Span<double> x)
    {
        for (int i = 0; i < _size; i++)
        {
            double sum = _right[i];
            for (int k = 0; k < i; k++)
            {
                sum -= _matrix[(i * _size) + k] * x[k];
            }

            x[i] = sum / _matrix[(i * _size) + i];
        }

        for (int i = _size - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int k = i + 1; k < _size; k++)
            {
                sum -= _matrix[(k * _size) + i] * x[k];
            }

            x[i] = sum / _matrix[(i * _size) + i];
        }
    }
}
