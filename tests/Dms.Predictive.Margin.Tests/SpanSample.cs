namespace Dms.Predictive.Margin.Tests;

/// <summary>Scan ranges of the sample's three underlyings.</summary>
internal static class SpanSample
{
    public static SpanPolicy Policy(double driver = 1) => new(Parameters(driver));

    public static SpanParameters Parameters(double driver = 1) => new()
    {
        MaintenanceRatio = 0.9,
        Underlyings =
        [
            new("BTC", 7500 * driver, 0.15) { ShortOptionMinimum = 40, ExtremeMultiple = 3, ExtremeCover = 0.33 },
            new("ETH", 420 * driver, 0.2) { ShortOptionMinimum = 5 },
            new("SOL", 25 * driver, 0.1) { VolScanRelative = false },
        ],
        InterSpreads = [new([new("ETH", 20), new("BTC", 1)], IsOpposite: true, 0.6)],
    };

    /// <summary>With tiers for near and far expiries, a charge between them and one for delivery.</summary>
    public static SpanParameters Tiered { get; } = Parameters() with
    {
        Underlyings =
        [
            new("ETH", 420, 0.2)
            {
                Tiers = [new(1, 0, 3_456_000), new(2, 3_456_000, 1_000_000_000)],
                IntraSpreads = [new(1, 2, 30)],
                Delivery = new(1, 3),
            },
            new("BTC", 7500, 0.15),
        ],
    };
}
