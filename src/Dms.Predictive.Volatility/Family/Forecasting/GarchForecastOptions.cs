using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>What to forecast and how.</summary>
public sealed record GarchForecastOptions
{
    /// <summary>Bars ahead; ≥ 1.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Method; null takes the closed form of the variance where there is one, else simulation.</summary>
    public ForecastMethod? Method { get; init; }

    /// <summary>Paths; ≥ 2.</summary>
    public int Paths { get; init; } = 10_000;

    /// <summary>Seed of the paths.</summary>
    public long Seed { get; init; } = 17;

    /// <summary>Whether every path has a mirrored partner, which takes odd errors out.</summary>
    public bool Antithetic { get; init; }

    /// <summary>Most past innovations that filtered historical simulation draws from.</summary>
    public int PastInnovations { get; init; } = 2_000;

    /// <summary>Confidences of value-at-risk and expected shortfall, each in (0, 1).</summary>
    public IReadOnlyList<double> Confidences { get; init; } = [0.95, 0.99];

    /// <summary>Levels of quantiles, each in (0, 1).</summary>
    public IReadOnlyList<double> Levels { get; init; } = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Unit of the returns, carried into the answer.</summary>
    public ReturnUnit Unit { get; init; }

    /// <summary>Length of a bar, carried into the answer.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>Close of the last bar seen, carried into the answer.</summary>
    public Timestamp? Origin { get; init; }

    /// <summary>Runs chunk 0 … count − 1 in any order, at the same time or not; null runs one after the other. The answer is
    /// the same to the bit.</summary>
    public Action<int, Action<int>>? ForEach { get; init; }
}
