using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>What the models said for one horizon at one time; logs are of percent² over the horizon.</summary>
public sealed record IssuedForecast
{
    /// <summary>Information cut-off.</summary>
    public required Timestamp AsOf { get; init; }

    /// <summary>Span that is forecast, minutes.</summary>
    public required int HorizonMinutes { get; init; }

    /// <summary>Who scored.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>The scorer's row, as it was compared.</summary>
    public required FeatureVector Row { get; init; }

    /// <summary>Raw scores of the learned members, in their order.</summary>
    public required IReadOnlyList<double> RawScores { get; init; }

    /// <summary>Names of the pool's members: har, garch, then the learned ones.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>ln forecasts of the members, in the pool's order; NaN = missing.</summary>
    public required IReadOnlyList<double> LnMembers { get; init; }

    /// <summary>Weights that were used, in the same order; 0 for missing members.</summary>
    public required IReadOnlyList<double> PoolWeights { get; init; }

    /// <summary>Intercept of the pool plus the online scale.</summary>
    public required double LnLevel { get; init; }

    /// <summary>Why the blend was not the usual one, or null.</summary>
    public string? BlendReason { get; init; }

    /// <summary>ln of the EWMA forecast; shown, not blended.</summary>
    public required double LnEwma { get; init; }

    /// <summary>ln of the blend.</summary>
    public required double LnBlend { get; init; }

    /// <summary>Calibrated probability of a spike, or null when there is none.</summary>
    public SpikeForecast? Spike { get; init; }

    /// <summary>ln of the GARCH baseline.</summary>
    public double LnGarch => LnMembers[1];

    /// <summary>A member or the blend as an annualized volatility.</summary>
    /// <param name="lnPercentSquared">ln of percent² over the horizon.</param>
    public AnnualizedVolatility Annualize(double lnPercentSquared) => PeriodVariance
        .FromPercentSquared(PinnedMath.Exp(lnPercentSquared), TimeSpan.FromMinutes(HorizonMinutes))
        .Annualize(YearBasis.Calendar365);
}
