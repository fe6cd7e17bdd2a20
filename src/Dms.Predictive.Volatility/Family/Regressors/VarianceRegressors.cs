namespace Dms.Predictive.Volatility;

/// <summary>Result of a fit with regressors in the variance. Immutable; in the units of returns and
/// regressors.</summary>
public sealed record VarianceRegressorFit
{
    /// <summary>The same model without regressors.</summary>
    public required GarchModelFit Plain { get; init; }

    /// <summary>How the fit ended. Read it first.</summary>
    public required GarchStatus Status { get; init; }

    /// <summary>What happened, in words; null when converged.</summary>
    public required string? Message { get; init; }

    /// <summary>mu, omega, alpha, gamma, beta as the model has them, then pi1 … piK.</summary>
    public required IReadOnlyList<FittedParameter> Parameters { get; init; }

    /// <summary>Gaussian log-likelihood; never below that of <see cref="Plain"/>.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Names of the bounds that hold with equality.</summary>
    public required IReadOnlyList<string> ActiveConstraints { get; init; }

    /// <summary>h_1 … h_n, each known before its return.</summary>
    public required IReadOnlyList<double> Variances { get; init; }

    /// <summary>h_{n+1}, which the last regressors have a part in.</summary>
    public required double NextVariance { get; init; }

    /// <summary>√(g'H⁻¹g) on standardised data; convergence needs ≤ 1e-5.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Twice the gain in log-likelihood over the model without regressors.</summary>
    public double LikelihoodRatio => 2 * (LogLikelihood - Plain.LogLikelihood);

    /// <summary>A parameter by name.</summary>
    /// <exception cref="ArgumentException">The model has none of that name.</exception>
    public FittedParameter this[string name] => Parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException($"The model has no '{name}'.", nameof(name));
}

/// <summary>garch, gjr and egarch with causal regressors: + Σπ_k w_{k,t−1} in h_t, or in ln h_t for egarch.</summary>
/// <remarks>Gaussian quasi maximum likelihood, backcast start. Starts at the optimum without regressors, so that it
/// never ends below. Regressors are standardised inside and mapped back. Engle and Patton (2001), Quantitative Finance
/// 1(2).</remarks>
public static class VarianceRegressors
{
    private static readonly string[] Own = ["mu", "omega", "alpha", "gamma", "beta"];

    /// <summary>Fits the model.</summary>
    /// <param name="returns">Oldest first, any unit, all finite.</param>
    /// <param name="regressors">Those of one bar side by side, bar after bar, all finite; the ones of a bar move the
    /// variance of the next. For garch and gjr in units of variance, ≥ 0 while π ≥ 0.</param>
    /// <param name="model">garch, gjr or egarch.</param>
    /// <param name="mean">Mean of the returns; egarch keeps the μ of the plain model, where its likelihood has
    /// kinks.</param>
    /// <param name="nonNegative">Whether π ≥ 0; by default for garch and gjr, not for egarch, whose link keeps h
    /// positive.</param>
    /// <exception cref="ArgumentException">A number is not finite or has the wrong sign, the regressors are not whole
    /// rows, or the model takes none.</exception>
    public static VarianceRegressorFit Fit(
        ReadOnlySpan<double> returns,
        ReadOnlySpan<double> regressors,
        GarchModel model = GarchModel.Garch,
        GarchMean mean = GarchMean.Constant,
        bool? nonNegative = null)
    {
        bool log = model == GarchModel.Egarch;
        bool bounded = nonNegative ?? !log;
        Refuse(returns.Length, regressors, model, bounded && !log);
        GarchModelFit plain = GarchFamily.Fit(returns, new(model, Mean: mean));
        StandardizedReturns s = StandardizedReturns.From(returns, mean);
        RegressorScale scale = RegressorScale.Of(regressors, Math.Max(1, returns.Length), log);
        if ((s.Fault ?? scale.Fault) is { } fault)
        {
            return Unfitted(plain, GarchStatus.DegenerateData, fault, scale.Count);
        }

        double[] begin = Inner(plain, s, scale.Count);
        double? mu = mean == GarchMean.Zero || log ? begin[0] : null;
        VarianceRegressorObjective objective = new(s.Values, scale.Values, model, mu, bounded);
        NewtonEnd? best = Search(objective, begin, scale.Count);
        return best is null || !double.IsFinite(best.Value)
            ? Unfitted(plain, GarchStatus.NonFiniteLikelihood, "No start had a finite likelihood.", scale.Count)
            : Answer(plain, s, scale, objective, best);
    }

    private static NewtonEnd? Search(VarianceRegressorObjective objective, double[] begin, int count)
    {
        ActiveSetNewton newton = new(objective, objective.Constraints, quick: true);
        NewtonEnd? best = null;
        foreach (double share in (ReadOnlySpan<double>)[0, 0.05, 0.2, 0.5])
        {
            double[] whole = [.. begin];
            whole[4] *= 1 - share;
            whole[1] *= objective.Constraints.Any(c => c.Name == "omega") ? 1 - (0.5 * share) : 1;
            whole.AsSpan(Own.Length).Fill(share / count);
            NewtonEnd end = newton.Maximize([.. objective.Free.Select(j => whole[j])], best);
            best = end.Outcome != NewtonOutcome.SameAsKnown && double.IsFinite(end.Value)
                && (best is null || end.Value > best.Value + 1e-9)
                ? end
                : best;
        }

        return best;
    }

    private static VarianceRegressorFit Answer(
        GarchModelFit plain,
        StandardizedReturns s,
        RegressorScale scale,
        VarianceRegressorObjective objective,
        NewtonEnd end)
    {
        int n = s.Values.Length;
        bool log = plain.Options.Model == GarchModel.Egarch;
        objective.Variances = new double[n + 1];
        double value = objective.Value(end.Theta) - (n * Math.Log(s.Scale)), square = s.Scale * s.Scale;
        double[] variances = [.. objective.Variances.Select(h => h * square)], whole = [.. objective.Whole];
        objective.Variances = null;
        double[] hessian = GradientDifferences.Central(
            end.Theta,
            objective.Constraints,
            (j, x) => 10 * VarianceRegressorObjective.StepOf(j, x),
            objective.Gradient);
        double[] outer = new double[hessian.Length];
        objective.Information(end.Theta, outer);
        FamilyCovariance covariance = new(hessian, outer, end.Active, end.Theta.Length);
        (double[] shift, double[][] rows) = Jacobian(s, scale, log);
        List<FittedParameter> parameters = [];
        for (int j = 0; j < whole.Length; j++)
        {
            if (objective.Free.Contains(j) || (j == 0 && plain.Options.Mean == GarchMean.Constant))
            {
                double estimate = shift[j] + rows[j].Zip(whole, (a, b) => a * b).Sum();
                (double? h, double? o, double? r) = covariance.Of([.. objective.Free.Select(i => rows[j][i])]);
                string? reason = !objective.Free.Contains(j) ? "fixed" : h is null || o is null ? "bound" : null;
                parameters.Add(new(NameOf(j), estimate, h, o, r, reason));
            }
        }

        (GarchStatus status, string? message) = FamilyEstimator.Judge(end.Outcome, end.GradientNorm);
        return new()
        {
            Plain = plain,
            Status = status,
            Message = message,
            Parameters = parameters,
            LogLikelihood = value,
            ActiveConstraints = [.. end.Active.Select(c => c.Name)],
            Variances = variances[..n],
            NextVariance = variances[n],
            GradientNorm = end.GradientNorm,
        };
    }

    private static string NameOf(int j) => j < Own.Length ? Own[j] : $"pi{j - Own.Length + 1}";

    /// <summary>Outer parameters are shift + J·inner.</summary>
    private static (double[] Shift, double[][] Rows) Jacobian(StandardizedReturns s, RegressorScale scale, bool log)
    {
        int width = Own.Length + scale.Count;
        double[][] rows = [.. Enumerable.Range(0, width).Select(j => new double[width])];
        double square = s.Scale * s.Scale, twice = 2 * Math.Log(s.Scale);
        double[] shift = new double[width];
        (shift[0], rows[0][0]) = (s.Shift, s.Scale);
        (shift[1], rows[1][1], rows[1][4]) = log ? (twice, 1.0, -twice) : (0.0, square, 0.0);
        (rows[2][2], rows[3][3], rows[4][4]) = (1, 1, 1);
        for (int k = 0; k < scale.Count; k++)
        {
            double per = (log ? 1 : square) / scale.Spreads[k];
            rows[Own.Length + k][Own.Length + k] = per;
            rows[1][Own.Length + k] = -per * scale.Centres[k];
        }

        return (shift, rows);
    }

    /// <summary>The plain optimum on standardised returns, with π = 0.</summary>
    private static double[] Inner(GarchModelFit plain, StandardizedReturns s, int count)
    {
        double Of(string name) => plain.Parameters.FirstOrDefault(p => p.Name == name)?.Value ?? 0;
        double[] whole = new double[Own.Length + count];
        double square = s.Scale * s.Scale;
        whole[0] = plain.Options.Mean == GarchMean.Zero ? 0 : (Of("mu") - s.Shift) / s.Scale;
        (whole[2], whole[3], whole[4]) = (Of("alpha"), Of("gamma"), Of("beta"));
        whole[1] = plain.Options.Model == GarchModel.Egarch
            ? Of("omega") - ((1 - whole[4]) * Math.Log(square))
            : Of("omega") / square;
        return whole;
    }

    private static void Refuse(int returns, ReadOnlySpan<double> regressors, GarchModel model, bool positive)
    {
        if (model is not (GarchModel.Garch or GarchModel.Gjr or GarchModel.Egarch))
        {
            throw new ArgumentException($"{model} takes no regressors; garch, gjr and egarch do.", nameof(model));
        }

        if (regressors.IsEmpty || returns == 0 || regressors.Length % returns != 0)
        {
            throw new ArgumentException(
                $"{regressors.Length} regressors are not whole rows of {returns} returns.", nameof(regressors));
        }

        for (int i = 0; i < regressors.Length; i++)
        {
            if (!double.IsFinite(regressors[i]) || (positive && regressors[i] < 0))
            {
                throw new ArgumentException(
                    $"Regressor {i} is {regressors[i]}; expected a finite number{(positive ? " >= 0" : "")}.",
                    nameof(regressors));
            }
        }
    }

    private static VarianceRegressorFit Unfitted(GarchModelFit plain, GarchStatus status, string message, int count) =>
        new()
        {
            Plain = plain,
            Status = status,
            Message = message,
            Parameters = [.. plain.Parameters.Select(p => p.Name)
                .Concat(Enumerable.Range(0, count).Select(k => NameOf(Own.Length + k)))
                .Select(n => new FittedParameter(n, null, null, null, null, "degenerate"))],
            LogLikelihood = double.NaN,
            ActiveConstraints = [],
            Variances = [],
            NextVariance = double.NaN,
            GradientNorm = double.NaN,
        };
}
