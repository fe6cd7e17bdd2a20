using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>What is asked of the liquidation planner.</summary>
public sealed record LiquidationQuestion
{
    /// <summary>Whether liquidation prices are wanted.</summary>
    public bool Prices { get; init; } = true;

    /// <summary>β by underlying for the joint move; null = no joint move wanted.</summary>
    public IReadOnlyDictionary<string, double>? Betas { get; init; }

    /// <summary>How to cure the account by closing part of it; null = no plan wanted.</summary>
    public CureTerms? Plan { get; init; }

    /// <summary>Terms of an auction; null = none.</summary>
    public AuctionTerms? Auction { get; init; }

    /// <summary>A liquidation order under integer arithmetic; null = none.</summary>
    public OrderTerms? Order { get; init; }
}

/// <summary>What a partial close must reach.</summary>
public enum CureTarget
{
    /// <summary>Initial margin.</summary>
    Initial = 0,

    /// <summary>Maintenance margin with a buffer.</summary>
    Maintenance,
}

/// <summary>Terms of a partial close.</summary>
/// <param name="Target">What equity must reach.</param>
/// <param name="Buffer">On top of maintenance margin, fraction; ≥ 0. Without effect for initial margin.</param>
/// <param name="CostRate">Cost of closing as a fraction of notional, [0, 1].</param>
public sealed record CureTerms(CureTarget Target, decimal Buffer = 0, decimal CostRate = 0);

/// <summary>Terms of an auction of part of a portfolio.</summary>
/// <param name="BufferRate">On top of maintenance margin, fraction; ≥ 0.</param>
/// <param name="Discount">Auction price as a fraction of the mark, [0, 1].</param>
/// <param name="ReservedCash">Cash that does not pass to the bidder, quote; ≥ 0.</param>
public sealed record AuctionTerms(double BufferRate, double Discount, double ReservedCash = 0);

/// <summary>A liquidation order whose limits are wanted.</summary>
/// <param name="Instrument">Instrument id.</param>
/// <param name="DeltaQuantums">Change of the position, base quantums; opposite in sign and not larger.</param>
/// <param name="FillPrice">Price at which it fills, quote; null = not filled.</param>
public sealed record OrderTerms(string Instrument, BigInteger DeltaQuantums, decimal? FillPrice = null);
