namespace Dms.Predictive.MarketData;

/// <summary>Limits of an index over several sources.</summary>
public sealed record IndexRules
{
    /// <summary>Silence after which a source does not count.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Least distance from the median, as a fraction, that makes an outlier.</summary>
    public double OutlierFloor { get; init; } = 0.01;

    /// <summary>Robust standard deviations that make an outlier where they are wider than the floor.</summary>
    public double OutlierSigmas { get; init; } = 6;

    /// <summary>Sources for a good price.</summary>
    public int GoodSources { get; init; } = 3;

    /// <summary>Sources for a degraded price; with fewer the last one is held.</summary>
    public int LeastSources { get; init; } = 2;

    /// <summary>Least jump of a lone source, as a fraction, that must be confirmed.</summary>
    public double JumpFloor { get; init; } = 0.10;

    /// <summary>Robust standard deviations that make a jump where they are wider than the floor.</summary>
    public double JumpSigmas { get; init; } = 10;

    /// <summary>How long after a lone source's jump another event may confirm it.</summary>
    public TimeSpan ConfirmAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Largest confidence as a fraction of the price.</summary>
    public decimal MaxConfidence { get; init; } = 0.005m;

    /// <summary>Largest distance from the time-weighted mean, as a fraction.</summary>
    public decimal MaxDeviation { get; init; } = 0.05m;

    /// <summary>Window of the time-weighted mean.</summary>
    public TimeSpan MeanWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time without a reason after which the index is good again.</summary>
    public TimeSpan RecoverAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the index must have been good before it may liquidate.</summary>
    public TimeSpan LiquidateAfter { get; init; } = TimeSpan.FromSeconds(3);
}
