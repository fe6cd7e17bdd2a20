using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What an account holds of one instrument.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Quantity">Net contracts; not 0.</param>
/// <param name="Notional">Absolute value, quote.</param>
internal sealed record NetPosition(Instrument Instrument, decimal Quantity, decimal Notional)
{
    /// <summary>Mark of an option position, quote, signed; 0 for everything else.</summary>
    public decimal Mark { get; private init; }

    private const decimal SmallestStep = 1e-12m;

    // Quantities of tiered perpetuals are whole quantums.
    private decimal Step => Instrument.Lot > 0 ? Instrument.Lot : Instrument.Tiered is null ? SmallestStep : 1;

    /// <summary>Net positions of an account, ordinal by instrument.</summary>
    public static IReadOnlyList<NetPosition> Of(MarginRequest request)
    {
        Dictionary<string, Instrument> instruments =
            request.Market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        OptionConvention convention = request.Policy.Options ?? OptionConvention.Usual;
        return [.. request.Account.Positions
            .GroupBy(p => p.Instrument, StringComparer.Ordinal)
            .Select(g => (Instrument: instruments[g.Key], Quantity: g.Select(p => p.Quantity).Order().Sum()))
            .Where(p => p.Quantity != 0)
            .OrderBy(p => p.Instrument.Id, StringComparer.Ordinal)
            .Select(p => p.Instrument.Option is null
                ? new NetPosition(p.Instrument, p.Quantity, NotionalOf(p.Instrument, p.Quantity))
                : Option(p.Instrument, p.Quantity, MarkOf(p.Instrument, p.Quantity, request.Market, convention)))];
    }

    /// <summary>The same account after closing a part of every position; only its requirement is of use.</summary>
    public static MarginRequest Reduced(MarginRequest request, decimal part) => request with
    {
        Account = request.Account with
        {
            Positions = [.. Of(request).Select(p => new Position(p.Instrument.Id, p.Quantity - (Math.Sign(p.Quantity)
                * p.Lots(part))))],
        },
    };

    /// <summary>Size of a part, rounded up to lots and never beyond the position.</summary>
    /// <param name="part">In [0, 1].</param>
    public decimal Lots(decimal part)
    {
        decimal size = Math.Abs(Quantity);
        return Math.Min(size, Money.RoundTo(size * part, Step, MoneyRounding.Up));
    }

    /// <summary>The same account after orders filled at the current price.</summary>
    public static MarginRequest With(MarginRequest request, IReadOnlyList<CureOrder> orders) => request with
    {
        Account = request.Account with
        {
            Positions = [.. request.Account.Positions, .. orders.Select(o => new Position(o.Instrument, o.Quantity))],
        },
    };

    private static NetPosition Option(Instrument instrument, decimal quantity, decimal mark) =>
        new(instrument, quantity, Math.Abs(mark)) { Mark = mark };

    private static decimal MarkOf(
        Instrument instrument, decimal quantity, MarginMarket market, OptionConvention convention)
    {
        OptionExpiry expiry = OptionExpiry.Find(instrument, market, convention)
            ?? throw Refuse.UnknownExpiry(instrument, "market.expiries");
        OptionHolding held = new(0, instrument, (double)(quantity * instrument.ContractSize), expiry);
        return Money.FromDouble(held.Size * held.PriceAt(expiry.Forward), SmallestStep, MoneyRounding.HalfEven);
    }

    private static decimal NotionalOf(Instrument instrument, decimal quantity) =>
        Math.Abs(quantity) * instrument.ContractSize
            * (instrument.Kind == InstrumentKind.InversePerpetual ? 1 : instrument.Price ?? 0);
}
