namespace Dms.Predictive.Margin;

/// <summary>Add-ons that compose with policies which are linear in notional; null or false = off.</summary>
public sealed record MarginAddOns
{
    /// <summary>Cost of closing.</summary>
    public LiquidityAddOn? Liquidity { get; init; }

    /// <summary>Size against what the market can take over the margin period.</summary>
    public ConcentrationAddOn? Concentration { get; init; }

    /// <summary>Crowded open interest; initial margin only.</summary>
    public OpenInterestAddOn? OpenInterest { get; init; }

    /// <summary>Jumps beyond the move that the policy covers; initial margin only.</summary>
    public JumpAddOn? Jump { get; init; }

    /// <summary>Uncertain prices; initial margin only.</summary>
    public ConfidenceAddOn? Oracle { get; init; }

    /// <summary>A quote currency below its peg; initial margin only.</summary>
    public PegAddOn? Peg { get; init; }

    /// <summary>Whether the haircuts of collateral are required, each side its own.</summary>
    public bool Collateral { get; init; }

    /// <summary>Market depth by instrument; an instrument that is not listed has no add-on for its size.</summary>
    public IReadOnlyDictionary<string, InstrumentDepth> Instruments { get; init; } =
        new Dictionary<string, InstrumentDepth>();

    /// <summary>Whether any of them charges positions by their notional.</summary>
    internal bool ChargesPositions => Liquidity is not null || Concentration is not null || OpenInterest is not null
        || Jump is not null || Oracle is not null || Peg is not null;
}

/// <summary>Notional·(½ spread + coefficient·daily volatility·√(size ÷ daily volume)).</summary>
/// <param name="ImpactCoefficient">Impact per √(share of daily volume), in daily volatilities; ≥ 0.</param>
public sealed record LiquidityAddOn(double ImpactCoefficient);

/// <summary>Notional·rate·(√max(1, days to close ÷ margin period) − 1).</summary>
/// <param name="Participation">Share of daily volume that closing may be, (0, 1].</param>
/// <param name="MarginPeriodDays">Days that the policy covers; &gt; 0.</param>
/// <param name="Rate">Fraction of notional; ≥ 0.</param>
public sealed record ConcentrationAddOn(double Participation, double MarginPeriodDays, double Rate);

/// <summary>Notional·maximum rate·clamp((open interest − lower) ÷ (upper − lower)).</summary>
/// <param name="MaximumRate">Fraction of notional at the upper bound, [0, 1].</param>
public sealed record OpenInterestAddOn(double MaximumRate);

/// <summary>Notional·max(0, jump − covered move)·coverage.</summary>
/// <param name="JumpSize">Size of the jump, fraction of the price; ≥ 0.</param>
/// <param name="CoveredMove">Move that the policy covers already; ≥ 0.</param>
/// <param name="Coverage">Share of the rest to cover, [0, 1].</param>
public sealed record JumpAddOn(double JumpSize, double CoveredMove, double Coverage);

/// <summary>Notional·(1 − confidence)·margin where the confidence is below the threshold.</summary>
/// <param name="Threshold">Confidence below which it applies, [0, 1].</param>
/// <param name="Margin">Fraction of notional at no confidence; ≥ 0.</param>
public sealed record ConfidenceAddOn(double Threshold, double Margin);

/// <summary>Notional·max(0, threshold − stable price)·factor.</summary>
/// <param name="Threshold">USD price below which it applies; ≥ 0.</param>
/// <param name="Factor">Fraction of notional per USD; ≥ 0.</param>
public sealed record PegAddOn(double Threshold, double Factor);

/// <summary>How deep the market of an instrument is; what an active add-on needs must be there.</summary>
public sealed record InstrumentDepth
{
    /// <summary>Contracts traded per day; &gt; 0.</summary>
    public double? AverageDailyVolume { get; init; }

    /// <summary>Standard deviation of a day's return, fraction; ≥ 0.</summary>
    public double? DailyVolatility { get; init; }

    /// <summary>Bid-ask spread, fraction of the price; ≥ 0.</summary>
    public double? Spread { get; init; }

    /// <summary>Open interest in the unit of its bounds; null = no add-on.</summary>
    public double? OpenInterest { get; init; }

    /// <summary>Open interest at which the add-on begins; ≥ 0.</summary>
    public double? OpenInterestLower { get; init; }

    /// <summary>Open interest at which it is whole; above the lower bound.</summary>
    public double? OpenInterestUpper { get; init; }
}
