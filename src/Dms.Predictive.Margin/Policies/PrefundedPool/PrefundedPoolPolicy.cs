using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// A pool behind traders who post nothing: the requirement is the expected shortfall of its net exposure, normal over
/// the horizon, and equity is the money in its layers.
/// </summary>
/// <remarks>A loss runs through the layers in their order, what is left is socialized pro rata to the members' shares,
/// and what nobody bears is unallocated: then, and above the exposure limit, nobody may grow. The scale multiplies the
/// volatility.</remarks>
public sealed class PrefundedPoolPolicy : IMarginPolicy
{
    private readonly double _rootHorizon;
    private readonly double _factor;

    /// <summary>Takes the parameters.</summary>
    /// <param name="parameters">Level, horizon, volatility, limits.</param>
    /// <param name="quantum">Smallest unit of money, quote; &gt; 0.</param>
    /// <exception cref="InputRefusedException">A parameter is out of range.</exception>
    public PrefundedPoolPolicy(PrefundedPoolParameters parameters, decimal quantum = 0.01m)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        Refuse.Unless(quantum > 0, "policy.quantum", quantum, "> 0 in quote currency");
        (Parameters, Quantum) = (parameters, quantum);
        _rootHorizon = Math.Sqrt(parameters.HorizonDays / parameters.YearDays);
        _factor = PinnedNormal.Density(PinnedNormal.Quantile(parameters.Confidence)) / (1 - parameters.Confidence);
    }

    /// <summary>The parameters.</summary>
    public PrefundedPoolParameters Parameters { get; }

    /// <inheritdoc/>
    public string Kind => "prefunded-pool";

    /// <inheritdoc/>
    public decimal Quantum { get; }

    /// <summary>True: The requirement does not depend on prices.</summary>
    public bool IsConvexInPrice => true;

    /// <summary>False: Margin is asked for the pool's exposure.</summary>
    public bool MarginsPositions => false;

    /// <summary>False: The exposure has no price in the request.</summary>
    public bool HasLiquidationPrices => false;

    /// <summary>False: Add-ons are charged on positions.</summary>
    public bool TakesAddOns => false;

    /// <summary>All but isolated: one exposure stands against all layers.</summary>
    public bool Honors(MarginMode mode) => mode is MarginMode.Cross or MarginMode.Portfolio;

    /// <inheritdoc/>
    public void Check(Account account, MarginMarket market) => PrefundedPoolRules.Check(account, market);

    /// <inheritdoc/>
    public PolicyParts Evaluate(MarginView view, double scale)
    {
        double initial = DeviationOf(view, scale) * _factor;
        double maintenance = initial * Parameters.MaintenanceRatio;
        return new(initial, maintenance, initial, maintenance);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Contributions(MarginView view, double scale) => [];

    /// <summary>Σ layers, quote.</summary>
    public decimal? OwnEquity(MarginView view) => PoolOf(view).Funds;

    /// <inheritdoc/>
    public bool AllowsGrowth(MarginView view) => ((PrefundedPoolDetails)Explain(view)).ExposureAllowed;

    /// <inheritdoc/>
    public MarginDetails Explain(MarginView view)
    {
        PrefundedPool pool = PoolOf(view);
        Account account = view.Source.Account;
        (IReadOnlyList<PoolLayerDraw> waterfall, IReadOnlyList<PoolMemberCharge> socialized, decimal unallocated) =
            pool.Absorb(account.LossToAbsorb, Quantum);
        decimal limit = pool.Funds * Parameters.MaximumExposureFactor;
        return new PrefundedPoolDetails(
            waterfall,
            socialized,
            unallocated,
            limit,
            Math.Abs(account.ExposureUsd) <= limit && unallocated == 0,
            PoolDepletion.AtTheEnd((double)pool.Funds, DeviationOf(view, 1)));
    }

    private static PrefundedPool PoolOf(MarginView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Source.Market.PrefundedPool!;
    }

    private double DeviationOf(MarginView view, double scale)
    {
        double volatility = scale == 1 ? Parameters.Volatility : Parameters.Volatility * scale;
        return Math.Abs((double)PoolOf(view).NetExposureUsd) * (volatility * _rootHorizon);
    }
}
