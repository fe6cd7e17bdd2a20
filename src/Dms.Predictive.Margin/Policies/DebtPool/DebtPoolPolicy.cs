using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// A share of a common debt against collateral: initial margin debt/issuance ratio, maintenance margin
/// debt/liquidation ratio, equity the collateral. Decimal throughout.
/// </summary>
/// <remarks>The scale divides both ratios, so that the same debt needs more collateral. Source: Synthetixio/synthetix,
/// Liquidator.</remarks>
public sealed class DebtPoolPolicy : IExactMarginPolicy
{
    /// <summary>Takes the parameters.</summary>
    /// <param name="parameters">Ratios and penalty.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range.</exception>
    public DebtPoolPolicy(DebtPoolParameters parameters, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
    }

    /// <summary>The parameters.</summary>
    public DebtPoolParameters Parameters { get; }

    /// <inheritdoc/>
    public string Kind => "debt-pool";

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <summary>True: The requirement does not depend on prices.</summary>
    public bool IsConvexInPrice => true;

    /// <summary>False: Margin is asked for debt.</summary>
    public bool MarginsPositions => false;

    /// <summary>False: No underlying moves the debt.</summary>
    public bool HasLiquidationPrices => false;

    /// <summary>False: Add-ons are charged on positions.</summary>
    public bool TakesAddOns => false;

    /// <summary>All but isolated: one debt stands against all collateral.</summary>
    public bool Honors(MarginMode mode) => mode is MarginMode.Cross or MarginMode.Portfolio;

    /// <inheritdoc/>
    public void Check(Account account, MarginMarket market)
    {
        Refuse.Unless(account.Cash == 0, "account.cash", account.Cash, "0: only collateral stands behind debt");
        Refuse.Unless(account.Debt == 0, "account.debt", account.Debt, "0: debt is counted in debtShares");
        if (market.DebtPool is not DebtPool pool)
        {
            throw new InputRefusedException(
                "MissingField", "The debt-pool policy needs the pool's debt and shares.", "market.debtPool");
        }

        Refuse.Unless(pool.TotalDebt >= 0, "market.debtPool.totalDebt", pool.TotalDebt, ">= 0 in quote currency");
        Refuse.Unless(pool.TotalShares >= 0, "market.debtPool.totalShares", pool.TotalShares, ">= 0 shares");
        Refuse.Unless(
            account.DebtShares >= 0 && account.DebtShares <= pool.TotalShares,
            "account.debtShares", account.DebtShares, "in [0, market.debtPool.totalShares]");
    }

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        double debt = (double)DebtOf(view);
        double initial = debt / Divided((double)Parameters.IssuanceRatio, scale);
        double maintenance = debt / Divided((double)Parameters.LiquidationRatio, scale);
        return new(initial, maintenance, initial, maintenance);
    }

    /// <inheritdoc/>
    public ExactParts EvaluateExactly(MarginView view, double scale)
    {
        decimal debt = DebtOf(view);
        decimal raised = scale == 1 ? debt : debt * (decimal)scale;
        return new(raised / Parameters.IssuanceRatio, raised / Parameters.LiquidationRatio, []);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale) => [];

    /// <summary>Worth of the collateral, quote.</summary>
    public decimal? OwnEquity(MarginView view) => CollateralOf(view);

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view)
    {
        (decimal debt, decimal collateral) = (DebtOf(view), CollateralOf(view));
        return new DebtPoolDetails(
            debt,
            collateral == 0 ? null : debt / collateral,
            LiquidationAmounts.Cure(debt, collateral, Parameters.IssuanceRatio, Parameters.Penalty),
            debt > collateral * Parameters.LiquidationRatio);
    }

    private static double Divided(double ratio, double scale) => scale == 1 ? ratio : ratio / scale;

    private static decimal DebtOf(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Source.Market.DebtPool!.DebtOf(view.Source.Account.DebtShares);
    }

    private static decimal CollateralOf(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return AccountEquity.CollateralValues(view.Source.Account, view.Source.Market).Sum(c => c.Value);
    }
}
