using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Margin of an account whose positions differ in the maintenance margin that they meet.</summary>
public static class AccountMargin
{
    // Divisions leave noise in the 28th digit; it must not push an amount across a quantum.
    private const int DivisionDigits = 16;

    /// <summary>
    /// Initial margin at the multiplier of the raise. Maintenance margin: each position takes its share of notional in
    /// the maintenance margin of the whole account at the position's own multiplier. Every figure is the engine's
    /// own; with one multiplier for all positions nothing is added to it.
    /// </summary>
    /// <param name="held">Account and when its positions were opened.</param>
    /// <param name="request">Prices, policy and time; its account is replaced, it carries no forecast.</param>
    /// <param name="raise">State of the raise at the decision; null = no raise.</param>
    /// <exception cref="InputRefusedException">The request cannot be answered, carries a forecast, or the times do not
    /// stand beside the positions.</exception>
    public static AccountStanding Of(HeldAccount held, MarginRequest request, RaiseState? raise)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(request);
        Account account = held.Account;
        Refuse.Unless(
            held.OpenedAt.Count == account.Positions.Count, "account.openedAt", held.OpenedAt.Count,
            $"one time per position, {account.Positions.Count}");
        Refuse.Unless(request.Overlay is null && request.Overlays is null, "request.overlay", "a forecast", "none; the raise decides");
        MarginRequest plain = request with { Account = account };
        MarginRequirement baseline = MarginCalculator.Compute(plain);
        if (raise is null)
        {
            return new(baseline.Initial, baseline.Initial, baseline.Maintenance, baseline.Equity);
        }

        OverlayState state = raise.Overlay;
        MarginRequirement At(double maintenance) => MarginCalculator.Compute(plain with
        {
            Overlay = MarginOverlay.Holding(state with { MaintenanceMultiplier = maintenance, At = request.AsOf }),
        });
        MarginRequirement existing = At(state.MaintenanceMultiplier);
        decimal needed = existing.Maintenance;
        foreach ((double multiplier, decimal share) in Shares(held, request.Market, raise))
        {
            needed += decimal.Round(share * (At(multiplier).Maintenance - existing.Maintenance), DivisionDigits);
        }

        decimal maintenance = Money.RoundTo(needed, request.Policy.Quantum, MoneyRounding.Up);
        return new(
            baseline.Initial, existing.Initial, Math.Min(existing.Initial, maintenance), existing.Equity);
    }

    // Only positions that meet more than the existing ones, by multiplier.
    private static IEnumerable<(double Multiplier, decimal Share)> Shares(
        HeldAccount held, MarginMarket market, RaiseState raise)
    {
        Dictionary<string, Instrument> byId = market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        Dictionary<string, decimal> spots =
            market.Underlyings.ToDictionary(u => u.Id, u => u.Spot, StringComparer.Ordinal);
        decimal NotionalOf(Position p)
        {
            Instrument instrument = byId[p.Instrument];
            decimal price = instrument.Kind == InstrumentKind.InversePerpetual ? 1
                : instrument.Price ?? spots[instrument.Underlying];
            return Math.Abs(p.Quantity) * instrument.Multiplier * price;
        }

        IReadOnlyList<(double Multiplier, decimal Notional)> rows =
        [
            .. held.Account.Positions.Select(
                (p, i) => (RaiseSchedule.MaintenanceOf(raise, held.OpenedAt[i]), NotionalOf(p))),
        ];
        decimal total = rows.Sum(r => r.Notional);
        return rows.Where(r => r.Multiplier > raise.Overlay.MaintenanceMultiplier && total > 0)
            .GroupBy(r => r.Multiplier)
            .OrderBy(g => g.Key)
            .Select(g => (g.Key, g.Sum(r => r.Notional) / total));
    }
}
