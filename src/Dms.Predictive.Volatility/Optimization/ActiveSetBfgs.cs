namespace Dms.Predictive.Volatility;

/// <summary>Climbs near an optimum inside a few half-spaces with one gradient a step.</summary>
/// <remarks>Starts from the information matrix and learns the curvature by damped updates (Powell 1978; Nocedal and
/// Wright 2006, procedure 18.2). It ends before the last digits: <see cref="ActiveSetNewton"/> adds those.</remarks>
internal sealed class ActiveSetBfgs
{
    private const int MaxIterations = 60;
    private const double Enough = 5e-4;
    private const double NearValue = 1e-3;
    private const double NearDistance = 2e-3;
    private readonly IGradientObjective _objective;
    private readonly LinearConstraint[] _constraints;
    private readonly ConstrainedStep _step;
    private readonly int _n;
    private readonly double[] _gradient;
    private readonly double[] _ahead;
    private readonly double[] _curvature;
    private readonly double[] _factor;
    private readonly double[] _move;
    private readonly double[] _trial;
    private readonly double[] _bent;

    /// <param name="objective">What to maximise.</param>
    /// <param name="constraints">Half-spaces.</param>
    public ActiveSetBfgs(IGradientObjective objective, LinearConstraint[] constraints)
    {
        (_objective, _constraints, _n) = (objective, constraints, objective.Dimension);
        _step = new ConstrainedStep(_n, constraints, quick: true);
        (_gradient, _ahead, _move) = (new double[_n], new double[_n], new double[_n]);
        (_trial, _bent) = (new double[_n], new double[_n]);
        (_curvature, _factor) = (new double[_n * _n], new double[_n * _n]);
    }

    /// <summary>Climbs from a feasible start.</summary>
    /// <param name="start">Feasible point; not changed.</param>
    /// <param name="known">An end found before: the climb stops once it is clearly heading there.</param>
    /// <returns>Where it ended; outcomes other than first order and same as known ask for Newton steps.</returns>
    public NewtonEnd Maximize(ReadOnlySpan<double> start, NewtonEnd? known = null)
    {
        double[] theta = start.ToArray();
        double value = _objective.Gradient(theta, _gradient, _curvature);
        double norm = double.PositiveInfinity;
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            _curvature.AsSpan().CopyTo(_factor);
            if (!double.IsFinite(value) || !SmallCholesky.TryFactor(_factor, _n, 1e-12))
            {
                NewtonOutcome outcome = double.IsFinite(value) ? NewtonOutcome.Singular : NewtonOutcome.NonFinite;
                return new(theta, value, outcome, norm, iteration, []);
            }

            uint active = _step.Solve(_factor, _gradient, theta, _move);
            norm = SmallCholesky.Norm(_factor, _n, _move);
            if (known is not null && HeadsFor(theta, value, known))
            {
                return new(theta, value, NewtonOutcome.SameAsKnown, norm, iteration, []);
            }

            if (norm <= Enough)
            {
                return new(theta, value, NewtonOutcome.FirstOrder, norm, iteration, []);
            }

            double next = Advance(theta, value, active);
            if (double.IsNaN(next))
            {
                return new(theta, value, NewtonOutcome.LineSearchFailed, norm, iteration, []);
            }

            Learn(theta);
            _trial.AsSpan().CopyTo(theta);
            _ahead.AsSpan().CopyTo(_gradient);
            value = next;
        }

        return new(theta, value, NewtonOutcome.IterationLimit, norm, MaxIterations, []);
    }

    /// <summary>Value and gradient at a gaining length of the step; NaN when there is none.</summary>
    private double Advance(double[] theta, double value, uint active)
    {
        double slope = 0, noise = 1e-14 * (1 + Math.Abs(value));
        for (int j = 0; j < _n; j++)
        {
            slope += _gradient[j] * _move[j];
        }

        for (double length = 1; length > 1e-8;)
        {
            for (int j = 0; j < _n; j++)
            {
                _trial[j] = theta[j] + (length * _move[j]);
            }

            LinearConstraint.Restore(_constraints, _trial, length == 1 ? active : 0);
            double trial = _objective.Gradient(_trial, _ahead);
            if (trial >= value + (1e-4 * length * slope) - noise)
            {
                return trial;
            }

            double curve = value + (length * slope) - trial;
            double better = curve > 0 ? slope * length * length / (2 * curve) : length / 2;
            length = double.IsFinite(better) ? Math.Clamp(better, length / 10, length / 2) : length / 10;
        }

        return double.NaN;
    }

    /// <summary>B ← B − Bs(Bs)'/s'Bs + rr'/s'r, r = the change of the gradient, pulled toward Bs where it bends too
    /// little.</summary>
    private void Learn(double[] theta)
    {
        double along = 0, change = 0;
        for (int i = 0; i < _n; i++)
        {
            _bent[i] = 0;
            for (int j = 0; j < _n; j++)
            {
                _bent[i] += _curvature[(i * _n) + j] * (_trial[j] - theta[j]);
            }
        }

        for (int i = 0; i < _n; i++)
        {
            double s = _trial[i] - theta[i];
            along += s * _bent[i];
            change += s * (_gradient[i] - _ahead[i]);
        }

        if (!(along > 0))
        {
            return;
        }

        double share = change >= 0.2 * along ? 1 : 0.8 * along / (along - change);
        double both = (share * change) + ((1 - share) * along);
        double[] turn = _gradient;
        for (int i = 0; i < _n; i++)
        {
            turn[i] = (share * (_gradient[i] - _ahead[i])) + ((1 - share) * _bent[i]);
        }

        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
            {
                _curvature[(i * _n) + j] += (turn[i] * turn[j] / both) - (_bent[i] * _bent[j] / along);
            }
        }
    }

    /// <summary>Whether the known end is a few hundredths of a standard error away and no higher to speak of.</summary>
    private bool HeadsFor(ReadOnlySpan<double> theta, double value, NewtonEnd known)
    {
        if (Math.Abs(known.Value - value) > NearValue)
        {
            return false;
        }

        for (int j = 0; j < _n; j++)
        {
            _bent[j] = theta[j] - known.Theta[j];
        }

        double distance = SmallCholesky.Norm(_factor, _n, _bent);
        return distance * distance <= NearDistance;
    }
}
