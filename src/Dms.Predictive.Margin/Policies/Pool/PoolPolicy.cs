using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Positions against a pool: each stands on its own collateral, and what remains of it after profit, price impact and
/// fees is compared with a fraction of the size (v2) or with the fee of a liquidation and a largest leverage (v1).
/// </summary>
/// <remarks>
/// Equity is Σ remaining collateral. The scale multiplies the collateral factors of v2, the one from open interest
/// included, and divides the largest leverage of v1; fixed amounts stay. Open interest never reaches maintenance
/// margin. Sources: gmx-io/gmx-synthetics, contracts/position; gmx-io/gmx-contracts, VaultUtils.
/// </remarks>
public sealed class PoolPolicy : IMarginPolicy
{
    /// <summary>Takes the parameters.</summary>
    /// <param name="parameters">Those of one version.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range.</exception>
    public PoolPolicy(PoolParameters parameters, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
    }

    /// <summary>The parameters.</summary>
    public PoolParameters Parameters { get; }

    /// <inheritdoc/>
    public string Kind => "pool";

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <summary>True: The requirement depends on entry notional, not on the price.</summary>
    public bool IsConvexInPrice => true;

    /// <summary>False: Each position has its own collateral.</summary>
    public bool NetsPositions => false;

    /// <summary>False: Cut gains make equity no linear function of the price.</summary>
    public bool HasLiquidationPrices => false;

    /// <summary>False: The policy has its own charges for size and impact.</summary>
    public bool TakesAddOns => false;

    /// <summary>Isolated alone: no position may use the collateral of another.</summary>
    public bool Honors(MarginMode mode) => mode == MarginMode.Isolated;

    /// <inheritdoc/>
    public void Check(Account account, MarginMarket market) => PoolRules.Check(account, market);

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        double initial = 0;
        double maintenance = 0;
        bool raised = false;
        for (int i = 0; i < view.Source.Rows.Count; i++)
        {
            InitialAndMaintenance own = Require(view, i, scale);
            initial += Lifted(own);
            maintenance += own.Maintenance;
            raised |= own.Initial < own.Maintenance;
        }

        return new(initial, maintenance, initial, maintenance) { Raised = raised };
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale)
    {
        ArgumentNullException.ThrowIfNull(view);
        return [.. view.Source.Rows.Select((_, i) => Lifted(Require(view, i, scale)))];
    }

    /// <summary>Σ collateral after profit, impact and fees, quote.</summary>
    public decimal? OwnEquity(MarginView view) => Valued(view).Sum(p => p.Remaining);

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view) => new PoolDetails([.. Valued(view).Select(Parameters.Judge)]);

    // Each position is a requirement of its own, so each keeps initial at or above maintenance margin.
    private static double Lifted(InitialAndMaintenance own) => Math.Max(own.Initial, own.Maintenance);

    private IEnumerable<ValuedPoolPosition> Valued(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Source.Rows.Select(row => ValuedPoolPosition.Of(row, view.Source.Market, Parameters));
    }

    private InitialAndMaintenance Require(MarginView view, int i, double scale)
    {
        MarginViewRow row = view.Source.Rows[i];
        return Parameters.Require(
            row.Stored!.Pool!,
            view.Source.Market.TradingPool!.SideOf(row.Quantity > 0),
            view.DriverOf(view.UnderlyingOf[i], scale));
    }
}
