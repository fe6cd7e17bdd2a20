using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A governed, immutable parameter set with its formula. Adds nothing that is not in the view.</summary>
public interface IMarginPolicy
{
    /// <summary>Name of the kind in requests, such as <c>parametric</c>.</summary>
    public string Kind { get; }

    /// <summary>Smallest unit of money, quote; &gt; 0.</summary>
    public decimal Quantum { get; }

    /// <summary>
    /// Whether maintenance margin is a convex function of every single price. Then equity, being linear, meets it at
    /// most once on each side of the current price, and the search may bisect instead of stepping.
    /// </summary>
    public bool IsConvexInPrice { get; }

    /// <summary>Whether positions in one instrument net before anything else; false = each stored position is
    /// margined.</summary>
    public bool NetsPositions => true;

    /// <summary>Whether margin is asked for positions; false = for what the account has besides. Then positions are
    /// refused, and so is a forecast by underlying: there is one driver.</summary>
    public bool MarginsPositions => true;

    /// <summary>Whether the account becomes liquidatable at a price of one underlying that can be searched.</summary>
    public bool HasLiquidationPrices => true;

    /// <summary>How the policy values options; null = it refuses positions in them.</summary>
    public OptionConvention? Options => null;

    /// <summary>Whether a change of prices revalues the whole book. Liquidation prices are then searched only when they
    /// are asked for.</summary>
    public bool Revalues => false;

    /// <summary>Whether the add-ons of a request may be put on top.</summary>
    public bool TakesAddOns => true;

    /// <summary>Whether the policy can margin an account of this mode.</summary>
    public bool Honors(MarginMode mode);

    /// <summary>Computes the requirement before overlay and rounding.</summary>
    /// <param name="view">Net exposures.</param>
    /// <param name="scale">Multiplies the policy's own driver; ≥ 1. At 1 it multiplies nothing.</param>
    public PolicyParts Evaluate(MarginView view, double scale);

    /// <summary>Share of each instrument of the view in initial margin, quote; sums to it up to rounding of
    /// doubles.</summary>
    public IReadOnlyList<double> Contributions(MarginView view, double scale);

    /// <summary>Figures of the kind for the reader, at scale 1.</summary>
    public MarginDetails Explain(MarginView view);

    /// <summary>Refuses what the policy cannot use in an otherwise sound request.</summary>
    /// <param name="account">The account; its positions and collateral are listed in the market.</param>
    /// <param name="market">The prices, in range.</param>
    /// <exception cref="InputRefusedException">A field that the policy needs is missing or out of its
    /// range.</exception>
    public void Check(Account account, MarginMarket market)
    {
    }

    /// <summary>Equity by the policy's own rules, quote; null = cash − debt + profit + collateral.</summary>
    public decimal? OwnEquity(MarginView view) => null;

    /// <summary>Whether the policy lets the account take on risk, whatever its equity.</summary>
    public bool AllowsGrowth(MarginView view) => true;

    /// <summary>The worst scenario at scale 1; null where the policy has none or the account is flat.</summary>
    public WorstScenario? Worst(MarginView view) => null;
}
