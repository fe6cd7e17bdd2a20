namespace Dms.Predictive.Volatility;

/// <summary>Gaussian log-likelihood of garch, gjr or egarch with regressors in the variance, on standardised
/// data.</summary>
/// <remarks>θ = ([μ,] ω, α, [γ,] β, π₁ … π_K). h_t (ln h_t for egarch) gains Σπ_k w_{k,t−1}; before the first return
/// stands the backcast, for w its 0.94-weighted mean. Analytic gradient; second derivatives are its
/// differences.</remarks>
internal sealed class VarianceRegressorObjective : ISmoothObjective
{
    private const double MeanAbsolute = 0.797884560802865355879892119869;
    private const double SmallestOmega = 1e-8;
    private const int Own = 5;
    private readonly double[] _returns;
    private readonly double[] _regressors;
    private readonly double[] _before;
    private readonly double _square;
    private readonly int _count;
    private readonly bool _log;

    /// <param name="returns">Standardised returns.</param>
    /// <param name="regressors">Standardised regressors, those of one bar side by side.</param>
    /// <param name="model">garch, gjr or egarch.</param>
    /// <param name="fixedMu">μ where it is not searched; null where it is.</param>
    /// <param name="nonNegative">Whether π ≥ 0.</param>
    public VarianceRegressorObjective(
        double[] returns, double[] regressors, GarchModel model, double? fixedMu, bool nonNegative)
    {
        (_returns, _regressors, _log) = (returns, regressors, model == GarchModel.Egarch);
        _count = regressors.Length / returns.Length;
        _square = Presample.Backcast(returns, 0);
        _before = [.. Enumerable.Range(0, _count).Select(BackcastOf)];
        Whole = new double[Own + _count];
        Whole[0] = fixedMu ?? 0;
        Free = [.. Enumerable.Range(0, Whole.Length).Where(j =>
            (j != 0 || fixedMu is null) && (j != 3 || model != GarchModel.Garch))];
        Constraints = [.. Bounds(nonNegative).Select(c => c with { Normal = [.. Free.Select(j => c.Normal[j])] })
            .Where(c => c.Normal.Any(x => x != 0))];
    }

    /// <summary>μ, ω, α, γ, β, π of the last pass.</summary>
    public double[] Whole { get; }

    /// <summary>Indices of the searched parameters in <see cref="Whole"/>.</summary>
    public int[] Free { get; }

    /// <inheritdoc/>
    public int Dimension => Free.Length;

    /// <summary>Half-spaces of the searched parameters.</summary>
    public LinearConstraint[] Constraints { get; }

    /// <summary>h_1 … h_{n+1} of the last pass are kept here when it is set.</summary>
    public double[]? Variances { get; set; }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> theta) => Gradient(theta, default);

    /// <inheritdoc/>
    public double Curvature(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> hessian)
    {
        double value = Gradient(theta, gradient);
        if (double.IsFinite(value))
        {
            GradientDifferences.Fill(theta, gradient, hessian, StepOf, Gradient);
        }

        return value;
    }

    /// <summary>Step of a difference.</summary>
    public static double StepOf(int parameter, double value) => 1e-6 * Math.Max(0.02, Math.Abs(value));

    /// <inheritdoc/>
    public void Information(ReadOnlySpan<double> theta, Span<double> information) =>
        Gradient(theta, new double[Dimension], information);

    /// <summary>Value and gradient, S'S of the scores when asked for; an empty gradient asks for the value
    /// alone.</summary>
    public double Gradient(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> outer = default)
    {
        for (int i = 0; i < Free.Length; i++)
        {
            Whole[Free[i]] = theta[i];
        }

        gradient.Clear();
        outer.Clear();
        (double mu, double beta) = (Whole[0], Whole[4]);
        Span<double> news = stackalloc double[Whole.Length], slope = stackalloc double[Whole.Length];
        Span<double> score = stackalloc double[Free.Length];
        slope.Clear();
        double level = _log ? Math.Log(_square) : _square, carry = beta;
        Begin(news);
        LogLikelihoodSum sum = default;
        for (int t = 0; t < _returns.Length; t++)
        {
            level = Next(news, slope, carry, level);
            double h = _log ? Math.Exp(level) : level;
            if (!(h > 0) || !double.IsFinite(h))
            {
                return double.NaN;
            }

            Keep(t, h);
            double e = _returns[t] - mu, inverse = 1 / h;
            sum.Add(Math.Log(h) + (e * e * inverse));
            if (!gradient.IsEmpty)
            {
                double perLevel = 0.5 * ((e * e * inverse) - 1) * (_log ? 1 : inverse);
                for (int i = 0; i < Free.Length; i++)
                {
                    score[i] = (perLevel * slope[Free[i]]) + (Free[i] == 0 ? e * inverse : 0);
                }

                Collect(score, gradient, outer);
            }

            carry = Observe(e, h, t, news);
        }

        Keep(_returns.Length, _log ? Math.Exp(Next(news, slope, carry, level)) : Next(news, slope, carry, level));
        return sum.Total(_returns.Length * 2 * NormalDensity.HalfLogTwoPi);
    }

    /// <summary>The next level, and its slopes: those of the news itself, and the carried ones.</summary>
    private double Next(Span<double> news, Span<double> slope, double carry, double level)
    {
        double next = Whole[4] * level;
        for (int j = 1; j < news.Length; j++)
        {
            next += j == 4 ? 0 : Whole[j] * news[j];
        }

        news[4] = level;
        for (int j = 0; j < slope.Length; j++)
        {
            slope[j] = news[j] + (carry * slope[j]);
        }

        return next;
    }

    /// <summary>What the time before the first return says.</summary>
    private void Begin(Span<double> news)
    {
        (news[0], news[1], news[4]) = (0, 1, 0);
        (news[2], news[3]) = _log ? (0, 0) : (_square, 0.5 * _square);
        _before.CopyTo(news[Own..]);
    }

    /// <summary>What return t says about the next level; returns ∂next/∂level.</summary>
    private double Observe(double e, double h, int t, Span<double> news)
    {
        _regressors.AsSpan(t * _count, _count).CopyTo(news[Own..]);
        (double alpha, double gamma) = (Whole[2], Whole[3]);
        if (_log)
        {
            double root = Math.Sqrt(h), z = e / root;
            (news[2], news[3]) = (Math.Abs(z) - MeanAbsolute, z);
            double turn = (alpha * Math.Sign(z)) + gamma;
            news[0] = -turn / root;
            return Whole[4] - (0.5 * turn * z);
        }

        double lower = e < 0 ? 1 : 0;
        (news[2], news[3]) = (e * e, lower * e * e);
        news[0] = -2 * (alpha + (gamma * lower)) * e;
        return Whole[4];
    }

    private void Keep(int t, double h)
    {
        if (Variances is not null)
        {
            Variances[t] = h;
        }
    }

    private static void Collect(ReadOnlySpan<double> score, Span<double> gradient, Span<double> outer)
    {
        for (int i = 0; i < score.Length; i++)
        {
            gradient[i] += score[i];
            for (int j = 0; j < score.Length && !outer.IsEmpty; j++)
            {
                outer[(i * score.Length) + j] += score[i] * score[j];
            }
        }
    }

    private double BackcastOf(int column)
    {
        double weight = 1, weights = 0, sum = 0;
        for (int t = 0; t < Math.Min(75, _returns.Length); t++)
        {
            sum += weight * _regressors[(t * _count) + column];
            (weights, weight) = (weights + weight, weight * 0.94);
        }

        return sum / weights;
    }

    private IEnumerable<LinearConstraint> Bounds(bool nonNegative)
    {
        double[] Normal(params (int At, double Value)[] parts)
        {
            double[] normal = new double[Whole.Length];
            foreach ((int at, double value) in parts)
            {
                normal[at] = value;
            }

            return normal;
        }

        if (!_log)
        {
            yield return new("omega", Normal((1, 1)), SmallestOmega, 0.8);
            yield return new("alpha", Normal((2, 1)), 0);
            yield return new("alpha+gamma", Normal((2, Free.Contains(3) ? 1 : 0), (3, 1)), 0);
            yield return new("persistence", Normal((2, -1), (3, -0.5), (4, -1)), -1);
        }
        else
        {
            yield return new("persistence", Normal((4, -1)), -1);
        }

        yield return new("beta", Normal((4, 1)), 0);
        for (int k = 0; k < _count && nonNegative; k++)
        {
            yield return new($"pi{k + 1}", Normal((Own + k, 1)), 0);
        }
    }
}
