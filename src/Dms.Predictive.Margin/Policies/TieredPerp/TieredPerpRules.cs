using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What an account may hold under the tiered perpetual policy.</summary>
internal static class TieredPerpRules
{
    private const string Whole = "a whole number";

    public static void Check(TieredPerpParameters parameters, Account account, MarginMarket market)
    {
        decimal quantums = account.Cash / Quantums.QuoteQuantum;
        Refuse.Unless(
            quantums == decimal.Truncate(quantums), "account.quoteQuantums", quantums, Whole + " of quote quantums");
        Refuse.Unless(account.Debt == 0, "account.debt", account.Debt, "0: count debt in quoteQuantums");
        Refuse.Unless(
            account.Collateral.Count == 0, "account.collateral", account.Collateral.Count, "no asset besides the quote");
        Dictionary<string, Instrument> instruments = market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        for (int i = 0; i < account.Positions.Count; i++)
        {
            Check(account.Positions[i], $"account.positions[{i}].");
        }

        for (int i = 0; i < market.Instruments.Count; i++)
        {
            Instrument instrument = market.Instruments[i];
            if (account.Positions.Any(p => p.Instrument == instrument.Id && p.Quantity != 0))
            {
                Check(parameters, instrument, $"market.instruments[{i}].");
            }
        }
    }

    private static void Check(Position p, string at)
    {
        Refuse.Unless(
            p.Quantity == decimal.Truncate(p.Quantity), at + "quantity", p.Quantity, Whole + " of base quantums");
        Refuse.Unless(
            p.EntryPrice is null && p.UnrealizedPnl == 0 && p.AccruedFunding == 0,
            at + "entryPrice", p.EntryPrice, "no profit of its own: the entry is in quoteQuantums");
    }

    private static void Check(TieredPerpParameters parameters, Instrument instrument, string at)
    {
        Refuse.Unless(
            instrument.Kind == InstrumentKind.Perpetual, at + "kind", instrument.Kind, "perpetual under tiered-perp");
        Refuse.Unless(instrument.Multiplier == 1, at + "multiplier", instrument.Multiplier, "1 under tiered-perp");
        if (instrument.Tiered is not TieredPerpTerms terms)
        {
            throw new InputRefusedException(
                "MissingField", "A tiered perpetual needs its resolution and its tier.", at + "atomicResolution");
        }

        Refuse.Unless(
            terms.AtomicResolution is >= -28 and <= 0, at + "atomicResolution", terms.AtomicResolution, "in [-28, 0]");
        TieredPerpParameters.CheckQuantums(terms.OpenInterestNotional, at + "openInterestNotional");
        TieredPerpParameters.CheckPpm(terms.CustomInitialMarginPpm, at + "customInitialMarginPpm");
        if (!parameters.Tiers.ContainsKey(terms.Tier))
        {
            throw Refuse.OutOfRange(
                at + "tier", $"'{terms.Tier}'", "one of " + string.Join(", ", parameters.Tiers.Keys.Order(StringComparer.Ordinal)));
        }
    }
}
