namespace Dms.Predictive.Margin;

/// <summary>Everything that one pool stands behind.</summary>
/// <param name="Markets">Markets; underlyings are unique.</param>
/// <param name="Funds">Layers and members that bear the pool's losses; its own net exposure is not read.</param>
public sealed record PoolBook(IReadOnlyList<PoolMarket> Markets, PrefundedPool Funds)
{
    /// <summary>Price impact that traders have paid and others may earn, USD; ≥ 0.</summary>
    public double ImpactPoolUsd { get; init; }
}

/// <summary>One market whose traders trade against the pool.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="Price">Current price, USD; &gt; 0.</param>
/// <param name="Long">Open longs.</param>
/// <param name="Short">Open shorts.</param>
public sealed record PoolMarket(string Underlying, double Price, PoolInterest Long, PoolInterest Short)
{
    /// <summary>Upper end of the price, USD; null = the price. What longs reserve is counted at it.</summary>
    public double? MaxPrice { get; init; }

    /// <summary>The pool's own exposure, USD: what it gains when the price doubles.</summary>
    public double NetExposureUsd => (Short.Tokens - Long.Tokens) * Price;

    internal double TradersPnl(bool isLong, double price) => isLong
        ? (Long.Tokens * price) - Long.OpenInterestUsd
        : Short.OpenInterestUsd - (Short.Tokens * price);
}

/// <summary>Open positions of one side and what pays their gains.</summary>
/// <param name="OpenInterestUsd">Σ entry notional, USD; ≥ 0.</param>
/// <param name="Tokens">Σ size in units of the underlying; ≥ 0.</param>
/// <param name="PoolUsd">Worth of the assets that pay this side's gains, USD; ≥ 0.</param>
public sealed record PoolInterest(double OpenInterestUsd, double Tokens, double PoolUsd)
{
    /// <summary>Largest open interest, USD; null = no limit.</summary>
    public double? MaxOpenInterestUsd { get; init; }

    /// <summary>Whether those assets are the underlying itself, so that their worth moves with its price.</summary>
    public bool IsPaidInUnderlying { get; init; }

    internal double PoolAt(double factor) => IsPaidInUnderlying ? PoolUsd * factor : PoolUsd;
}

/// <summary>Limits of a pool, fractions of a side's assets.</summary>
/// <param name="ReserveFactor">Largest part that open positions may reserve; &gt; 0.</param>
/// <param name="MaxPnlFactorForAdl">Traders' gains above which positions are deleveraged; &gt; 0.</param>
/// <param name="MinPnlFactorAfterAdl">Gains down to which they are; in [0, the one above].</param>
/// <param name="MaxPnlFactorForTraders">Gains above which all are cut; ≥ the one for deleveraging.</param>
public sealed record PoolRiskLimits(
    double ReserveFactor, double MaxPnlFactorForAdl, double MinPnlFactorAfterAdl, double MaxPnlFactorForTraders);
