namespace Dms.Predictive.Volatility;

/// <summary>Conditional-variance models: recursion × law × start rule, fitted by maximum likelihood.</summary>
/// <remarks>
/// <see cref="Garch11"/> stays beside it on purpose: it is the Gaussian GARCH(1,1) with analytic second derivatives that
/// floors every margin, and the bits of sealed decisions hang on its order of operations. Here it serves as the engine
/// that finds the Gaussian optimum, from which every richer model starts, so a richer model never ends below.
/// </remarks>
public static class GarchFamily
{
    /// <summary>Fits a model.</summary>
    /// <param name="returns">Oldest first, any unit, all finite.</param>
    /// <param name="options">What and how.</param>
    /// <returns>Estimates with an honest status; never throws for returns that cannot be fitted.</returns>
    /// <exception cref="ArgumentException">A return is not finite, or the options contradict each other.</exception>
    /// <remarks>Standardised inside, answered in the unit of the returns. Deterministic.</remarks>
    public static GarchModelFit Fit(ReadOnlySpan<double> returns, GarchModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FamilyEstimator(options).Fit(returns);
    }

    /// <summary>E[h] of each of the next bars: in closed form where there is one, else the mean over simulated
    /// paths.</summary>
    /// <param name="fit">A fit with defined parameters.</param>
    /// <param name="steps">Bars; ≥ 1.</param>
    /// <returns>Element j is E[h_{n+1+j}].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The steps are below 1.</exception>
    /// <exception cref="ArgumentException">The fit has no parameters.</exception>
    public static double[] VariancePath(GarchModelFit fit, int steps) =>
        [.. GarchForecaster.Of(fit, new() { Horizon = steps }).Variance().Variances];

    internal static VarianceRecursion Recursion(GarchModel model) => model switch
    {
        GarchModel.Garch => new GarchRecursion(),
        GarchModel.Gjr => new GjrRecursion(),
        GarchModel.Egarch => new EgarchRecursion(),
        GarchModel.Tarch => new TarchRecursion(),
        GarchModel.Aparch => new AparchRecursion(),
        GarchModel.Figarch => new FigarchRecursion(),
        GarchModel.Realized => throw new ArgumentException(
            "Realized GARCH reads realized variances; fit it with RealizedGarch.", nameof(model)),
        _ => throw new ArgumentOutOfRangeException(nameof(model), model, "Unknown model."),
    };

    internal static InnovationDensity Density(GarchDistribution distribution) => distribution switch
    {
        GarchDistribution.Normal => new NormalDensity(),
        GarchDistribution.StudentT => new StudentDensity(),
        GarchDistribution.SkewedT => new SkewedStudentDensity(),
        GarchDistribution.GeneralizedError => new GeneralizedErrorDensity(),
        _ => throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "Unknown distribution."),
    };
}
