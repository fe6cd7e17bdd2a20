namespace Dms.Predictive.Core;

/// <summary>A tradable contract with its price.</summary>
/// <param name="Id">Instrument id; not blank.</param>
/// <param name="Kind">What one contract pays.</param>
/// <param name="Underlying">Id of the underlying whose price moves it.</param>
/// <param name="Price">Current price, quote per underlying unit; &gt; 0, and null only for an option.</param>
public sealed record Instrument(string Id, InstrumentKind Kind, string Underlying, decimal? Price)
{
    /// <summary>Underlying units per contract, USD per contract when inverse; &gt; 0.</summary>
    public decimal Multiplier { get; init; } = 1;

    /// <summary>Underlying units (inverse: USD) that one unit of a quantity stands for; &gt; 0.</summary>
    public decimal ContractSize => Tiered is null ? Multiplier : Multiplier * Tiered.QuantumSize;

    /// <summary>Lower end of the price, quote; null = the price. Only pools price by the two ends.</summary>
    public decimal? MinPrice { get; init; }

    /// <summary>Upper end of the price, quote; null = the price.</summary>
    public decimal? MaxPrice { get; init; }

    /// <summary>Smallest order size in contracts; 0 = any.</summary>
    public decimal Lot { get; init; }

    /// <summary>Smallest price step, quote; null = not stated.</summary>
    public decimal? Tick { get; init; }

    /// <summary>Trust in the price, [0, 1].</summary>
    public double Confidence { get; init; } = 1;

    /// <summary>Seconds until expiry; null = never.</summary>
    public double? SecondsToExpiry { get; init; }

    /// <summary>Terms of an option; null for everything else.</summary>
    public OptionTerms? Option { get; init; }

    /// <summary>What a tiered perpetual needs; null for everything else. Quantities are then whole base
    /// quantums.</summary>
    public TieredPerpTerms? Tiered { get; init; }

    /// <summary>Risk parameters of a market that is margined by its skew scale; null for everything else.</summary>
    public SkewRisk? Skew { get; init; }

    /// <summary>Profits that somebody else computed for the span scenarios; null = they are computed here.</summary>
    public SpanArray? Span { get; init; }

    /// <summary>Whether profit and loss is linear in the price, or, inverse, linear after conversion to
    /// quote.</summary>
    public bool IsLinear => Kind != InstrumentKind.Option;
}

/// <summary>What makes an option an option.</summary>
/// <param name="Strike">Strike price, quote; &gt; 0.</param>
/// <param name="IsCall">True for a call, false for a put.</param>
/// <param name="Volatility">Annualized volatility as a fraction; &gt; 0.</param>
public sealed record OptionTerms(decimal Strike, bool IsCall, double Volatility);

/// <summary>Given profits of one contract under the sixteen span scenarios.</summary>
/// <param name="Profits">Profit of +1 contract, quote, in the order of the scenarios; 16 finite numbers.</param>
/// <param name="CompositeDelta">Mean delta over the price moves, underlying units of +1 contract; 0 = none
/// given.</param>
public sealed record SpanArray(IReadOnlyList<double> Profits, double CompositeDelta);

/// <summary>Terms of a perpetual that is margined in whole quantums.</summary>
/// <param name="Tier">Name of its tier.</param>
/// <param name="AtomicResolution">Power of ten of one base quantum, in [-28, 0]: −10 = 1e-10 units.</param>
public sealed record TieredPerpTerms(string Tier, int AtomicResolution)
{
    /// <summary>Open interest in quote quantums; whole, ≥ 0.</summary>
    public decimal OpenInterestNotional { get; init; }

    /// <summary>Initial margin that the account chose for itself, parts per million; counts where it is higher.</summary>
    public int CustomInitialMarginPpm { get; init; }

    /// <summary>Underlying units of one base quantum.</summary>
    public decimal QuantumSize => new(1, 0, 0, false, (byte)-AtomicResolution);
}

/// <summary>Risk parameters of a market that is margined by its skew scale.</summary>
public sealed record SkewRisk
{
    /// <summary>Size, in contracts, against which a position is measured; &gt; 0.</summary>
    public required double SkewScale { get; init; }

    /// <summary>Initial margin fraction of a position as large as the skew scale; ≥ 0.</summary>
    public required double InitialMarginRatio { get; init; }

    /// <summary>Initial margin fraction of the smallest position; ≥ 0.</summary>
    public required double MinimumInitialMarginRatio { get; init; }

    /// <summary>Maintenance margin fraction as a share of the initial one; ≥ 0.</summary>
    public required double MaintenanceScalar { get; init; }

    /// <summary>Fixed amount of every position in both margins, quote; ≥ 0.</summary>
    public required double MinimumPositionMargin { get; init; }

    /// <summary>Reward for flagging a position, fraction of its notional; ≥ 0.</summary>
    public required double FlagRewardRatio { get; init; }
}
