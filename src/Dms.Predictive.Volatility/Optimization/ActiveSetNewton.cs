namespace Dms.Predictive.Volatility;

/// <summary>Maximises a smooth function inside a few half-spaces by Newton steps whose constraints are exact.</summary>
/// <remarks>Where −H is not positive definite it is first completed along the active constraints, then damped by the
/// information matrix. Deterministic; Nocedal and Wright (2006), chapters 3 and 18.</remarks>
internal sealed class ActiveSetNewton
{
    private const int MaxIterations = 200;
    private const double FirstOrder = 1e-5;
    private const double Polished = 1e-10;
    private const double Stall = 1e-8;
    private const int MostStalled = 4;
    private const double OnBound = 1e-12;
    private readonly ISmoothObjective _objective;
    private readonly LinearConstraint[] _constraints;
    private readonly ConstrainedStep _step;
    private readonly int _n;
    private readonly bool _ridged;
    private readonly double[] _gradient;
    private readonly double[] _hessian;
    private readonly double[] _information;
    private readonly double[] _factor;
    private readonly double[] _move;
    private readonly double[] _trial;

    /// <param name="objective">What to maximise.</param>
    /// <param name="constraints">Half-spaces.</param>
    /// <param name="quick">See <see cref="ConstrainedStep"/>.</param>
    /// <param name="ridged">Whether the function has ridges, across which a Newton climb would bounce for ever: it gives up
    /// after a few steps that gain next to nothing.</param>
    public ActiveSetNewton(
        ISmoothObjective objective, LinearConstraint[] constraints, bool quick = false, bool ridged = false)
    {
        _ridged = ridged;
        (_objective, _constraints, _n) = (objective, constraints, objective.Dimension);
        _step = new ConstrainedStep(_n, constraints, quick);
        (_gradient, _move, _trial) = (new double[_n], new double[_n], new double[_n]);
        (_hessian, _information, _factor) = (new double[_n * _n], new double[_n * _n], new double[_n * _n]);
    }

    /// <summary>Climbs from a feasible start.</summary>
    /// <param name="start">Feasible point; not changed.</param>
    /// <param name="known">An end found before: the climb stops once it is clearly heading there.</param>
    public NewtonEnd Maximize(ReadOnlySpan<double> start, NewtonEnd? known = null)
    {
        double[] theta = start.ToArray();
        double value = _objective.Curvature(theta, _gradient, _hessian);
        double norm = double.PositiveInfinity;
        int finishing = 0, stalled = 0;
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            if (!double.IsFinite(value))
            {
                return End(theta, value, NewtonOutcome.NonFinite, norm, iteration);
            }

            bool trueCurvature = Step(theta, out uint active);
            double slope = Dot(_gradient, _move);
            norm = SmallCholesky.Norm(_factor, _n, _move);
            if (trueCurvature && known is not null && HeadsFor(theta, value, known))
            {
                return End(theta, value, NewtonOutcome.SameAsKnown, norm, iteration);
            }

            if (norm <= FirstOrder && (!trueCurvature || norm <= Polished || finishing++ >= 3))
            {
                NewtonOutcome outcome = trueCurvature ? NewtonOutcome.FirstOrder : NewtonOutcome.Singular;
                return End(theta, value, outcome, norm, iteration);
            }

            double next = Advance(theta, value, slope, active, finishing > 0);
            if (double.IsNaN(next))
            {
                NewtonOutcome outcome = norm <= FirstOrder ? NewtonOutcome.FirstOrder : NewtonOutcome.LineSearchFailed;
                return End(theta, value, outcome, norm, iteration);
            }

            stalled = next - value < Stall && norm > FirstOrder ? stalled + 1 : 0;
            value = next;
            if (_ridged && stalled >= MostStalled)
            {
                return End(theta, value, NewtonOutcome.LineSearchFailed, norm, iteration);
            }
        }

        return End(theta, value, NewtonOutcome.IterationLimit, norm, MaxIterations);
    }

    /// <summary>Moves θ along the step and refreshes the derivatives; NaN when no length of it gains.</summary>
    private double Advance(double[] theta, double value, double slope, uint active, bool finishing)
    {
        double noise = 1e-14 * (1 + Math.Abs(value));
        double length = 1;
        Place(theta, length, active);
        double trial = _objective.Curvature(_trial, _gradient, _hessian);
        bool fresh = true;
        while (!(trial >= value + (1e-4 * length * slope) - noise) && !(finishing && trial >= value - (100 * noise)))
        {
            double curve = value + (length * slope) - trial;
            double better = curve > 0 ? slope * length * length / (2 * curve) : length / 2;
            length = double.IsFinite(better) ? Math.Clamp(better, length / 10, length / 2) : length / 10;
            if (length < 1e-12)
            {
                return double.NaN;
            }

            Place(theta, length, 0);
            trial = _objective.Value(_trial);
            fresh = false;
        }

        _trial.AsSpan().CopyTo(theta);
        return fresh ? trial : _objective.Curvature(theta, _gradient, _hessian);
    }

    /// <summary>θ + length·step, put exactly on the constraints that the full step reaches.</summary>
    private void Place(ReadOnlySpan<double> theta, double length, uint active)
    {
        for (int j = 0; j < _n; j++)
        {
            _trial[j] = theta[j] + (length * _move[j]);
        }

        LinearConstraint.Restore(_constraints, _trial, active);
    }

    /// <summary>Step under the true curvature where that is possible; false when it had to be damped.</summary>
    private bool Step(double[] theta, out uint active)
    {
        if (TryFactor(0, 0))
        {
            active = _step.Solve(_factor, _gradient, theta, _move);
            return true;
        }

        uint bound = BoundAt(theta);
        _objective.Information(theta, _information);
        for (double stiffness = 10; bound != 0 && stiffness <= 1e5; stiffness *= 100)
        {
            if (TryFactor(0, stiffness, bound))
            {
                active = _step.Solve(_factor, _gradient, theta, _move);
                if ((active & bound) == bound)
                {
                    return true;
                }

                break;
            }
        }

        if (!TryScoring())
        {
            double damping = 1;
            while (!TryFactor(damping, 0) && damping < 1e12)
            {
                damping *= 4;
            }
        }

        active = _step.Solve(_factor, _gradient, theta, _move);
        return false;
    }

    /// <summary>Factors the information matrix: Fisher scoring.</summary>
    private bool TryScoring()
    {
        for (int i = 0; i < _n * _n; i++)
        {
            _factor[i] = _information[i] * (i % (_n + 1) == 0 ? 1 + 1e-6 : 1);
        }

        return SmallCholesky.TryFactor(_factor, _n, 1e-8);
    }

    /// <summary>
    /// Factors −H + damping·information + stiffness·Σ normal·normal' over the bound constraints. The last part
    /// does not change a step that stays on those constraints; it only completes the curvature across them.
    /// </summary>
    private bool TryFactor(double damping, double stiffness, uint bound = 0)
    {
        for (int i = 0; i < _n * _n; i++)
        {
            double ridge = i % (_n + 1) == 0 ? 1 + 1e-9 : 1;
            _factor[i] = (damping > 0 ? damping * ridge * _information[i] : 0) - _hessian[i];
        }

        for (int c = 0; c < _constraints.Length; c++)
        {
            if ((bound >> c & 1) != 0)
            {
                Stiffen(_constraints[c].Normal, stiffness);
            }
        }

        return SmallCholesky.TryFactor(_factor, _n, 1e-12);
    }

    /// <summary>Adds stiffness · (largest information along the normal) · normal·normal' to the matrix.</summary>
    private void Stiffen(double[] normal, double stiffness)
    {
        double largest = 0;
        for (int j = 0; j < _n; j++)
        {
            largest = Math.Max(largest, normal[j] * normal[j] * _information[j * (_n + 1)]);
        }

        for (int i = 0; i < _n * _n; i++)
        {
            _factor[i] += stiffness * largest * normal[i / _n] * normal[i % _n];
        }
    }

    /// <summary>Whether the known end is a few hundredths of a standard error away and no higher to speak of.</summary>
    private bool HeadsFor(ReadOnlySpan<double> theta, double value, NewtonEnd known)
    {
        double distance = 0;
        for (int i = 0; i < _n * _n; i++)
        {
            (int row, int column) = (i / _n, i % _n);
            distance -= (theta[row] - known.Theta[row]) * _hessian[i] * (theta[column] - known.Theta[column]);
        }

        return Math.Abs(known.Value - value) <= 1e-4 && Math.Abs(distance) <= 1e-3;
    }

    private NewtonEnd End(double[] theta, double value, NewtonOutcome outcome, double norm, int iterations) =>
        new(theta, value, outcome, norm, iterations, ActiveAt(theta));

    private LinearConstraint[] ActiveAt(double[] theta)
    {
        uint bound = BoundAt(theta);
        return [.. _constraints.Where((_, i) => (bound >> i & 1) != 0)];
    }

    /// <summary>Bit i is set when constraint i holds with equality.</summary>
    private uint BoundAt(ReadOnlySpan<double> theta)
    {
        uint bound = 0;
        for (int i = 0; i < _constraints.Length; i++)
        {
            bool on = _constraints[i].Slack(theta) <= OnBound * (1 + Math.Abs(_constraints[i].Bound));
            bound |= on ? 1u << i : 0;
        }

        return bound;
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
