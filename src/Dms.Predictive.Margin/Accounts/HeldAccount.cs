using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>An account whose positions know when they were opened.</summary>
/// <param name="Account">Cash and positions; positions in one instrument all have the same sign.</param>
/// <param name="OpenedAt">Beside its positions.</param>
public sealed record HeldAccount(Account Account, IReadOnlyList<Timestamp> OpenedAt)
{
    /// <summary>
    /// Fills an order. What reduces closes the youngest positions first, so that opening and closing again leaves
    /// the account as it was; what is left over opens a position at <paramref name="asOf"/>. Profit on what is closed
    /// goes to cash.
    /// </summary>
    /// <param name="fill">Signed quantity and price.</param>
    /// <param name="instrument">Its contract; spot, perpetual or future.</param>
    /// <param name="asOf">Time of the fill.</param>
    /// <exception cref="InputRefusedException">Inverse contracts and options are not filled here.</exception>
    public HeldAccount Filled(OrderFill fill, Instrument instrument, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentNullException.ThrowIfNull(instrument);
        if (instrument.Kind is InstrumentKind.Option or InstrumentKind.InversePerpetual)
        {
            throw Refuse.NotSupported("fill.instrument", $"Filling a contract of kind {instrument.Kind}");
        }

        List<Position> positions = [.. Account.Positions];
        List<Timestamp> opened = [.. OpenedAt];
        (decimal left, decimal cash) = (fill.Quantity, Account.Cash);
        for (int i = positions.Count - 1; i >= 0 && left != 0; i--)
        {
            Position held = positions[i];
            if (held.Instrument != instrument.Id || Math.Sign(held.Quantity) * Math.Sign(left) >= 0)
            {
                continue;
            }

            decimal closed = Math.Sign(held.Quantity) * Math.Min(Math.Abs(held.Quantity), Math.Abs(left));
            decimal entry = held.EntryPrice ?? fill.Price;
            cash += closed * instrument.Multiplier * (fill.Price - entry);
            left += closed;
            positions[i] = held with { Quantity = held.Quantity - closed };
            if (positions[i].Quantity == 0)
            {
                cash += held.UnrealizedPnl + held.AccruedFunding;
                positions.RemoveAt(i);
                opened.RemoveAt(i);
            }
        }

        if (left != 0)
        {
            positions.Add(new(instrument.Id, left, fill.Price));
            opened.Add(asOf);
        }

        return new(Account with { Cash = cash, Positions = positions }, opened);
    }
}

/// <summary>A trade of an account.</summary>
/// <param name="Quantity">Contracts; positive = bought.</param>
/// <param name="Price">Quote per underlying unit; &gt; 0.</param>
public sealed record OrderFill(decimal Quantity, decimal Price);
