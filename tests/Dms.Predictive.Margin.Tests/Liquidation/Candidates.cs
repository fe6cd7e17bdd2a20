using CsCheck;

namespace Dms.Predictive.Margin.Tests.Liquidation;

/// <summary>Bankrupt accounts and counterparties at small whole numbers, where every unit of rounding shows.</summary>
internal static class Candidates
{
    public static readonly Gen<UnitPrice> Prices =
        Gen.Select(Gen.Long[1, 5000], Gen.Long[1, 40], (top, bottom) => new UnitPrice(top, bottom));

    public static readonly Gen<BankruptAccount> Bankrupt = Gen.Select(
        Gen.Long[-300, 300], Gen.Long[-60_000, 60_000], Prices, Prices,
        (quantity, quote, mark, previous) => new BankruptAccount(quantity, quote, mark, previous));

    public static readonly Gen<IReadOnlyList<DeleveragingCandidate>> Many = Gen.Select(
        Gen.Long[-200, 200], Gen.Long[0, 20_000], Gen.Long[-40_000, 60_000]).List[0, 12].Select(
            IReadOnlyList<DeleveragingCandidate> (rows) => [.. rows.Select((r, i) => new DeleveragingCandidate(
                $"c{i}", r.Item1, Math.Sign(r.Item1) * r.Item2, r.Item3))]);

    /// <summary>Long one contract.</summary>
    public static BankruptAccount LongAt(long previous, long quote, long mark) =>
        new(1, quote, new(mark, 1), new(previous, 1));
}
