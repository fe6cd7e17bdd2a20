using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Margin of an account whose positions differ in the maintenance margin that they meet.</summary>
public static class AccountMargin
{
    /// <summary>
    /// Initial margin at the multiplier of the raise. Maintenance margin: each position takes its share of notional in
    /// the maintenance margin of the whole account at the position's own multiplier. With one multiplier for all
    /// positions that is the engine's maintenance margin, bit for bit.
    /// </summary>
    /// <param name="held">Account and when its positions were opened.</param>
    /// <param name="market">Prices.</param>
    /// <param name="policy">The governed parameters and their formula.</param>
    /// <param name="raise">State of the raise at the decision; null = no raise.</param>
    /// <exception cref="InputRefusedException">The times do not stand beside the positions.</exception>
    public static AccountStanding Of(HeldAccount held, MarginMarket market, IMarginPolicy policy, RaiseState? raise)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(policy);
        Account account = held.Account;
        Refuse.Unless(
            held.OpenedAt.Count == account.Positions.Count, "account.openedAt", held.OpenedAt.Count,
            $"one time per position, {account.Positions.Count}");
        MarginView view = MarginView.Of(account, market);
        MarginFormula formula = new(policy, addOns: null);
        UpliftedRequirement At(double maintenance) => UpliftedRequirement.Of(
            formula, view, raise is null
                ? new(DriverScale.One, DriverScale.One, DriverScale.One)
                : new(new(raise.Overlay.Multiplier, null), DriverScale.One, new(maintenance, null)));
        UpliftedRequirement existing = At(raise?.Overlay.MaintenanceMultiplier ?? 1);
        double needed = existing.Final.Maintenance;
        foreach ((double multiplier, double share) in Shares(held, market, raise))
        {
            needed += share * (At(multiplier).Final.Maintenance - existing.Final.Maintenance);
        }

        decimal baseline = Money.FromDouble(existing.Baseline.Initial, policy.Quantum, MoneyRounding.Up);
        decimal initial = Money.FromDouble(existing.Final.Initial, policy.Quantum, MoneyRounding.Up);
        decimal maintenance = Money.FromDouble(needed, policy.Quantum, MoneyRounding.Up);
        decimal equity = Money.RoundTo(AccountEquity.Of(account, market).Exact, policy.Quantum, MoneyRounding.Down);
        return new(baseline, initial, Math.Min(initial, maintenance), equity);
    }

    // Only positions that meet more than the existing ones, by multiplier.
    private static IEnumerable<(double Multiplier, double Share)> Shares(
        HeldAccount held, MarginMarket market, RaiseState? raise)
    {
        if (raise is null)
        {
            return [];
        }

        IReadOnlyList<(double Multiplier, double Notional)> rows =
        [
            .. held.Account.Positions.Select((p, i) => (
                RaiseSchedule.MaintenanceOf(raise, held.OpenedAt[i]),
                NotionalOf(held.Account with { Positions = [p] }, market))),
        ];
        double total = rows.Sum(r => r.Notional);
        return rows.Where(r => r.Multiplier > raise.Overlay.MaintenanceMultiplier && total > 0)
            .GroupBy(r => r.Multiplier)
            .OrderBy(g => g.Key)
            .Select(g => (g.Key, g.Sum(r => r.Notional) / total));
    }

    private static double NotionalOf(Account lone, MarginMarket market)
    {
        ReadOnlySpan<double> exposures = MarginView.Of(lone, market).Exposures;
        return exposures.IsEmpty ? 0 : Math.Abs(exposures[0]);
    }
}
