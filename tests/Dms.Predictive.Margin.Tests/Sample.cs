using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests;

/// <summary>A small market and generators on it.</summary>
internal static class Sample
{
    public static readonly Timestamp AsOf = Timestamp.Parse("2026-03-02T12:00:00Z");

    public static readonly MarginMarket Market = new(
        [new("BTC", 61250.5m), new("ETH", 3012.75m), new("SOL", 142.31m)],
        [
            new("BTC-PERP", InstrumentKind.Perpetual, "BTC", 61250.5m),
            new("ETH-PERP", InstrumentKind.Perpetual, "ETH", 3012.75m),
            new("SOL-SPOT", InstrumentKind.Spot, "SOL", 142.31m),
            new("ETH-JUN", InstrumentKind.Future, "ETH", 3051m) { Multiplier = 10, SecondsToExpiry = 6_912_000 },
            new("BTC-INV", InstrumentKind.InversePerpetual, "BTC", 61250.5m),
        ]);

    /// <summary>One to six positions; sizes are multiples of an eighth.</summary>
    public static readonly Gen<Account> Accounts = Gen.Select(
        Gen.Select(Gen.Int[0, 4], Gen.Int[-160, 160], Gen.Int[90, 110]).List[1, 6],
        Gen.Int[0, 90_000],
        Gen.Int[0, 2],
        (rows, cash, mode) => Account([.. rows.Select(PositionOf)], cash) with { Mode = (MarginMode)mode });

    public static Account Account(IReadOnlyList<Position> positions, decimal cash = 10_000) =>
        new("A", MarginMode.Cross, cash, positions);

    public static MarginRequest Request(IMarginPolicy policy, Account account, MarginOverlay? overlay = null) =>
        new("r", AsOf, account, Market, policy) { Overlay = overlay };

    public static ParametricPolicy Parametric(double volatility = 1) => new(new()
    {
        Confidence = 0.99,
        HorizonDays = 1,
        MaintenanceRatio = 0.75,
        Volatilities = [new("BTC", 0.55 * volatility), new("ETH", 0.72 * volatility), new("SOL", 1.05 * volatility)],
        Correlation = [[1, 0.82, 0.7], [0.82, 1, 0.76], [0.7, 0.76, 1]],
    });

    /// <summary>Three perpetuals in base quantums of 1e-8.</summary>
    public static readonly MarginMarket TieredMarket = Market with
    {
        Instruments =
        [
            .. Market.Underlyings.Select((u, i) => new Instrument(u.Id, InstrumentKind.Perpetual, u.Id, u.Spot)
            {
                Tiered = new(i == 0 ? "large" : "small", -8) { OpenInterestNotional = i * 11_123_456_789_123 },
            }),
        ],
    };

    /// <summary>Perpetuals with skew scales; the driver multiplies their ratios.</summary>
    public static MarginMarket SkewedMarket(double driver) => Market with
    {
        Instruments =
        [
            .. Market.Underlyings.Select((u, i) => new Instrument(u.Id, InstrumentKind.Perpetual, u.Id, u.Spot)
            {
                Skew = new()
                {
                    SkewScale = 3_000,
                    InitialMarginRatio = 1.8 * driver,
                    MinimumInitialMarginRatio = (0.02 + (0.01 * i)) * driver,
                    MaintenanceScalar = 0.6,
                    MinimumPositionMargin = 75,
                    FlagRewardRatio = 0.004,
                },
            }),
        ],
    };

    public static TieredPerpPolicy Tiered(double driver = 1) => new(new(new Dictionary<string, PerpTier>
    {
        ["large"] = new((int)(20_000 * driver), 600_000),
        ["small"] = new((int)(100_000 * driver), 500_000)
        {
            OpenInterestLower = 20_000_000_000_000,
            OpenInterestUpper = 50_000_000_000_000,
        },
    }));

    /// <summary>Filtered expected shortfall over joint returns of 120 periods.</summary>
    public static HistoricalPolicy Historical(double driver = 1) => new(HistoricalParameters(driver));

    public static HistoricalParameters HistoricalParameters(double driver = 1) => new()
    {
        Confidence = 0.975,
        Lambda = 0.94,
        MaintenanceRatio = 0.8,
        Returns = Returns(driver, 120),
    };

    /// <summary>Correlated returns of the three underlyings, the same for every run.</summary>
    public static IReadOnlyList<ReturnSeries> Returns(double driver, int count)
    {
        double[] Wave(double deviation, double own) => [.. Enumerable.Range(1, count).Select(t =>
            driver * deviation * (Math.Sin(t * 12.9898) + (own * Math.Sin(t * t * 0.7 * own))))];
        return [new("BTC", Wave(0.02, 0.6)), new("ETH", Wave(0.03, 0.8)), new("SOL", Wave(0.05, 1.1))];
    }

    public static StaticPolicy Static(double volatility = 1) => new(
        new(0.1 * volatility, 0.06 * volatility),
        new Dictionary<string, MarginRates> { ["BTC-PERP"] = new(0.05 * volatility, 0.03 * volatility) });

    public static OverlayForecast Forecast(double? reference, double? garch, double? ml, double spike = 0) =>
        new(reference, garch, ml, AsOf + TimeSpan.FromMinutes(-1), AsOf + TimeSpan.FromHours(1))
        {
            SpikeProbability = spike,
            SpikeMultiple = 1.5,
        };

    public static MarginOverlay Overlay(OverlayForecast forecast) => new(Rules(), forecast)
    {
        AnnouncedAt = AsOf + TimeSpan.FromHours(-1),
    };

    public static OverlayRules Rules() => new()
    {
        WeightMl = 0.6,
        Cap = 2.5,
        MaxStep = 100,
        StepSeconds = 60,
        HalfLifeSeconds = 7200,
        NoticeSeconds = 14_400,
        RampSeconds = 7200,
    };

    private static Position PositionOf((int Instrument, int Eighths, int EntryPercent) row)
    {
        Instrument instrument = Market.Instruments[row.Instrument];
        decimal size = instrument.Kind == InstrumentKind.InversePerpetual ? 1000 : 0.125m;
        return new(instrument.Id, row.Eighths * size, instrument.Price * row.EntryPercent / 100);
    }
}
