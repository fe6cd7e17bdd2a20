using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests;

/// <summary>A small market with options, and generators on it.</summary>
internal static class OptionSample
{
    private const double Week = 604_800;
    private const double Quarter = 7_776_000;

    /// <summary>The sample market with options on ETH in two expiries and on BTC in one.</summary>
    public static readonly MarginMarket Market = Sample.Market with
    {
        Instruments =
        [
            .. Sample.Market.Instruments,
            Option("ETH-W-2900-P", "ETH", Week, 2900, false, 0.72),
            Option("ETH-W-3000-C", "ETH", Week, 3000, true, 0.66),
            Option("ETH-W-3000-P", "ETH", Week, 3000, false, 0.66),
            Option("ETH-W-3300-C", "ETH", Week, 3300, true, 0.7) with { Multiplier = 10 },
            Option("ETH-Q-3000-C", "ETH", Quarter, 3000, true, 0.61),
            Option("ETH-Q-2400-P", "ETH", Quarter, 2400, false, 0.75),
            Option("BTC-W-60000-P", "BTC", Week, 60_000, false, 0.5) with { Multiplier = 0.1m },
            Option("BTC-W-64000-C", "BTC", Week, 64_000, true, 0.52) with { Multiplier = 0.1m },
        ],
        Expiries =
        [
            new("ETH", Week, 3014.5m, 0.04),
            new("ETH", Quarter, 3047.25m, -0.01),
            new("BTC", Week, 61_302.75m, 0.04),
        ],
    };

    /// <summary>One to six positions in options and linear contracts; sizes are multiples of an eighth.</summary>
    public static readonly Gen<Account> Accounts = Of(Market.Instruments, 3);

    /// <summary>Accounts of the two modes that share collateral.</summary>
    public static readonly Gen<Account> SharedAccounts = Accounts.Select(
        a => a with { Mode = a.Mode == MarginMode.Isolated ? MarginMode.Cross : a.Mode });

    public static Instrument Option(
        string id, string underlying, double seconds, decimal strike, bool isCall, double volatility) =>
        new(id, InstrumentKind.Option, underlying, null)
        {
            SecondsToExpiry = seconds,
            Option = new(strike, isCall, volatility),
        };

    private static Gen<Account> Of(IReadOnlyList<Instrument> instruments, int modes) => Gen.Select(
        Gen.Select(Gen.Int[0, instruments.Count - 1], Gen.Int[-80, 80], Gen.Int[90, 110]).List[1, 6],
        Gen.Int[0, 90_000],
        Gen.Int[0, modes - 1],
        (rows, cash, mode) => Sample.Account(
            [.. rows.Select(r => PositionOf(instruments[r.Item1], r.Item2, r.Item3))], cash) with
        {
            Mode = (MarginMode)mode,
        });

    private static Position PositionOf(Instrument instrument, int eighths, int entryPercent)
    {
        decimal size = instrument.Kind == InstrumentKind.InversePerpetual ? 1000 : 0.125m;
        return new(instrument.Id, eighths * size, instrument.Price * entryPercent / 100);
    }
}
