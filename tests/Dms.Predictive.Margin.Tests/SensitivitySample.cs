using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests;

/// <summary>Two risk classes with three buckets each, and books of sensitivities to their factors.</summary>
internal static class SensitivitySample
{
    private static readonly string[] Buckets = ["large", "small", "residual"];

    public static SensitivitiesParameters Parameters(double driver = 1, decimal? threshold = null) => new(
        0.8,
        [
            new("equity", 0.2,
            [
                new("large", 0.22 * driver, 0.35 * driver, 0.4, threshold),
                new("small", 0.31 * driver, 0.45 * driver, 0.25),
                new("residual", 0.4 * driver, 0.5 * driver, 0.1),
            ]),
            new("crypto", -0.5,
            [
                new("large", 0.35 * driver, 0.4 * driver, -0.25, threshold),
                new("small", 0.6 * driver, 0.55 * driver, 0.6),
                new("residual", 0.9 * driver, 0.8 * driver, 0),
            ]),
        ],
        [[1, 0.3], [0.3, 1]]);

    public static Gen<Sensitivity> One { get; } = Gen.Select(
        Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 3], Gen.Enum<SensitivityKind>(), Gen.Int[-4_000_000, 4_000_000],
        Gen.Int[-90_000, 90_000], (crypto, bucket, factor, kind, amount, other) => new Sensitivity(
            crypto ? "crypto" : "equity", Buckets[bucket], $"f{factor}", kind)
        {
            Amount = kind == SensitivityKind.Curvature ? 0 : amount / 4m,
            LossUp = kind == SensitivityKind.Curvature ? amount / 16m : 0,
            LossDown = kind == SensitivityKind.Curvature ? other : 0,
        });

    public static Gen<Account> Accounts { get; } = Gen.Select(
        One.List[0, 12], Gen.Int[0, 900_000], Gen.Bool, (rows, cash, cross) => new Account(
            "A", cross ? MarginMode.Cross : MarginMode.Portfolio, cash, [])
        { Sensitivities = rows });
}
