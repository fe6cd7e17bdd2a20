using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Benchmarks;

/// <summary>Accounts of options on one underlying in three expiries, and a policy of 31 scenarios.</summary>
internal static class ScenarioAccounts
{
    /// <summary>Options per account.</summary>
    public const int Options = 30;

    private static readonly double[] Seconds = [604_800, 2_592_000, 7_776_000];

    private static readonly MarginMarket Market = new(
        [new("ETH", 3000)],
        [.. Enumerable.Range(0, Options).Select(i => new Instrument($"ETH-{i:D2}", InstrumentKind.Option, "ETH", null)
        {
            SecondsToExpiry = Seconds[i % Seconds.Length],
            Option = new(2000 + (60 * i), i % 2 == 0, 0.5 + (0.01 * i)),
        })])
    {
        Expiries = [.. Seconds.Select((s, i) => new ExpiryForward("ETH", s, 3010 + (10 * i), 0.03))],
    };

    /// <summary>31 scenarios: nine prices with volatilities up, unchanged and down, two tails and two of the
    /// smile.</summary>
    public static ScenarioPortfolioPolicy Policy() => new(new()
    {
        Scenarios =
        [
            .. new[] { 0.76, 0.84, 0.92, 0.96, 1, 1.04, 1.08, 1.16, 1.24 }.SelectMany(spot => new PortfolioScenario[]
            {
                new($"{spot} up", spot, VolatilityMove.Up),
                new($"{spot}", spot, VolatilityMove.None),
                new($"{spot} down", spot, VolatilityMove.Down),
            }),
            new("crash", 0.5, VolatilityMove.Up, 0.1),
            new("rally", 1.7, VolatilityMove.Up, 0.07),
            new("tilt", 1, VolatilityMove.Linear),
            new("bend", 1, VolatilityMove.Absolute),
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
    });

    /// <summary>One account, long and short.</summary>
    public static MarginView View(int seed)
    {
        Random random = new(seed);
        Position[] positions = [.. Market.Instruments.Select(i => new Position(i.Id, random.Next(1, 80) - 40.5m, null))];
        return MarginView.Of(new($"account {seed}", MarginMode.Portfolio, 10_000, positions), Market);
    }

    /// <summary>What the option prices of all scenarios alone take, without anything else.</summary>
    public static double PriceOneByOne(int scenarios)
    {
        double sum = 0;
        for (int s = 0; s < scenarios; s++)
        {
            foreach (Instrument instrument in Market.Instruments)
            {
                OptionTerms terms = instrument.Option!;
                sum += Black76.Price(
                    new(2900 + s, (double)terms.Strike, terms.Volatility, 0.1, terms.IsCall), 0.03);
            }
        }

        return sum;
    }
}
