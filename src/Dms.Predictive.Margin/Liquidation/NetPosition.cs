using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What an account holds of one instrument.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="Quantity">Net contracts; not 0.</param>
/// <param name="Notional">Absolute value, quote.</param>
internal sealed record NetPosition(Instrument Instrument, decimal Quantity, decimal Notional)
{
    /// <summary>Net positions of an account, ordinal by instrument.</summary>
    public static IReadOnlyList<NetPosition> Of(MarginRequest request)
    {
        Dictionary<string, Instrument> instruments =
            request.Market.Instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
        return [.. request.Account.Positions
            .GroupBy(p => p.Instrument, StringComparer.Ordinal)
            .Select(g => (Instrument: instruments[g.Key], Quantity: g.Select(p => p.Quantity).Order().Sum()))
            .Where(p => p.Quantity != 0)
            .OrderBy(p => p.Instrument.Id, StringComparer.Ordinal)
            .Select(p => new NetPosition(p.Instrument, p.Quantity, NotionalOf(p.Instrument, p.Quantity)))];
    }

    /// <summary>The same account after closing a part of every position; only its requirement is of use.</summary>
    public static MarginRequest Reduced(MarginRequest request, decimal part) => request with
    {
        Account = request.Account with
        {
            Positions = [.. request.Account.Positions.Select(p => p with { Quantity = p.Quantity * (1 - part) })],
        },
    };

    /// <summary>The same account after orders filled at the current price.</summary>
    public static MarginRequest With(MarginRequest request, IReadOnlyList<CureOrder> orders) => request with
    {
        Account = request.Account with
        {
            Positions = [.. request.Account.Positions, .. orders.Select(o => new Position(o.Instrument, o.Quantity))],
        },
    };

    private static decimal NotionalOf(Instrument instrument, decimal quantity) =>
        Math.Abs(quantity) * instrument.ContractSize
            * (instrument.Kind == InstrumentKind.InversePerpetual ? 1 : instrument.Price ?? 0);
}
