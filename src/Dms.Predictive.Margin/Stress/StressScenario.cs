using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A market that something has happened to.</summary>
/// <param name="Name">Comes back in the answer.</param>
/// <param name="Source">Where its figures come from; empty for a hypothetical one.</param>
public sealed record StressScenario(string Name, string Source = "")
{
    /// <summary>Price factor by underlying; others stand still.</summary>
    public IReadOnlyDictionary<string, decimal> Factors { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Price factor of every underlying; 1 = by <see cref="Factors"/>.</summary>
    public decimal CommonFactor { get; init; } = 1;

    /// <summary>Factor on the policy's own driver, such as its volatilities; ≥ 1.</summary>
    public double DriverFactor { get; init; } = 1;

    /// <summary>Factor on the price of the quote currency, USD.</summary>
    public decimal StableFactor { get; init; } = 1;

    /// <summary>Correlation that every pair takes; null = as the policy has it. Parametric policies only.</summary>
    public double? Correlation { get; init; }

    /// <summary>Whether every price feed goes silent for longer than it may.</summary>
    public bool IsFeedLoss { get; init; }
}

/// <summary>Windows of the past and hypothetical ones.</summary>
public static class StressCatalogue
{
    private const string Hourly = "24 hours of Binance hourly closes that were worst for BTC, from ";

    /// <summary>All scenarios, in a fixed order.</summary>
    public static IReadOnlyList<StressScenario> All { get; } =
    [
        Crypto("2021-05-19 crypto", Hourly + "2021-05-18T12:00Z", 0.8016m, 0.6925m, 0.6774m),
        Crypto("2022-05-12 Luna", Hourly + "2022-05-11T05:00Z", 0.8629m, 0.7708m, 0.6396m),
        Crypto("2022-06-13 Celsius", Hourly + "2022-06-13T01:00Z", 0.8092m, 0.8081m, 0.8930m),
        Crypto("2022-11-09 FTX", Hourly + "2022-11-08T16:00Z", 0.8387m, 0.7597m, 0.5708m),
        Crypto("2024-08-05 unwind", Hourly + "2024-08-04T12:00Z", 0.8156m, 0.7622m, 0.7717m),
        new("2020-03-16 equities", "SPY daily closes 269.32 to 239.85") { Factors = Of(("SPX", 0.8906m), ("SPY", 0.8906m), ("ES", 0.8906m)) },
        new("2023-03-10 stable coin off its peg", "USDC at 0.877 USD") { StableFactor = 0.877m },
        .. new[] { -0.3m, -0.2m, -0.1m, 0.1m, 0.2m, 0.3m }.Select(m => new StressScenario(
            FormattableString.Invariant($"all prices {(m > 0 ? "+" : "−")}{Math.Abs(m) * 100:0} %")) { CommonFactor = 1 + m }),
        new("volatility twice as high") { DriverFactor = 2 },
        new("every correlation 1") { Correlation = 1 },
        new("every correlation as negative as can be") { Correlation = -1 },
        new("every price feed silent") { IsFeedLoss = true },
    ];

    private static StressScenario Crypto(string name, string source, decimal btc, decimal eth, decimal sol) =>
        new(name, source) { Factors = Of(("BTC", btc), ("ETH", eth), ("SOL", sol)) };

    private static Dictionary<string, decimal> Of(params (string Id, decimal Factor)[] factors) =>
        factors.ToDictionary(f => f.Id, f => f.Factor, StringComparer.Ordinal);
}
