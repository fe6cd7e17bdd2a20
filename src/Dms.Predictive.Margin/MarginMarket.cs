using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Prices that a request carries.</summary>
/// <param name="Underlyings">Spot prices; ids are unique.</param>
/// <param name="Instruments">Contracts; ids are unique.</param>
public sealed record MarginMarket(IReadOnlyList<Underlying> Underlyings, IReadOnlyList<Instrument> Instruments)
{
    /// <summary>Quote currency of all money; null = one that is worth 1 USD.</summary>
    public QuoteCurrency? Quote { get; init; }

    /// <summary>Forwards of option expiries, one row per underlying and time; linear books do not use them.</summary>
    public IReadOnlyList<ExpiryForward> Expiries { get; init; } = [];

    /// <summary>Collateral assets; ids are unique.</summary>
    public IReadOnlyList<CollateralAsset> Assets { get; init; } = [];

    /// <summary>The pool that positions trade against, under the pool policy; null = none.</summary>
    public TradingPool? TradingPool { get; init; }

    /// <summary>The debt that accounts share, under the debt-pool policy; null = none.</summary>
    public DebtPool? DebtPool { get; init; }

    /// <summary>The pool behind traders who post nothing, under the prefunded-pool policy; null = none.</summary>
    public PrefundedPool? PrefundedPool { get; init; }

    /// <summary>USD price of the quote currency.</summary>
    public decimal StablePrice => Quote?.StablePrice ?? 1;
}

/// <summary>The currency in which margins are stated.</summary>
/// <param name="Id">Currency id.</param>
/// <param name="StablePrice">USD per unit; &gt; 0. Collateral values are divided by it.</param>
public sealed record QuoteCurrency(string Id, decimal StablePrice);

/// <summary>What instruments derive their price from.</summary>
/// <param name="Id">Underlying id.</param>
/// <param name="Spot">Spot price, quote; &gt; 0.</param>
/// <param name="Confidence">Trust in the price, [0, 1].</param>
public sealed record Underlying(string Id, decimal Spot, double Confidence = 1);

/// <summary>Forward and rate of one option expiry.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="SecondsToExpiry">Seconds until expiry, ≥ 0.</param>
/// <param name="Forward">Forward price, quote; &gt; 0.</param>
/// <param name="Rate">Continuous interest rate per year.</param>
public sealed record ExpiryForward(string Underlying, double SecondsToExpiry, decimal Forward, double Rate)
{
    /// <summary>Part of the forward that is already fixed; null = from the settlement window.</summary>
    public decimal? ForwardFixed { get; init; }

    /// <summary>Trust in forward, rate and volatility, each in [0, 1].</summary>
    public (double Forward, double Rate, double Volatility) Confidence { get; init; } = (1, 1, 1);
}

/// <summary>An asset that may be posted.</summary>
/// <param name="Id">Asset id.</param>
/// <param name="Price">USD per unit; &gt; 0.</param>
public sealed record CollateralAsset(string Id, decimal Price)
{
    /// <summary>Lower end of the price, USD; null = the price.</summary>
    public decimal? MinPrice { get; init; }

    /// <summary>Trust in the price, [0, 1].</summary>
    public double Confidence { get; init; } = 1;

    /// <summary>Underlying that moves the price; null = the asset's own id.</summary>
    public string? Underlying { get; init; }

    /// <summary>Discount that grows with the quantity, under the skew-scaled policy; null = none.</summary>
    public SkewDiscount? Discount { get; init; }
}

/// <summary>Discount of an asset by its quantity: clamp(quantity/scale·scalar, minimum, maximum).</summary>
/// <param name="SkewScale">Quantity against which holdings are measured; &gt; 0.</param>
/// <param name="Scalar">Discount of a holding as large as the scale; ≥ 0.</param>
/// <param name="Minimum">Smallest discount, [0, 1].</param>
/// <param name="Maximum">Largest discount, [minimum, 1].</param>
public sealed record SkewDiscount(decimal SkewScale, decimal Scalar, decimal Minimum, decimal Maximum)
{
    /// <summary>Discount of a holding.</summary>
    /// <param name="quantity">Units of the asset; ≥ 0.</param>
    public decimal Of(decimal quantity) => Math.Clamp(quantity / SkewScale * Scalar, Minimum, Maximum);
}
