using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Moves prices of a market: spot, linear contracts, the part of forwards that is not fixed yet, and collateral of the
/// same underlying move together. Prices of options are left to the policy, which values them anew.
/// </summary>
public static class MarketShift
{
    /// <summary>Length of the averaging window before expiry unless a policy says otherwise, seconds.</summary>
    public const double SettlementWindowSeconds = 1800;

    /// <summary>The same market after the moves.</summary>
    /// <param name="market">Current prices.</param>
    /// <param name="shifts">At most one per underlying; factors &gt; 0.</param>
    /// <param name="volatilityFactor">Factor on the volatility of options; &gt; 0.</param>
    /// <exception cref="OverflowException">A price does not fit a decimal.</exception>
    public static MarginMarket Apply(
        MarginMarket market, IReadOnlyList<PriceShift> shifts, double volatilityFactor = 1) =>
        Apply(market, shifts, volatilityFactor, SettlementWindowSeconds);

    /// <summary>The same with the averaging window of a policy.</summary>
    internal static MarginMarket Apply(
        MarginMarket market, IReadOnlyList<PriceShift> shifts, double volatilityFactor, double windowSeconds)
    {
        ArgumentNullException.ThrowIfNull(market);
        Dictionary<string, decimal> factors =
            shifts.ToDictionary(s => s.Underlying, s => s.Factor, StringComparer.Ordinal);
        decimal Of(string underlying) => factors.GetValueOrDefault(underlying, 1);
        return market with
        {
            Underlyings = [.. market.Underlyings.Select(u => u with { Spot = u.Spot * Of(u.Id) })],
            Instruments = [.. market.Instruments.Select(i => Moved(i, Of(i.Underlying), volatilityFactor))],
            Expiries = [.. market.Expiries.Select(e => Moved(e, Of(e.Underlying), windowSeconds))],
            Assets = [.. market.Assets.Select(a => Moved(a, Of(a.Underlying ?? a.Id)))],
        };
    }

    /// <summary>The same positions, with the price of today as entry price where none is given. Tiered perpetuals need
    /// none, for the account's quote holds what was paid, nor do positions against a pool, for their size
    /// does.</summary>
    /// <param name="positions">Positions in any order.</param>
    /// <param name="market">Prices before any move.</param>
    public static IReadOnlyList<Position> Settled(IReadOnlyList<Position> positions, MarginMarket market)
    {
        ArgumentNullException.ThrowIfNull(positions);
        ArgumentNullException.ThrowIfNull(market);
        Dictionary<string, decimal?> prices = market.Instruments.Where(i => i.IsLinear && i.Tiered is null)
            .ToDictionary(i => i.Id, i => i.Price, StringComparer.Ordinal);
        return [.. positions.Select(p => p.EntryPrice is null && p.Pool is null
            ? p with { EntryPrice = prices.GetValueOrDefault(p.Instrument) }
            : p)];
    }

    private static Instrument Moved(Instrument instrument, decimal factor, double volatilityFactor) =>
        instrument.Option is OptionTerms option
            ? instrument with { Option = option with { Volatility = option.Volatility * volatilityFactor } }
            : factor == 1 ? instrument
            : instrument with
            {
                Price = instrument.Price * factor,
                MinPrice = instrument.MinPrice * factor,
                MaxPrice = instrument.MaxPrice * factor,
            };

    private static ExpiryForward Moved(ExpiryForward expiry, decimal factor, double windowSeconds)
    {
        if (factor == 1)
        {
            return expiry;
        }

        decimal open = (decimal)Math.Clamp(expiry.SecondsToExpiry / windowSeconds, 0, 1);
        decimal settled = expiry.ForwardFixed ?? (expiry.Forward * (1 - open));
        return expiry with
        {
            Forward = settled + ((expiry.Forward - settled) * factor),
            ForwardFixed = settled == 0 ? expiry.ForwardFixed : settled,
        };
    }

    private static CollateralAsset Moved(CollateralAsset asset, decimal factor) => factor == 1
        ? asset
        : asset with { Price = asset.Price * factor, MinPrice = asset.MinPrice * factor };
}
