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

    /// <summary>Score of the trees before their scale.</summary>
    public required double RawScore { get; init; }

    /// <summary>ln har, garch, gbdt, in the pool's order.</summary>
    public required IReadOnlyList<double> LnMembers { get; init; }

    /// <summary>Weights of the pool, in the same order.</summary>
    public required IReadOnlyList<double> PoolWeights { get; init; }

    /// <summary>ln of the EWMA forecast; shown, not blended.</summary>
    public required double LnEwma { get; init; }

    /// <summary>ln of the blend.</summary>
    public required double LnBlend { get; init; }

    /// <summary>Calibrated probability of a spike, or null when there is none.</summary>
    public SpikeForecast? Spike { get; init; }

    /// <summary>Names of the pool's members.</summary>
    public static IReadOnlyList<string> Members { get; } = ["har", "garch", "gbdt"];

    /// <summary>ln of the GARCH baseline.</summary>
    public double LnGarch => LnMembers[1];

    /// <summary>A member or the blend as an annualized volatility.</summary>
    /// <param name="lnPercentSquared">ln of percent² over the horizon.</param>
    public AnnualizedVolatility Annualize(double lnPercentSquared) => PeriodVariance
        .FromPercentSquared(PinnedMath.Exp(lnPercentSquared), TimeSpan.FromMinutes(HorizonMinutes))
        .Annualize(YearBasis.Calendar365);
}
