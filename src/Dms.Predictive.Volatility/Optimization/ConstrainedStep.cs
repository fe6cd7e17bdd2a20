using System.Numerics;

namespace Dms.Predictive.Volatility;

/// <summary>Largest g'd − ½·d'Bd over the steps d that keep θ + d inside a few half-spaces, exactly.</summary>
/// <remarks>Every set of constraints that could hold with equality is tried (2^m sets of a handful of variables), and
/// the best step that stays inside wins. B positive definite makes it unique. Fixed order, no allocation per
/// call.</remarks>
internal sealed class ConstrainedStep
{
    private const double Tolerance = 1e-13;
    private readonly LinearConstraint[] _constraints;
    private readonly int _n;
    private readonly double[] _free;
    private readonly double[] _spread;
    private readonly double[] _coupling;
    private readonly double[] _slack;
    private readonly double[] _trial;
    private readonly double[] _reduced;
    private readonly double[] _multiplier;
    private readonly bool _quick;
    private uint _short;

    /// <param name="dimension">Number of variables.</param>
    /// <param name="constraints">Half-spaces.</param>
    /// <param name="quick">Tries small sets first and ends at the first that meets the conditions of the optimum. It is
    /// the same optimum, but a tie may round to another face, so that <see cref="Garch11"/>, whose bits are sealed in
    /// records, does without.</param>
    public ConstrainedStep(int dimension, LinearConstraint[] constraints, bool quick = false)
    {
        _quick = quick;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(constraints.Length, 14);
        (_n, _constraints) = (dimension, constraints);
        int m = constraints.Length;
        (_free, _trial, _slack) = (new double[dimension], new double[dimension], new double[m]);
        (_spread, _coupling) = (new double[m * dimension], new double[m * m]);
        (_reduced, _multiplier) = (new double[m * m], new double[m]);
    }

    /// <summary>Finds the step.</summary>
    /// <param name="factor">Cholesky factor of B.</param>
    /// <param name="gradient">Gradient of what is maximised.</param>
    /// <param name="theta">Feasible point.</param>
    /// <param name="step">Receives d.</param>
    /// <returns>Bit i is set when constraint i holds with equality after the step.</returns>
    public uint Solve(
        ReadOnlySpan<double> factor, ReadOnlySpan<double> gradient, ReadOnlySpan<double> theta, Span<double> step)
    {
        Prepare(factor, gradient, theta);
        double best = double.NegativeInfinity;
        uint active = 0;
        step.Clear();
        for (int size = 0; size <= (_quick ? Math.Min(_n, _constraints.Length) : 0); size++)
        {
            for (uint set = 0; set < 1u << _constraints.Length; set++)
            {
                int count = BitOperations.PopCount(set);
                if (count > _n || (_quick && count != size) || !TrySet(set) || !Feasible(set))
                {
                    continue;
                }

                double gain = Gain(set, gradient);
                if (gain > best)
                {
                    (best, active) = (gain, set);
                    _trial.AsSpan().CopyTo(step);
                }

                if (_quick && Held(size))
                {
                    _trial.AsSpan().CopyTo(step);
                    return set & ~_short;
                }
            }
        }

        return active & ~_short;
    }

    /// <summary>Whether no constraint of the set pulls outward: with B positive definite the step is the optimum.</summary>
    private bool Held(int size)
    {
        for (int i = 0; i < size; i++)
        {
            if (_multiplier[i] < 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Prepare(ReadOnlySpan<double> factor, ReadOnlySpan<double> gradient, ReadOnlySpan<double> theta)
    {
        gradient[.._n].CopyTo(_free);
        SmallCholesky.Solve(factor, _n, _free);
        int m = _constraints.Length;
        _short = 0;
        for (int i = 0; i < m; i++)
        {
            double slack = Math.Max(0, _constraints[i].Slack(theta));
            _slack[i] = _constraints[i].Allowance(slack);
            _short |= _slack[i] < slack ? 1u << i : 0;
            Span<double> row = _spread.AsSpan(i * _n, _n);
            _constraints[i].Normal.AsSpan().CopyTo(row);
            SmallCholesky.Solve(factor, _n, row);
            for (int j = 0; j <= i; j++)
            {
                double product = Dot(row, _constraints[j].Normal);
                _coupling[(i * m) + j] = product;
                _coupling[(j * m) + i] = product;
            }
        }
    }

    /// <summary>Step on the face where the set holds with equality: B⁻¹(g + N'λ) with N·d = −slack.</summary>
    private bool TrySet(uint set)
    {
        _free.AsSpan().CopyTo(_trial);
        int k = BitOperations.PopCount(set);
        if (k == 0)
        {
            return true;
        }

        int m = _constraints.Length;
        for (int i = 0, row = 0; i < m; i++)
        {
            if ((set >> i & 1) == 0)
            {
                continue;
            }

            for (int j = 0, column = 0; j < m; j++)
            {
                if ((set >> j & 1) != 0)
                {
                    _reduced[(row * k) + column++] = _coupling[(i * m) + j];
                }
            }

            _multiplier[row++] = -_slack[i] - Dot(_free, _constraints[i].Normal);
        }

        if (!SmallCholesky.TryFactor(_reduced, k, 1e-12))
        {
            return false;
        }

        SmallCholesky.Solve(_reduced, k, _multiplier);
        for (int i = 0, row = 0; i < m; i++)
        {
            if ((set >> i & 1) != 0)
            {
                double lambda = _multiplier[row++];
                for (int j = 0; j < _n; j++)
                {
                    _trial[j] += lambda * _spread[(i * _n) + j];
                }
            }
        }

        return true;
    }

    private bool Feasible(uint set)
    {
        for (int i = 0; i < _constraints.Length; i++)
        {
            double move = Dot(_trial, _constraints[i].Normal);
            if ((set >> i & 1) == 0 && !(move >= -_slack[i] - Tolerance))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// g'd − ½·d'Bd without B: with Bd = g + N'λ it is ½·(g'd − λ'N d), and N d = −slack on the set.
    /// </summary>
    private double Gain(uint set, ReadOnlySpan<double> gradient)
    {
        double gain = Dot(_trial, gradient);
        for (int i = 0, row = 0; i < _constraints.Length; i++)
        {
            if ((set >> i & 1) != 0)
            {
                gain += _multiplier[row++] * _slack[i];
            }
        }

        return gain / 2;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            sum += a[j] * b[j];
        }

        return sum;
    }
}
