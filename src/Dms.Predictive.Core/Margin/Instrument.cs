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
    public decimal ContractSize => Multiplier;

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

    /// <summary>Whether profit and loss is linear in the price, or, inverse, linear after conversion to
    /// quote.</summary>
    public bool IsLinear => Kind != InstrumentKind.Option;
}

/// <summary>What makes an option an option.</summary>
/// <param name="Strike">Strike price, quote; &gt; 0.</param>
/// <param name="IsCall">True for a call, false for a put.</param>
/// <param name="Volatility">Annualized volatility as a fraction; &gt; 0.</param>
public sealed record OptionTerms(decimal Strike, bool IsCall, double Volatility);
