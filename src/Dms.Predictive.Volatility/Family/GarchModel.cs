namespace Dms.Predictive.Volatility;

/// <summary>Recursion of the conditional variance, each of order one.</summary>
public enum GarchModel
{
    /// <summary>Bollerslev (1986).</summary>
    Garch = 0,

    /// <summary>Glosten, Jagannathan and Runkle (1993): a squared loss weighs γ more.</summary>
    Gjr,

    /// <summary>Nelson (1991), in the logarithm.</summary>
    Egarch,

    /// <summary>Zakoian (1994), in the standard deviation.</summary>
    Tarch,

    /// <summary>Ding, Granger and Engle (1993), with a free power δ.</summary>
    Aparch,

    /// <summary>Baillie, Bollerslev and Mikkelsen (1996), long memory over 1,000 lags.</summary>
    Figarch,

    /// <summary>Hansen, Huang and Shek (2012), with realized variances: <see cref="RealizedGarch"/> only.</summary>
    Realized,
}

/// <summary>Law of the innovations, mean 0 and variance 1.</summary>
public enum GarchDistribution
{
    /// <summary>Standard normal: quasi maximum likelihood under any law.</summary>
    Normal = 0,

    /// <summary>Student t, ν ≥ 2.05.</summary>
    StudentT,

    /// <summary>Hansen's skewed t (1994), η ≥ 2.05, λ in (−1, 1).</summary>
    SkewedT,

    /// <summary>Generalized error, ν in [1.01, 500].</summary>
    GeneralizedError,
}

/// <summary>What to fit and how.</summary>
/// <param name="Model">Recursion.</param>
/// <param name="Distribution">Law of the innovations.</param>
/// <param name="Mean">Mean of the returns.</param>
/// <param name="Start">Rule for the time before the first return.</param>
/// <param name="StandardErrors">Whether standard errors are wanted.</param>
public sealed record GarchModelOptions(
    GarchModel Model = GarchModel.Garch,
    GarchDistribution Distribution = GarchDistribution.Normal,
    GarchMean Mean = GarchMean.Constant,
    GarchStart Start = GarchStart.Backcast,
    bool StandardErrors = true)
{
    /// <summary>Parameters held at a value, by name, in the unit of the returns; empty for none.</summary>
    /// <remarks>ω of <c>egarch</c> and <c>aparch</c> changes unit with β and δ, so it can be held only with
    /// those.</remarks>
    public IReadOnlyDictionary<string, double> Fixed { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether ω is not searched but set so that the level ω/(1 − α − ½γ − β) is the mean squared return around the
    /// starting mean (Engle and Mezrich 1996); <c>garch</c> and <c>gjr</c> only. Errors take that level as known.</summary>
    public bool VarianceTargeting { get; init; }

    /// <summary>h of the first return, squared return units; for <see cref="GarchStart.Value"/> only.</summary>
    public double? StartVariance { get; init; }

    /// <summary>A further start by name, in the unit of the returns; every parameter, or empty for none.</summary>
    public IReadOnlyDictionary<string, double> StartingValues { get; init; } = new Dictionary<string, double>();
}
