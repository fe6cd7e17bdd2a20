namespace Dms.Predictive.Volatility;

/// <summary>The recursion of some of the assets, with the slopes of its likelihood.</summary>
internal sealed class DccBlock
{
    private readonly int[] _block;
    private readonly int _k;
    private readonly double _a;
    private readonly double _b;
    private readonly bool _corrected;
    private readonly double[] _mean;
    private readonly double[] _q;
    private readonly double[] _perA;
    private readonly double[] _perB;
    private readonly double[] _r;
    private readonly double[] _factor;
    private readonly double[] _inverse;
    private readonly double[] _u;
    private readonly double[] _v;
    private readonly double[] _root;

    public DccBlock(int[] block, int assets, double[] mean, (double A, double B) theta, bool corrected)
    {
        (_block, _k, _corrected, _a, _b) = (block, block.Length, corrected, theta.A, theta.B);
        _mean = [.. block.SelectMany(i => block.Select(j => mean[(i * assets) + j]))];
        (_q, _perA, _perB) = ([.. _mean], new double[_mean.Length], new double[_mean.Length]);
        (_r, _factor, _inverse) = (new double[_mean.Length], new double[_mean.Length], new double[_mean.Length]);
        (_u, _v, _root) = (new double[_k], new double[_k], new double[_k]);
    }

    /// <summary>∂/∂(a, b) of the last term; 0 when not asked for.</summary>
    public (double A, double B) Score { get; private set; }

    /// <summary>The term of the next row, then the step over it. A row with a missing return has no term, and its
    /// expectation stands for its news. NaN when R is not positive definite.</summary>
    public double Append(ReadOnlySpan<double> row, bool slopes)
    {
        bool complete = true;
        for (int i = 0; i < _k; i++)
        {
            _u[i] = row[_block[i]];
            complete &= !double.IsNaN(_u[i]);
            _root[i] = Math.Sqrt(_q[(i * _k) + i]);
        }

        double term = 0;
        Score = default;
        if (complete)
        {
            term = Term();
            Score = slopes && !double.IsNaN(term) ? Slopes() : default;
        }

        Step(complete, slopes);
        return term;
    }

    private double Term()
    {
        for (int i = 0; i < _k; i++)
        {
            for (int j = 0; j < _k; j++)
            {
                _r[(i * _k) + j] = i == j ? 1 : _q[(i * _k) + j] / (_root[i] * _root[j]);
            }
        }

        _r.AsSpan().CopyTo(_factor);
        if (!SmallCholesky.TryFactor(_factor, _k, 1e-14))
        {
            return double.NaN;
        }

        (double logs, double squares, double own) = (0, 0, 0);
        for (int i = 0; i < _k; i++)
        {
            double x = _u[i];
            for (int j = 0; j < i; j++)
            {
                x -= _factor[(i * _k) + j] * _v[j];
            }

            _v[i] = x / _factor[(i * _k) + i];
            logs += Math.Log(_factor[(i * _k) + i]);
            (squares, own) = (squares + (_v[i] * _v[i]), own + (_u[i] * _u[i]));
        }

        return -logs - (0.5 * (squares - own));
    }

    /// <summary>Σ G·∂R with G = ½(vv' − R⁻¹), v = R⁻¹u.</summary>
    private (double A, double B) Slopes()
    {
        Invert();
        for (int i = _k - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < _k; j++)
            {
                _v[i] -= _factor[(j * _k) + i] * _v[j];
            }

            _v[i] /= _factor[(i * _k) + i];
        }

        (double a, double b) = (0, 0);
        for (int i = 0; i < _k; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double weight = (_v[i] * _v[j]) - _inverse[(i * _k) + j];
                a += weight * PerCorrelation(_perA, i, j);
                b += weight * PerCorrelation(_perB, i, j);
            }
        }

        return (a, b);
    }

    private double PerCorrelation(double[] per, int i, int j)
    {
        double own = (per[(i * _k) + i] / (_root[i] * _root[i])) + (per[(j * _k) + j] / (_root[j] * _root[j]));
        return (per[(i * _k) + j] / (_root[i] * _root[j])) - (0.5 * _r[(i * _k) + j] * own);
    }

    private void Step(bool complete, bool slopes)
    {
        for (int i = 0; i < _k; i++)
        {
            for (int j = 0; j < _k; j++)
            {
                int at = (i * _k) + j;
                double scale = _corrected ? _root[i] * _root[j] : 1;
                double news = complete ? scale * _u[i] * _u[j] : _q[at];
                if (slopes)
                {
                    double carry = complete ? _b : _a + _b;
                    _perA[at] = news - _mean[at] + (carry * _perA[at]);
                    _perB[at] = _q[at] - _mean[at] + (carry * _perB[at]);
                }

                _q[at] = DccState.Step(_mean[at], news, _q[at], (_a, _b));
            }
        }
    }

    /// <summary>R⁻¹ from its factor, lower half: columns of the inverse factor, then their products.</summary>
    private void Invert()
    {
        Span<double> lower = stackalloc double[_k * _k];
        lower.Clear();
        for (int c = 0; c < _k; c++)
        {
            lower[(c * _k) + c] = 1 / _factor[(c * _k) + c];
            for (int i = c + 1; i < _k; i++)
            {
                double x = 0;
                for (int j = c; j < i; j++)
                {
                    x -= _factor[(i * _k) + j] * lower[(j * _k) + c];
                }

                lower[(i * _k) + c] = x / _factor[(i * _k) + i];
            }
        }

        for (int i = 0; i < _k; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double x = 0;
                for (int m = i; m < _k; m++)
                {
                    x += lower[(m * _k) + i] * lower[(m * _k) + j];
                }

                _inverse[(i * _k) + j] = x;
            }
        }
    }
}
