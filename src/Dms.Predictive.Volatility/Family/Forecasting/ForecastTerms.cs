using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Unit of returns; a variance carries its square.</summary>
public enum ReturnUnit
{
    /// <summary>0.01 is one percent.</summary>
    Fraction = 0,

    /// <summary>1 is one percent.</summary>
    Percent,
}

/// <summary>How a forecast was computed.</summary>
public enum ForecastMethod
{
    /// <summary>In closed form.</summary>
    Analytic = 0,

    /// <summary>Mean over paths with innovations of the fitted law.</summary>
    Simulation,

    /// <summary>Mean over paths with innovations drawn from past standardised residuals (Barone-Adesi, Giannopoulos and
    /// Vosper 1999).</summary>
    FilteredHistorical,
}

/// <summary>What every forecast says about itself.</summary>
/// <param name="Model">Recursion.</param>
/// <param name="Distribution">Law of the innovations.</param>
/// <param name="Method">How it was computed.</param>
/// <param name="Horizon">Bars ahead.</param>
/// <param name="OriginBar">Returns seen before the first bar forecast.</param>
/// <param name="Unit">Unit of the returns.</param>
public sealed record ForecastTerms(
    GarchModel Model, GarchDistribution Distribution, ForecastMethod Method, int Horizon, long OriginBar, ReturnUnit Unit)
{
    /// <summary>Length of a bar; null where the returns carried no times.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>Close of the last bar seen; null where the returns carried no times.</summary>
    public Timestamp? Origin { get; init; }

    /// <summary>Paths walked; 0 for closed forms.</summary>
    public int Paths { get; init; }

    /// <summary>Seed of the paths; null for closed forms.</summary>
    public long? Seed { get; init; }
}
