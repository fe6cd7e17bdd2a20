namespace Dms.Predictive.Volatility;

/// <summary>Result of a realized GARCH fit.</summary>
/// <param name="Joint">The fit; its log-likelihood is that of returns and realized variances together.</param>
/// <param name="ReturnLogLikelihood">Log-likelihood of the returns alone, comparable with other models.</param>
public sealed record RealizedGarchFit(GarchModelFit Joint, double ReturnLogLikelihood);

/// <summary>Realized GARCH(1,1) with a normal law and a log-linear measurement of the variance.</summary>
/// <remarks>ln h_t = ω + β·ln h_{t−1} + α·ln x_{t−1}; ln x_t = ξ + δ·ln h_t + η₁z_t + η₂(z_t² − 1) + u_t, u normal with
/// deviation λ. Backcast start for both series. Hansen, Huang and Shek (2012), J. Applied Econometrics 27(6).</remarks>
public static class RealizedGarch
{
    private static readonly string[] Names =
        ["mu", "omega", "alpha", "beta", "xi", "delta", "eta1", "eta2", "lambda"];

    private static readonly (double Alpha, double Beta)[] Starts =
        [(0.4, 0.55), (0.2, 0.75), (0.6, 0.3), (0.1, 0.85), (0.3, 0.5)];

    /// <summary>Fits the model.</summary>
    /// <param name="returns">Oldest first, any unit, all finite.</param>
    /// <param name="realized">Realized variances of the same bars in squared return units, all finite and &gt; 0.</param>
    /// <param name="mean">Mean of the returns.</param>
    /// <exception cref="ArgumentException">The lengths differ, a return is not finite, or a variance is not &gt; 0.</exception>
    public static RealizedGarchFit Fit(
        ReadOnlySpan<double> returns, ReadOnlySpan<double> realized, GarchMean mean = GarchMean.Zero)
    {
        if (realized.Length != returns.Length)
        {
            throw new ArgumentException(
                $"{realized.Length} realized variances for {returns.Length} returns.", nameof(realized));
        }

        double[] logs = new double[realized.Length];
        for (int t = 0; t < logs.Length; t++)
        {
            logs[t] = realized[t] > 0 && double.IsFinite(realized[t])
                ? Math.Log(realized[t])
                : throw new ArgumentException(
                    $"Realized variance {t} is {realized[t]}; expected a finite number > 0.", nameof(realized));
        }

        StandardizedReturns s = StandardizedReturns.From(returns, mean);
        double centre = logs.Length == 0 ? 0 : Presample.Mean(logs);
        double spread = logs.Length == 0 ? 0 : Math.Sqrt(Presample.MeanSquare(logs, centre));
        GarchModelOptions options = new(GarchModel.Realized, Mean: mean);
        string? fault = s.Fault ?? (spread < 1e-9 ? "The realized variances are constant." : null);
        if (fault is not null)
        {
            return new(Unfitted(options, returns.Length, GarchStatus.DegenerateData, fault), double.NaN);
        }

        RealizedGarchObjective objective = new(s.Values, [.. logs.Select(x => x - centre)], mean);
        (NewtonEnd? end, List<(double[] Begin, double Value)> tried, int iterations) = Search(objective, spread);
        return end is null || !double.IsFinite(end.Value)
            ? new(Unfitted(options, returns.Length, GarchStatus.NonFiniteLikelihood,
                "No start had a finite likelihood."), double.NaN)
            : Answer(options, s, centre, objective, end, tried, iterations, (returns.ToArray(), realized.ToArray()));
    }

    /// <summary>E[h] of each of the next bars, in closed form.</summary>
    /// <param name="fit">A fit with defined parameters.</param>
    /// <param name="steps">Bars; ≥ 1.</param>
    /// <remarks>E exp(a·z + b·(z² − 1)) = exp(a²/(2 − 4b) − b)/√(1 − 2b); infinite from b = ½ on.</remarks>
    public static double[] VariancePath(GarchModelFit fit, int steps)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return VariancePath(GarchModelParameters.Of(fit), fit.NextVariance, steps);
    }

    /// <summary>E[h] of each of the next bars from h of the first.</summary>
    internal static double[] VariancePath(GarchModelParameters p, double nextVariance, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double Of(string name) => p.Named[name];
        (double alpha, double deviation) = (Of("alpha"), Of("lambda"));
        double carry = Of("beta") + (alpha * Of("delta")), drift = Of("omega") + (alpha * Of("xi"));
        double[] path = new double[steps];
        (double level, double spread, double weight) = (Math.Log(nextVariance), 0, alpha);
        for (int k = 0; k < steps; k++)
        {
            path[k] = Math.Exp(level + spread);
            (double a, double b, double c) = (weight * Of("eta1"), weight * Of("eta2"), weight * deviation);
            spread += b < 0.5
                ? (a * a / (2 - (4 * b))) - b - (0.5 * Math.Log(1 - (2 * b))) + (0.5 * c * c)
                : double.PositiveInfinity;
            level = drift + (carry * level);
            weight *= carry;
        }

        return path;
    }

    private static (NewtonEnd? End, List<(double[] Begin, double Value)> Tried, int Iterations) Search(
        RealizedGarchObjective objective, double spread)
    {
        ActiveSetNewton newton = new(objective, objective.Constraints, quick: true);
        NewtonEnd? best = null;
        List<(double[] Begin, double Value)> tried = [];
        int iterations = 0;
        foreach ((double alpha, double beta) in Starts)
        {
            double[] whole = [0, 0, alpha, beta, 0, 1, -0.05, 0.05, 0.6 * spread];
            double[] begin = [.. whole.Skip(Names.Length - objective.Dimension)];
            NewtonEnd end = newton.Maximize(begin, best);
            iterations += end.Iterations;
            tried.Add((whole, end.Value));
            best = end.Outcome != NewtonOutcome.SameAsKnown && (best is null || end.Value > best.Value + 1e-9)
                ? end
                : best;
        }

        return (best, tried, iterations);
    }

    private static RealizedGarchFit Answer(
        GarchModelOptions options,
        StandardizedReturns s,
        double centre,
        RealizedGarchObjective objective,
        NewtonEnd end,
        List<(double[] Begin, double Value)> tried,
        int iterations,
        (double[] Returns, double[] Realized) data)
    {
        int n = s.Values.Length, first = Names.Length - objective.Dimension;
        objective.LogVariances = new double[n + 1];
        double logScale = n * Math.Log(s.Scale);
        double value = objective.Value(end.Theta) - logScale, alone = objective.ReturnPart - logScale;
        double[] variances = [.. objective.LogVariances.Select(x => Math.Exp(x) * s.Scale * s.Scale)];
        double[] hessian = GradientDifferences.Central(
            end.Theta, objective.Constraints, (j, x) => 10 * RealizedGarchObjective.StepOf(j, x), objective.Gradient);
        double[] outer = new double[end.Theta.Length * end.Theta.Length];
        objective.Information(end.Theta, outer);
        FamilyCovariance covariance = new(hessian, outer, end.Active, end.Theta.Length);
        double[] whole = [.. new double[first], .. end.Theta];
        double[][] jacobian = Jacobian(s, centre);
        double[] shift = [s.Shift, 2 * Math.Log(s.Scale), 0, 0, centre, 0, 0, 0, 0];
        FittedParameter[] parameters = [.. Enumerable.Range(first, Names.Length - first).Select(j =>
        {
            double estimate = shift[j] + jacobian[j].Zip(whole, (a, b) => a * b).Sum();
            (double? h, double? o, double? r) = covariance.Of(jacobian[j][first..]);
            return new FittedParameter(Names[j], estimate, h, o, r, h is null || o is null ? "bound" : null);
        })];
        (GarchStatus status, string? message) = FamilyEstimator.Judge(end.Outcome, end.GradientNorm);
        GarchModelFit fit = Unfitted(options, n, status, message) with
        {
            Parameters = parameters,
            LogLikelihood = value,
            ActiveConstraints = [.. end.Active.Select(c => c.Name)],
            PresampleVariance = Presample.Backcast(s.Values, 0) * s.Scale * s.Scale,
            GradientNorm = end.GradientNorm,
            Iterations = iterations,
            Evaluations = objective.Passes,
            StartsTried = [.. tried.Select(t => new GarchModelStart(
                [.. jacobian.Select((row, j) => shift[j] + row.Zip(t.Begin, (a, b) => a * b).Sum())],
                t.Value - logScale,
                true))],
        };
        return new(FittedFilter.Over(fit, new(variances[0], fit.PresampleVariance), data.Returns, data.Realized), alone);
    }

    /// <summary>Outer parameters are shift + J·inner: with y/c and ln x − m inside, ω gains (1 − β)·2 ln c − α·m and ξ
    /// gains m − 2δ·ln c.</summary>
    private static double[][] Jacobian(StandardizedReturns s, double centre)
    {
        double twice = 2 * Math.Log(s.Scale);
        double[][] rows = [.. Names.Select((_, j) => Names.Select((_, i) => i == j ? 1.0 : 0).ToArray())];
        rows[0][0] = s.Scale;
        (rows[1][2], rows[1][3]) = (-centre, -twice);
        rows[4][5] = -twice;
        return rows;
    }

    private static GarchModelFit Unfitted(GarchModelOptions options, int count, GarchStatus status, string? message) =>
        new()
        {
            Status = status,
            Message = message,
            Options = options,
            Count = count,
            Parameters = [.. Names.Skip(options.Mean == GarchMean.Zero ? 1 : 0)
                .Select(n => new FittedParameter(n, null, null, null, null, "degenerate"))],
            LogLikelihood = double.NaN,
            ActiveConstraints = [],
            PresampleVariance = double.NaN,
            Variances = [],
            NextVariance = double.NaN,
            Innovations = [],
            Persistence = null,
            GradientNorm = double.NaN,
            Iterations = 0,
            Evaluations = 0,
            StartsTried = [],
        };
}
