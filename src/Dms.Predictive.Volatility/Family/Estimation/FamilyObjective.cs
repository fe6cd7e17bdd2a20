namespace Dms.Predictive.Volatility;

/// <summary>Log-likelihood of recursion × law × start rule over the parameters that are free.</summary>
/// <remarks>The gradient is analytic, in the same pass as the filter; second derivatives are differences of the
/// gradient. Order of the whole vector: μ, recursion, inner shapes.</remarks>
internal sealed class FamilyObjective : IGradientObjective
{
    private const double KinkStep = 1e-3;
    private readonly double[] _returns;
    private readonly VarianceRecursion _recursion;
    private readonly InnovationDensity _density;
    private readonly VarianceRun _run;
    private readonly (double Square, double Absolute) _backcast;
    private readonly double[] _z;
    private readonly double[] _inverseRoot;
    private readonly double[] _log;
    private readonly double[] _score;
    private readonly double[] _shapeScore;
    private readonly double[] _filtered;
    private readonly double[] _level;
    private bool _sloped;

    public FamilyObjective(double[] standardized, GarchModelOptions options, double[] whole, bool[] free)
    {
        (_returns, Whole) = (standardized, [.. whole]);
        _recursion = GarchFamily.Recursion(options.Model);
        _density = GarchFamily.Density(options.Distribution);
        int n = standardized.Length, m = _recursion.Parameters.Length;
        _run = new VarianceRun(n, m) { Rule = options.Start };
        (_z, _inverseRoot) = (new double[n], new double[n]);
        (_log, _score) = (new double[n], new double[n]);
        _shapeScore = new double[n * _density.Shapes.Length];
        _level = options.VarianceTargeting ? Level(options.Model, whole.Length) : [];
        Free = [.. Enumerable.Range(0, whole.Length).Where(j => free[j] && (j != 1 || _level.Length == 0))];
        _filtered = new double[1 + m];
        _filtered.AsSpan().Fill(double.NaN);
        _backcast = VarianceRun.Fixed(standardized, options);
        Constraints = [.. AllConstraints().Select(Reduce).OfType<LinearConstraint>()];
    }

    /// <summary>Every parameter; those that are not free stay.</summary>
    public double[] Whole { get; }

    /// <summary>Indices of the free parameters in the whole vector.</summary>
    public int[] Free { get; }

    /// <inheritdoc/>
    public int Dimension => Free.Length;

    /// <summary>Half-spaces of the free parameters.</summary>
    public LinearConstraint[] Constraints { get; }

    /// <summary>Passes over the returns.</summary>
    public int Passes { get; private set; }

    /// <summary>The filter's last pass.</summary>
    public VarianceRun Run => _run;

    private int Recursive => _recursion.Parameters.Length;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> theta)
    {
        Filter(theta, slopes: false);
        ReadOnlySpan<double> shape = Whole.AsSpan(1 + Recursive);
        if (_density.TryTotal(_z, shape, _log, default, default, out double total))
        {
            return total - (0.5 * LogSum.Of(_run.Variances.AsSpan(0, _z.Length)));
        }

        _density.Log(_z, shape, _log);
        return Total();
    }

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> outer = default)
    {
        Filter(theta, slopes: true);
        Span<double> sums = stackalloc double[Whole.Length];
        sums.Clear();
        int width = 1 + Recursive;
        ReadOnlySpan<double> shape = Whole.AsSpan(width);
        double value;
        if (outer.IsEmpty && _density.TryTotal(_z, shape, _log, _score, sums[width..], out double total))
        {
            value = total - (0.5 * LogSum.Of(_run.Variances.AsSpan(0, _z.Length)));
            ScoreSums.Add(_run.Slopes, width, _z, _score, _inverseRoot, sums);
        }
        else
        {
            _density.Scores(_z, shape, _log, _score, _shapeScore);
            Scores(sums, outer);
            value = Total();
        }

        for (int i = 0; i < Free.Length; i++)
        {
            gradient[i] = sums[Free[i]] - (_level.Length > 0 && outer.IsEmpty ? _level[Free[i]] * sums[1] : 0);
        }

        return value;
    }

    /// <inheritdoc/>
    public double Curvature(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> hessian)
    {
        double value = Gradient(theta, gradient);
        if (double.IsFinite(value))
        {
            GradientDifferences.Fill(theta, gradient, hessian, (j, x) => StepOf(Free[j], x), Gradient);
        }

        return value;
    }

    /// <inheritdoc/>
    public void Information(ReadOnlySpan<double> theta, Span<double> information)
    {
        double[] unused = new double[Dimension];
        Gradient(theta, unused, information);
    }

    /// <summary>Hessian by central differences; over a wide step in μ where the likelihood has kinks in it.</summary>
    public double[] WideCurvature(double[] theta) => GradientDifferences.Central(
        theta,
        Constraints,
        (j, x) => _recursion.Kinked && Free[j] == 0 ? KinkStep : 10 * StepOf(Free[j], x),
        Gradient);

    /// <summary>S'S of the scores.</summary>
    public double[] OuterProduct(double[] theta)
    {
        double[] outer = new double[theta.Length * theta.Length];
        Information(theta, outer);
        return outer;
    }

    /// <summary>The free part of a whole vector.</summary>
    public double[] FreePart(ReadOnlySpan<double> whole)
    {
        double[] part = new double[Free.Length];
        for (int i = 0; i < part.Length; i++)
        {
            part[i] = whole[Free[i]];
        }

        return part;
    }

    /// <summary>Sets ω by the others where the level is a target: on standardised returns it is 1.</summary>
    public void Tie(Span<double> whole)
    {
        if (_level.Length > 0)
        {
            whole[1] = 1;
            for (int j = 2; j < whole.Length; j++)
            {
                whole[1] -= _level[j] * whole[j];
            }
        }
    }

    /// <summary>The free part of a derivative; that in ω goes to the parameters that ω follows.</summary>
    public double[] FreeSlope(double[] row)
    {
        double[] slope = FreePart(row);
        for (int i = 0; i < slope.Length && _level.Length > 0; i++)
        {
            slope[i] -= _level[Free[i]] * row[1];
        }

        return slope;
    }

    /// <summary>Step of a difference in parameter j of the whole vector.</summary>
    public double StepOf(int j, double value) => j == 1 && _recursion.OmegaScaledBy != "beta"
        ? Math.Max(1e-5 * value, 1e-12)
        : 1e-6 * Math.Max(0.02, Math.Abs(value));

    /// <summary>Variances and innovations; kept from the last pass where only shapes have moved.</summary>
    private void Filter(ReadOnlySpan<double> theta, bool slopes)
    {
        for (int i = 0; i < Free.Length; i++)
        {
            Whole[Free[i]] = theta[i];
        }

        Tie(Whole);
        ReadOnlySpan<double> recursive = Whole.AsSpan(0, 1 + Recursive);
        if (recursive.SequenceEqual(_filtered) && (_sloped || !slopes))
        {
            return;
        }

        Passes++;
        recursive.CopyTo(_filtered);
        _sloped = slopes;
        double[] residuals = _run.Residuals;
        ScoreSums.Subtract(_returns, Whole[0], residuals);
        _run.Begin(_backcast);
        _recursion.Run(_run, Whole.AsSpan(1, Recursive), slopes);
        ScoreSums.Standardize(residuals, _run.Variances, _inverseRoot, _z);
    }

    /// <summary>Score of every return, summed and, when asked for, multiplied with itself.</summary>
    private void Scores(Span<double> sums, Span<double> outer)
    {
        int width = 1 + Recursive, shapes = Whole.Length - width;
        ScoreProducts products = new(stackalloc double[ScoreProducts.Storage], sums.Length);
        Span<double> row = stackalloc double[ScoreProducts.Widest];
        row.Clear();
        for (int t = 0; t < _z.Length; t++)
        {
            ReadOnlySpan<double> slopes = _run.Slopes.AsSpan(t * width, width);
            double perLog = -0.5 * (1 + (_z[t] * _score[t]));
            for (int j = 0; j < slopes.Length; j++)
            {
                row[j] = perLog * slopes[j];
            }

            row[0] -= _score[t] * _inverseRoot[t];
            for (int j = 2; j < width && _level.Length > 0 && !outer.IsEmpty; j++)
            {
                row[j] -= _level[j] * row[1];
            }

            for (int j = 0; j < shapes; j++)
            {
                row[width + j] = _shapeScore[(t * shapes) + j];
            }

            products.Add(row, squares: !outer.IsEmpty);
        }

        products.Sums(sums);
        if (!outer.IsEmpty)
        {
            products.CopyTo(outer, Free);
        }
    }

    private double Total()
    {
        LogLikelihoodSum sum = default;
        for (int t = 0; t < _log.Length; t++)
        {
            sum.Add(Math.Log(_run.Variances[t]) - (2 * _log[t]));
        }

        return sum.Total(0);
    }

    private IEnumerable<LinearConstraint> AllConstraints()
    {
        int width = Whole.Length;
        double[] Wide(double[] normal, int at)
        {
            double[] wide = new double[width];
            normal.CopyTo(wide, at);
            return wide;
        }

        return _recursion.Constraints.Select(c => c with { Normal = Wide(c.Normal, 1) })
            .Concat(_density.Constraints.Select(c => c with { Normal = Wide(c.Normal, 1 + Recursive) }));
    }

    /// <summary>What each parameter adds to the persistence that the constraints know.</summary>
    private static double[] Level(GarchModel model, int width)
    {
        double[] persistence = GarchFamily.Recursion(model).Constraints.Single(c => c.Name == "persistence").Normal;
        double[] level = new double[width];
        for (int j = 0; j < persistence.Length; j++)
        {
            level[1 + j] = -persistence[j];
        }

        return level;
    }

    private LinearConstraint? Reduce(LinearConstraint whole)
    {
        LinearConstraint all = whole;
        if (_level.Length > 0)
        {
            if (whole.Name == "persistence")
            {
                return null;                                        // ω > 0 says the same
            }

            double perOmega = whole.Normal[1];
            all = whole with
            {
                Normal = [.. whole.Normal.Select((n, j) => j == 1 ? 0 : n - (perOmega * _level[j]))],
                Bound = whole.Bound - perOmega,
            };
        }

        double held = 0;
        for (int j = 0; j < Whole.Length; j++)
        {
            held += Array.IndexOf(Free, j) < 0 ? all.Normal[j] * Whole[j] : 0;
        }

        double[] normal = FreePart(all.Normal);
        return normal.All(x => x == 0) ? null : all with { Normal = normal, Bound = all.Bound - held };
    }
}
