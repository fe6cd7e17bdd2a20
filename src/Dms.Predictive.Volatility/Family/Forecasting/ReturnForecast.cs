namespace Dms.Predictive.Volatility;

/// <summary>Law of the return over the whole horizon, for a long position of one. It is not a variance forecast.</summary>
public sealed record ReturnForecast
{
    /// <summary>Horizon, origin, unit, method.</summary>
    public required ForecastTerms Terms { get; init; }

    /// <summary>Mean return over the horizon: horizon × μ for closed forms, the mean of the paths otherwise.</summary>
    public required double Mean { get; init; }

    /// <summary>Quantiles of the return.</summary>
    public required IReadOnlyList<ForecastQuantile> Quantiles { get; init; }

    /// <summary>Losses at the confidences asked for.</summary>
    public required IReadOnlyList<ReturnTail> Tail { get; init; }
}

/// <summary>Loss quantile and mean loss beyond it; positive = loss.</summary>
/// <param name="Confidence">In (0, 1): 0.99.</param>
/// <param name="ValueAtRisk">−quantile of the return at 1 − confidence.</param>
/// <param name="ExpectedShortfall">Mean loss in the worst 1 − confidence of outcomes.</param>
public readonly record struct ReturnTail(double Confidence, double ValueAtRisk, double ExpectedShortfall);
