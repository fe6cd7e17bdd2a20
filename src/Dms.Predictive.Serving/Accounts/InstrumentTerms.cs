namespace Dms.Predictive.Serving;

/// <summary>Contract terms of a linear perpetual.</summary>
/// <param name="Id">Instrument id.</param>
/// <param name="Tick">Smallest step of the price, quote.</param>
/// <param name="Lot">Smallest step of the quantity, contracts.</param>
public sealed record InstrumentTerms(string Id, decimal Tick, decimal Lot)
{
    /// <summary>The only cash that accounts hold.</summary>
    public const string Currency = "USD";

    /// <summary>Terms of an instrument that the configuration does not list.</summary>
    public static InstrumentTerms Default(string id) => new(id, 0.01m, 0.001m);
}
