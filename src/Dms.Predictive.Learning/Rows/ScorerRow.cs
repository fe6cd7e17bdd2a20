using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>What baselines say about one decision and horizon; all logs of percent² over the horizon.</summary>
/// <param name="LnGarch">GARCH forecast.</param>
/// <param name="LnEwmaFast">EWMA with the shortest half-life of the row.</param>
/// <param name="LnEwmaMiddle">EWMA with the middle half-life.</param>
/// <param name="LnEwmaSlow">EWMA with the longest half-life.</param>
/// <param name="LnHar">Log-HAR forecast; NaN while warming up.</param>
/// <param name="LnThreshold">ln of the spike threshold; NaN before five days.</param>
public readonly record struct BaselineInputs(
    double LnGarch, double LnEwmaFast, double LnEwmaMiddle, double LnEwmaSlow, double LnHar, double LnThreshold);

/// <summary>
/// Assembles the row that a trained forest scores: market features, then the baselines family. One place, so that
/// training and serving cannot differ.
/// </summary>
public static class ScorerRow
{
    private static readonly FeatureDefinition[] Baselines =
    [
        Make("ln_garch", "ln %²", "ln of the GARCH(1,1) forecast over the horizon"),
        Make("ln_ewma_fast", "ln %²", "ln of the EWMA forecast, half-life 20 min"),
        Make("ln_ewma_middle", "ln %²", "ln of the EWMA forecast, half-life 140 min"),
        Make("ln_ewma_slow", "ln %²", "ln of the EWMA forecast, half-life 1440 min"),
        Make("ln_har", "ln %²", "ln of the log-HAR forecast over the horizon"),
        Make("ln_garch_to_threshold", "ln", "ln of the GARCH forecast ÷ the spike threshold"),
        Make("garch_to_har", "ln", "ln of the GARCH forecast ÷ the log-HAR forecast"),
    ];

    /// <summary>Schema of the row for given market features.</summary>
    public static FeatureSchema Schema(FeatureSchema market)
    {
        ArgumentNullException.ThrowIfNull(market);
        return new FeatureSchema(market.Version, [.. market.Features, .. Baselines]);
    }

    /// <summary>Writes one row, rounded to float32 as the deployed model compares.</summary>
    /// <param name="market">Market features in schema order; NaN = missing.</param>
    /// <param name="baselines">Baselines of the horizon.</param>
    /// <param name="row">Room for the market features and the baselines family.</param>
    public static void Assemble(ReadOnlySpan<double> market, BaselineInputs baselines, Span<double> row)
    {
        market.CopyTo(row);
        Span<double> rest = row[market.Length..];
        rest[0] = baselines.LnGarch;
        rest[1] = baselines.LnEwmaFast;
        rest[2] = baselines.LnEwmaMiddle;
        rest[3] = baselines.LnEwmaSlow;
        rest[4] = baselines.LnHar;
        rest[5] = baselines.LnGarch - baselines.LnThreshold;
        rest[6] = baselines.LnGarch - baselines.LnHar;
        ModelRow.RoundToFloat(row);
    }

    private static FeatureDefinition Make(string name, string unit, string formula) => new(name, unit, "baselines", formula, 0);
}
