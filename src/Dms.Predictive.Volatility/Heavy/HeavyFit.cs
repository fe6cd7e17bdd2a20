namespace Dms.Predictive.Volatility;

/// <summary>One fitted equation of a HEAVY model, in the unit of its left-hand side.</summary>
public sealed record HeavyEquation
{
    /// <summary>How the fit ended. Read it first.</summary>
    public required GarchStatus Status { get; init; }

    /// <summary>What happened, in words; null when converged.</summary>
    public required string? Message { get; init; }

    /// <summary>Point estimates; NaN for degenerate input.</summary>
    public required HeavyParameters Parameters { get; init; }

    /// <summary>omega, alpha, beta with their standard errors. Only the robust ones hold where the left-hand side is
    /// not normal, as a realized measure is not.</summary>
    public required IReadOnlyList<FittedParameter> Estimates { get; init; }

    /// <summary>Gaussian quasi-log-likelihood; NaN for degenerate input.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Names of the bounds that hold with equality.</summary>
    public required IReadOnlyList<string> ActiveConstraints { get; init; }

    /// <summary>√(g'H⁻¹g) on standardised data; convergence needs ≤ 1e-5.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Newton iterations of all climbs.</summary>
    public required int Iterations { get; init; }

    /// <summary>Log-likelihood where each start ended.</summary>
    public required IReadOnlyList<double> Ends { get; init; }

    /// <summary>Value before the first period.</summary>
    public required double Start { get; init; }
}

/// <summary>Result of a HEAVY fit. Immutable.</summary>
public sealed record HeavyFit
{
    /// <summary>h_t, the variance of the returns.</summary>
    public required HeavyEquation Variance { get; init; }

    /// <summary>m_t, the mean of the realized measure.</summary>
    public required HeavyEquation Measure { get; init; }

    /// <summary>What stands for the measure before the first period.</summary>
    public required double StartMeasure { get; init; }

    /// <summary>h_1 … h_n, each known before its return.</summary>
    public required IReadOnlyList<double> Variances { get; init; }

    /// <summary>m_1 … m_n, each known before its measure.</summary>
    public required IReadOnlyList<double> Measures { get; init; }

    /// <summary>State after the last period, ready for the next.</summary>
    public required HeavyState State { get; init; }

    /// <summary>Whether both equations converged.</summary>
    public bool IsConverged => Variance.Status == GarchStatus.Converged && Measure.Status == GarchStatus.Converged;
}
