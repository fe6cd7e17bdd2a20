namespace Dms.Predictive.Volatility;

/// <summary>What to fit and how.</summary>
/// <param name="Corrected">Aielli's correction: the news are scaled by diag(Q)^{½}, so that S is what it is said to
/// be.</param>
/// <param name="Shrink">Whether S is pulled toward constant correlation.</param>
/// <param name="CompositeAbove">Number of assets above which neighbouring pairs stand for all assets together.</param>
public sealed record DccOptions(bool Corrected = false, bool Shrink = true, int CompositeAbove = 50);

/// <summary>Result of a DCC fit.</summary>
public sealed record DccFit
{
    /// <summary>How the fit ended. Read it first.</summary>
    public required GarchStatus Status { get; init; }

    /// <summary>What happened, in words; null when converged.</summary>
    public required string? Message { get; init; }

    /// <summary>What was fitted.</summary>
    public required DccOptions Options { get; init; }

    /// <summary>Weight of the news; NaN for degenerate input.</summary>
    public required double A { get; init; }

    /// <summary>Weight of the past; NaN for degenerate input.</summary>
    public required double B { get; init; }

    /// <summary>S: what correlations return to.</summary>
    public required CorrelationMatrix Mean { get; init; }

    /// <summary>δ of the shrinkage, in [0, 1].</summary>
    public required double Shrinkage { get; init; }

    /// <summary>Whether neighbouring pairs stood for all assets together.</summary>
    public required bool IsComposite { get; init; }

    /// <summary>Quasi-log-likelihood of the correlations over independent returns; of the pairs when
    /// composite.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Names of the bounds that hold with equality.</summary>
    public required IReadOnlyList<string> ActiveConstraints { get; init; }

    /// <summary>√(g'H⁻¹g); convergence needs ≤ 1e-5.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>A state before the first bar; <see cref="DccState.Append"/> moves it.</summary>
    public DccState Start() => new(Mean, (A, B), Options.Corrected);
}

/// <summary>Dynamic conditional correlation (1,1), second step: correlations of standardised returns.</summary>
/// <remarks>Gaussian quasi maximum likelihood in (a, b), S from the sample. The first step, one variance model per
/// asset, is the caller's: u = (r − μ)/√h. Standard errors are not given: they would need those of the first step.
/// Engle (2002), JBES 20(3); Aielli (2013), JBES 31(3); Engle, Shephard and Sheppard (2008) for the composite
/// likelihood.</remarks>
public static class Dcc
{
    private static readonly (double A, double B)[] Starts =
        [(0.02, 0.95), (0.05, 0.9), (0.01, 0.98), (0.1, 0.7), (0.02, 0.5)];

    /// <summary>Fits the model.</summary>
    /// <param name="standardized">Bar after bar, one standardised return per asset; NaN where an asset has
    /// none.</param>
    /// <param name="assets">Number of assets; ≥ 2.</param>
    /// <param name="options">What and how.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows, or one is infinite.</exception>
    public static DccFit Fit(ReadOnlySpan<double> standardized, int assets, DccOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 2);
        DccOptions asked = options ?? new();
        PairwiseCorrelation sample = PairwiseCorrelation.Of(standardized, assets);
        if (sample.Unknown.Count > 0)
        {
            (int first, int second) = sample.Unknown[0];
            return Unfitted(asked, assets,
                $"Assets {first} and {second} have {sample.Overlap(first, second)} common bars; each pair "
                + $"needs {PairwiseCorrelation.FewestCommonBars} with movement.");
        }

        double[] rows = standardized.ToArray();
        double[] complete = [.. Enumerable.Range(0, rows.Length / assets)
            .Select(t => rows.AsMemory(t * assets, assets))
            .Where(r => !HasMissing(r.Span))
            .SelectMany(r => r.ToArray())];
        double shrinkage = asked.Shrink && complete.Length >= PairwiseCorrelation.FewestCommonBars * assets
            ? ConstantCorrelationShrinkage.Of(complete, assets).Intensity
            : 0;
        double[] mean = Shrunk(sample, shrinkage);
        bool composite = assets > asked.CompositeAbove;
        int[][] blocks = composite
            ? [.. Enumerable.Range(0, assets - 1).Select(i => new[] { i, i + 1 })]
            : [[.. Enumerable.Range(0, assets)]];
        double[] Intercept(double a, double b) =>
            asked.Corrected ? Shrunk(PairwiseCorrelation.Of(Rescaled(rows, assets, a, b), assets), shrinkage) : mean;
        DccObjective objective = new(rows, assets, blocks, Intercept, asked.Corrected);
        NewtonEnd? end = Search(objective);
        if (end is null || !double.IsFinite(end.Value))
        {
            return Unfitted(asked, assets, "No start had a finite likelihood.") with
            {
                Status = GarchStatus.NonFiniteLikelihood,
            };
        }

        (GarchStatus status, string? message) = FamilyEstimator.Judge(end.Outcome, end.GradientNorm);
        return new()
        {
            Status = status,
            Message = message,
            Options = asked,
            A = end.Theta[0],
            B = end.Theta[1],
            Mean = new(Intercept(end.Theta[0], end.Theta[1]), assets),
            Shrinkage = shrinkage,
            IsComposite = composite,
            LogLikelihood = end.Value,
            ActiveConstraints = [.. end.Active.Select(c => c.Name)],
            GradientNorm = end.GradientNorm,
        };
    }

    private static NewtonEnd? Search(DccObjective objective)
    {
        ActiveSetNewton newton = new(objective, DccObjective.Constraints, quick: true);
        NewtonEnd? best = null;
        foreach ((double a, double b) in Starts)
        {
            NewtonEnd end = newton.Maximize([a, b], best);
            best = end.Outcome != NewtonOutcome.SameAsKnown && double.IsFinite(end.Value)
                && (best is null || end.Value > best.Value + 1e-9)
                ? end
                : best;
        }

        return best;
    }

    private static double[] Shrunk(PairwiseCorrelation sample, double shrinkage)
    {
        int n = sample.Size;
        CorrelationMatrix repaired = sample.Repair(0).Matrix;
        double mean = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                mean += repaired[i, j] * 2 / (n * (n - 1.0));
            }
        }

        double[] values = new double[n * n];
        for (int i = 0; i < n * n; i++)
        {
            values[i] = i % (n + 1) == 0 ? 1 : ((1 - shrinkage) * repaired.Values[i]) + (shrinkage * mean);
        }

        return values;
    }

    /// <summary>u·√q, q_t the diagonal of the corrected recursion, whose covariance is S.</summary>
    private static double[] Rescaled(double[] rows, int assets, double a, double b)
    {
        double[] rescaled = new double[rows.Length], q = [.. Enumerable.Repeat(1.0, assets)];
        for (int t = 0; t < rows.Length; t += assets)
        {
            bool complete = !HasMissing(rows.AsSpan(t, assets));
            for (int i = 0; i < assets; i++)
            {
                rescaled[t + i] = rows[t + i] * Math.Sqrt(q[i]);
                q[i] = DccState.Step(1, complete ? rescaled[t + i] * rescaled[t + i] : q[i], q[i], (a, b));
            }
        }

        return rescaled;
    }

    private static bool HasMissing(ReadOnlySpan<double> row)
    {
        foreach (double u in row)
        {
            if (double.IsNaN(u))
            {
                return true;
            }
        }

        return false;
    }

    internal static DccFit Unfitted(DccOptions options, int assets, string message) => new()
    {
        Status = GarchStatus.DegenerateData,
        Message = message,
        Options = options,
        A = double.NaN,
        B = double.NaN,
        Mean = CorrelationMatrix.Identity(assets),
        Shrinkage = 0,
        IsComposite = false,
        LogLikelihood = double.NaN,
        ActiveConstraints = [],
        GradientNorm = double.NaN,
    };
}
