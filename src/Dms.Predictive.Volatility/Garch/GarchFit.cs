namespace Dms.Predictive.Volatility;

/// <summary>One start of the search and where it ended, in the unit of the returns.</summary>
/// <param name="Begin">Start point.</param>
/// <param name="End">Where the search stopped; equals <paramref name="Begin"/> when it was only screened.</param>
/// <param name="LogLikelihood">Log-likelihood there.</param>
/// <param name="Polished">False when the start was screened with one evaluation and set aside.</param>
public sealed record GarchStartTried(
    Garch11Parameters Begin, Garch11Parameters End, double LogLikelihood, bool Polished);

/// <summary>Result of a GARCH(1,1) fit. Immutable; every number is in the unit of the returns.</summary>
public sealed record GarchFit
{
    /// <summary>How the fit ended. Read it first.</summary>
    public required GarchStatus Status { get; init; }

    /// <summary>What happened, in words; null when converged.</summary>
    public required string? Message { get; init; }

    /// <summary>Options the fit was made with.</summary>
    public required GarchFitOptions Options { get; init; }

    /// <summary>Number of returns.</summary>
    public required int Count { get; init; }

    /// <summary>Estimates. For degenerate returns the sample mean and variance with α = β = 0.</summary>
    public required Garch11Parameters Parameters { get; init; }

    /// <summary>Gaussian log-likelihood at the estimates; NaN for degenerate returns.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Bounds that hold with equality: <c>omega</c>, <c>alpha</c>, <c>beta</c>, <c>persistence</c>.</summary>
    public required IReadOnlyList<string> ActiveConstraints { get; init; }

    /// <summary>What stands for e² and h before the first return.</summary>
    public required double PresampleVariance { get; init; }

    /// <summary>Conditional variance of the first return: the start of <see cref="Garch11.Filter"/> and
    /// streams.</summary>
    public required double StartVariance { get; init; }

    /// <summary>Conditional variance of the return after the last.</summary>
    public required double NextVariance { get; init; }

    /// <summary>Standard errors; null when not asked for or not defined.</summary>
    public required GarchStandardErrors? StandardErrors { get; init; }

    /// <summary>√(g'H⁻¹g) on standardised returns at the end; convergence needs ≤ 1e-5.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Newton iterations of all polished starts.</summary>
    public required int Iterations { get; init; }

    /// <summary>Passes over the returns.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Starts in the order of their screening.</summary>
    public required IReadOnlyList<GarchStartTried> StartsTried { get; init; }

    /// <summary>Number of estimated parameters: 4, or 3 with zero mean.</summary>
    public int ParameterCount => Options.Mean == GarchMean.Constant ? 4 : 3;

    /// <summary>Akaike's criterion 2k − 2·LL.</summary>
    public double Aic => (2.0 * ParameterCount) - (2 * LogLikelihood);

    /// <summary>Schwarz's criterion k·ln n − 2·LL.</summary>
    public double Bic => (ParameterCount * Math.Log(Count)) - (2 * LogLikelihood);
}
