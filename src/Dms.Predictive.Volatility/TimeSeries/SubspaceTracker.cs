using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Moves an orthonormal basis with every window, the past discounted: fast approximated power iteration.</summary>
/// <remarks>Badeau, David and Richard (2005), IEEE Trans. Signal Processing 53(8), 2931–2941, table III. O(L·r) per
/// observation, no allocation. Windows are divided by the scale of the training series, as the method is not free of
/// units.</remarks>
internal sealed class SubspaceTracker
{
    private readonly double[] _basis;
    private readonly double[] _inverse;
    private readonly double _beta;
    private readonly double _scale;
    private readonly int _rank;
    private readonly int _windowSize;
    private readonly double[] _x;
    private readonly double[] _rest;
    private readonly double[] _y;
    private readonly double[] _h;
    private readonly double[] _g;
    private readonly double[] _moved;
    private readonly double[] _correction;

    /// <summary>Tracks a basis in place.</summary>
    /// <param name="basis">rank vectors of length L, one after another.</param>
    /// <param name="windowSize">L.</param>
    /// <param name="inverse">rank × rank inverse of the discounted power in the basis; moved in place.</param>
    /// <param name="beta">Weight of the past, (0, 1].</param>
    /// <param name="scale">Units of the windows, &gt; 0.</param>
    public SubspaceTracker(double[] basis, int windowSize, double[] inverse, double beta, double scale)
    {
        (_basis, _windowSize, _inverse, _beta, _scale) = (basis, windowSize, inverse, beta, scale);
        _rank = basis.Length / windowSize;
        (_x, _rest) = (new double[windowSize], new double[windowSize]);
        (_y, _h, _g) = (new double[_rank], new double[_rank], new double[_rank]);
        (_moved, _correction) = (new double[_rank], new double[_rank]);
    }

    /// <summary>The inverse power as training leaves it: 1 ÷ squared singular value along each vector.</summary>
    public static double[] InitialInverse(ReadOnlySpan<double> singularValues, double scale)
    {
        const double SmallestShare = 1e-12;
        int r = singularValues.Length;
        double[] inverse = new double[r * r];
        double least = SmallestShare * Math.Max(1, singularValues[0] / scale * (singularValues[0] / scale));
        for (int i = 0; i < r; i++)
        {
            double value = singularValues[i] / scale;
            inverse[(i * r) + i] = 1 / Math.Max(value * value, least);
        }

        return inverse;
    }

    public double[] Inverse => _inverse;

    public double Scale => _scale;

    /// <summary>Takes one window of observations, length L, oldest first.</summary>
    public void Append(ReadOnlySpan<double> window)
    {
        for (int i = 0; i < _windowSize; i++)
        {
            _x[i] = window[i] / _scale;
        }

        for (int i = 0; i < _rank; i++)
        {
            _y[i] = VectorSums.Dot(Vector(i), _x);
        }

        Multiply(_inverse, _y, _h);
        double gain = 1 / (_beta + VectorSums.Dot(_y, _h));
        for (int i = 0; i < _rank; i++)
        {
            _g[i] = _h[i] * gain;
        }

        Move(Math.Max(0, VectorSums.Dot(_x, _x) - VectorSums.Dot(_y, _y)), VectorSums.Dot(_g, _g));
    }

    private void Move(double outside, double gain)
    {
        double tau = outside / (1 + (outside * gain) + Math.Sqrt(1 + (outside * gain)));
        double eta = 1 - (tau * gain);
        for (int i = 0; i < _rank; i++)
        {
            _moved[i] = (eta * _y[i]) + (tau * _g[i]);
        }

        MultiplyTransposed(_inverse, _moved, _h);
        Multiply(_inverse, _g, _correction);
        double along = VectorSums.Dot(_h, _g);
        for (int i = 0; i < _rank; i++)
        {
            _correction[i] = tau / eta * (_correction[i] - (along * _g[i]));
        }

        for (int i = 0; i < _rank; i++)
        {
            for (int j = 0; j < _rank; j++)
            {
                int at = (i * _rank) + j;
                _inverse[at] = (_inverse[at] - (_g[i] * _h[j]) + (_correction[i] * _g[j])) / _beta;
            }
        }

        for (int t = 0; t < _windowSize; t++)
        {
            _rest[t] = eta * _x[t];
        }

        for (int i = 0; i < _rank; i++)
        {
            VectorSums.AddScaled(-_moved[i], Vector(i), _rest);
        }

        for (int i = 0; i < _rank; i++)
        {
            VectorSums.AddScaled(_g[i], _rest, Vector(i));
        }
    }

    private Span<double> Vector(int i) => _basis.AsSpan(i * _windowSize, _windowSize);

    private static void Multiply(double[] square, double[] x, double[] result)
    {
        for (int i = 0; i < x.Length; i++)
        {
            result[i] = VectorSums.Dot(square.AsSpan(i * x.Length, x.Length), x);
        }
    }

    private static void MultiplyTransposed(double[] square, double[] x, double[] result)
    {
        Array.Clear(result);
        for (int i = 0; i < x.Length; i++)
        {
            VectorSums.AddScaled(x[i], square.AsSpan(i * x.Length, x.Length), result);
        }
    }
}
