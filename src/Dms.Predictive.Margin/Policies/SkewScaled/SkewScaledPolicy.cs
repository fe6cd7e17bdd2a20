using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Margin that grows with a position's size against its market: initial fraction size/skewScale·ratio + minimum,
/// maintenance fraction a share of it, a fixed amount per position, and the liquidator's reward in both.
/// </summary>
/// <remarks>
/// Each stored position is margined; equity is the available margin, in which collateral counts with a discount that
/// grows with its quantity. The scale multiplies the initial and the minimum ratio. Source:
/// Synthetixio/synthetix-v3, markets/perps-market.
/// </remarks>
public sealed class SkewScaledPolicy : IMarginPolicy
{
    /// <summary>Takes the parameters.</summary>
    /// <param name="keeper">Liquidator's reward; null = Σ flag ratio · notional.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range.</exception>
    public SkewScaledPolicy(KeeperRules? keeper = null, decimal quantum = 0.01m)
    {
        keeper?.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Keeper, Quantum) = (keeper, quantum);
    }

    /// <summary>Liquidator's reward; null = Σ flag ratio · notional.</summary>
    public KeeperRules? Keeper { get; }

    /// <inheritdoc/>
    public string Kind => "skew-scaled";

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <summary>False: The reward depends on equity.</summary>
    public bool IsConvexInPrice => false;

    /// <summary>False: Each stored position has its own fixed amount.</summary>
    public bool NetsPositions => false;

    /// <summary>False: Equity is not linear in the price of collateral.</summary>
    public bool HasLiquidationPrices => false;

    /// <summary>False: The policy has its own charge for closing.</summary>
    public bool TakesAddOns => false;

    /// <summary>All but isolated: the reward and the discounts belong to the account as a whole.</summary>
    public bool Honors(MarginMode mode) => mode is MarginMode.Cross or MarginMode.Portfolio;

    /// <inheritdoc/>
    public void Check(Account account, MarginMarket market) => SkewScaledRules.Check(account, market);

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double reward = RewardOf(view);
        double initial = reward;
        double maintenance = reward;
        foreach (SkewScaledDetailsRow row in Rows(view, scale))
        {
            initial += row.Initial;
            maintenance += row.Maintenance;
        }

        return new(initial, maintenance, initial - reward, maintenance - reward)
        {
            Others = [new(MarginComponentName.Liquidity, reward, reward)],
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale) =>
        [.. Rows(view, scale).Select(r => r.Initial)];

    /// <summary>Available margin: cash + collateral·(1 − discount) + profit − debt, quote.</summary>
    public decimal? OwnEquity(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Available(view);
    }

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        double free = (double)Available(view) - Evaluate(view, 1).Initial;
        return new SkewScaledDetails(
            [.. Rows(view, 1)], RewardOf(view), view.Source.Account.Debt > 0 ? 0 : Math.Max(0, free));
    }

    private static decimal ProfitOf(MarginViewRow row)
    {
        Position p = row.Stored!;
        decimal price = row.Instrument.Price ?? 0;
        return (p.Quantity * row.Instrument.ContractSize * (price - (p.EntryPrice ?? price)))
            + p.UnrealizedPnl + p.AccruedFunding;
    }

    private static decimal Available(MarginView view)
    {
        Account account = view.Source.Account;
        Dictionary<string, CollateralAsset> assets =
            view.Source.Market.Assets.ToDictionary(a => a.Id, StringComparer.Ordinal);
        decimal available = account.Cash - account.Debt;
        foreach (Position p in account.Positions.Where(p => p.Quantity == 0))
        {
            available += p.UnrealizedPnl + p.AccruedFunding;
        }

        foreach (MarginViewRow row in view.Source.Rows)
        {
            available += ProfitOf(row);
        }

        foreach ((CollateralHolding held, _, decimal value) in
            AccountEquity.CollateralValues(account, view.Source.Market))
        {
            available += value * (1 - (assets[held.Asset].Discount?.Of(held.Quantity) ?? 0));
        }

        return available;
    }

    private static IEnumerable<SkewScaledDetailsRow> Rows(MarginView view, double scale)
    {
        for (int i = 0; i < view.Source.Rows.Count; i++)
        {
            MarginViewRow row = view.Source.Rows[i];
            SkewRisk risk = row.Instrument.Skew!;
            double driver = view.DriverOf(view.UnderlyingOf[i], scale);
            double size = (double)Math.Abs(row.Quantity);
            double ratio = (size / risk.SkewScale * Scaled(risk.InitialMarginRatio, driver))
                + Scaled(risk.MinimumInitialMarginRatio, driver);
            double maintenanceRatio = ratio * risk.MaintenanceScalar;
            double notional = Math.Abs(view.Exposures[i]);
            yield return new(
                row.Instrument.Id,
                (notional * ratio) + risk.MinimumPositionMargin,
                (notional * maintenanceRatio) + risk.MinimumPositionMargin,
                (double)ProfitOf(row),
                ratio,
                maintenanceRatio);
        }
    }

    private static double Scaled(double ratio, double scale) => scale == 1 ? ratio : ratio * scale;

    private double RewardOf(MarginView view)
    {
        if (view.Source.Rows.Count == 0)
        {
            return 0;
        }

        double flags = 0;
        for (int i = 0; i < view.Source.Rows.Count; i++)
        {
            flags += Math.Abs(view.Exposures[i]) * view.Source.Rows[i].Instrument.Skew!.FlagRewardRatio;
        }

        if (Keeper is null)
        {
            return flags;
        }

        Account account = view.Source.Account;
        decimal held = account.Cash
            + AccountEquity.CollateralValues(account, view.Source.Market).Sum(c => c.Value);
        return Keeper.Reward(flags, (double)held, (double)Available(view));
    }
}
