namespace Dms.Predictive.Volatility;

/// <summary>One start of the search and its end.</summary>
/// <param name="Begin">Parameters at the start, in the unit of the returns.</param>
/// <param name="LogLikelihood">Log-likelihood where it ended.</param>
/// <param name="Polished">False when it was screened with one evaluation and set aside.</param>
public sealed record GarchModelStart(IReadOnlyList<double> Begin, double LogLikelihood, bool Polished);

/// <summary>Result of a fit. Immutable; every number is in the unit of the returns.</summary>
public sealed record GarchModelFit
{
    /// <summary>How the fit ended. Read it first.</summary>
    public required GarchStatus Status { get; init; }

    /// <summary>What happened, in words; null when converged.</summary>
    public required string? Message { get; init; }

    /// <summary>What was fitted and how.</summary>
    public required GarchModelOptions Options { get; init; }

    /// <summary>Number of returns.</summary>
    public required int Count { get; init; }

    /// <summary>Parameters in the order μ, recursion, shapes.</summary>
    public required IReadOnlyList<FittedParameter> Parameters { get; init; }

    /// <summary>Log-likelihood at the estimates; NaN for degenerate returns.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Names of the bounds that hold with equality.</summary>
    public required IReadOnlyList<string> ActiveConstraints { get; init; }

    /// <summary>What stands for e² and h before the first return.</summary>
    public required double PresampleVariance { get; init; }

    /// <summary>h_1 … h_n, each known before its return.</summary>
    public required IReadOnlyList<double> Variances { get; init; }

    /// <summary>z_1 … z_n: residual over √h.</summary>
    public required IReadOnlyList<double> Innovations { get; init; }

    /// <summary>Robust covariance of the parameters in their order, rows and columns of 0 where there is no error; null when
    /// not asked for or not defined.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? RobustCovariance { get; init; }

    /// <summary>Where a stream goes on after the last return; null for degenerate returns.</summary>
    public GarchModelSnapshot? End { get; init; }

    /// <summary>Where the filter began; null for degenerate returns.</summary>
    public VarianceStart? Start { get; init; }

    /// <summary>h_{n+1}.</summary>
    public required double NextVariance { get; init; }

    /// <summary>P of E[h_{t+k+1}] = ω + P·E[h_{t+k}]; null for models without that law.</summary>
    public required double? Persistence { get; init; }

    /// <summary>√(g'H⁻¹g) on standardised returns; convergence needs ≤ 1e-5.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Newton iterations of all climbs, those of poorer models included.</summary>
    public required int Iterations { get; init; }

    /// <summary>Passes over the returns, those of poorer models included.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Starts tried.</summary>
    public required IReadOnlyList<GarchModelStart> StartsTried { get; init; }

    /// <summary>Number of estimated parameters; one at the normal limit counts.</summary>
    public int ParameterCount => Parameters.Count - Options.Fixed.Count - (Options.VarianceTargeting ? 1 : 0);

    /// <summary>Akaike's criterion 2k − 2·LL.</summary>
    public double Aic => (2.0 * ParameterCount) - (2 * LogLikelihood);

    /// <summary>Schwarz's criterion k·ln n − 2·LL.</summary>
    public double Bic => (ParameterCount * Math.Log(Count)) - (2 * LogLikelihood);

    /// <summary>The fit as a table of plain text.</summary>
    /// <param name="kind">Which standard errors.</param>
    public string Summary(StandardErrorKind kind = StandardErrorKind.Robust) => FitSummary.Of(this, kind);

    /// <summary>A parameter by name.</summary>
    /// <exception cref="ArgumentException">The model has none of that name.</exception>
    public FittedParameter this[string name] => Parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException(
            $"The model has no '{name}'; it has {string.Join(", ", Parameters.Select(p => p.Name))}.", nameof(name));
}
