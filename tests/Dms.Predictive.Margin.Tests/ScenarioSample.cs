namespace Dms.Predictive.Margin.Tests;

/// <summary>A scenario-portfolio and a standard-options policy for the sample's market.</summary>
internal static class ScenarioSample
{
    public static ScenarioPortfolioPolicy Policy(double driver = 1) => new(Parameters(driver));

    public static ScenarioPortfolioParameters Parameters(double driver = 1) => new()
    {
        Scenarios =
        [
            .. new[] { 0.84, 0.92, 1, 1.08, 1.16 }.SelectMany(spot => new[]
            {
                Scenario(spot, VolatilityMove.Up), Scenario(spot, VolatilityMove.None), Scenario(spot, VolatilityMove.Down),
            }).Select(s => s with { Spot = 1 + ((s.Spot - 1) * driver) }),
            Scenario(0.5, VolatilityMove.Up) with { Name = "crash", Dampening = 0.1 },
            Scenario(1.7, VolatilityMove.Up) with { Name = "rally", Dampening = 0.07 },
            Scenario(1, VolatilityMove.Linear),
            Scenario(1, VolatilityMove.Absolute),
        ],
        VolatilityShock = new(0.4, 0.25)
        {
            MinimumShockedVolatility = 0.4,
            ShortTermPower = 0.3,
            LongTermPower = 0.14,
            DaysFloor = 1,
        },
        LossFactors = new(1.1, 0.8)
        {
            PositiveDiscount = 0.96,
            NegativeDiscount = 1.03,
            LongRateMultiplier = 1,
            LongRateAdditive = 0.07,
            ShortRateMultiplier = 0.6,
            ShortRateAdditive = 0.09,
        },
        Basis = new(1.05, 0.95, 0.4, 1.8),
        Contingencies = new()
        {
            PegThreshold = 0.985,
            PegFactor = 1.8,
            ConfidenceThreshold = 0.6,
            ConfidenceMargin = 0.9,
            PerpMaintenanceRate = 0.014,
            PerpInitialRate = 0.006,
            NakedMaintenanceRate = 0.0035,
            NakedInitialRate = 0.0025,
        },
        SkewShock = new()
        {
            LinearBase = -0.04,
            LinearCap = 0.14,
            AbsoluteBase = -0.03,
            AbsoluteCap = 0.13,
            MinimumWidth = 0.015,
            WidthScale = 3.5,
            VolatilityStatic = 0.65,
            VolatilitySlope = -0.12,
        },
    };

    public static StandardOptionsPolicy Standard(double driver = 1, bool isStrategy = true) =>
        new(StandardParameters(driver, isStrategy));

    public static StandardOptionParameters StandardParameters(double driver = 1, bool isStrategy = true) => new()
    {
        IsStrategy = isStrategy,
        MaximumSpotRate = 0.15 * driver,
        MinimumSpotRate = 0.1 * driver,
        CallMaintenanceRate = 0.075 * driver,
        PutMaintenanceRate = 0.075 * driver,
        PutMaintenanceMarkRate = 0.075 * driver,
        PutInitialFactor = 1.05,
        UnpairedInitial = 1.2,
        UnpairedMaintenance = 1.1,
        PerpInitialRate = 0.065 * driver,
        PerpMaintenanceRate = 0.05 * driver,
        DepegThreshold = 0.98,
        DepegFactor = 1.2,
    };

    private static PortfolioScenario Scenario(double spot, VolatilityMove move) => new($"{spot}/{move}", spot, move);
}
