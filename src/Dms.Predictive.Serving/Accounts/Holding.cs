using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>A position with what it cost. Money that leaves as profit plus the cost that stays is conserved to the cent.</summary>
/// <param name="Quantity">Contracts; positive = long.</param>
/// <param name="Cost">Signed quote amount paid for what is held: quantity times average price.</param>
public readonly record struct Holding(decimal Quantity, decimal Cost)
{
    private const int EntryDigits = 8;
    private const decimal Cent = 0.01m;

    /// <summary>Average price paid, rounded to eight places; 0 without a position.</summary>
    public decimal EntryPrice => Quantity == 0 ? 0 : decimal.Round(Cost / Quantity, EntryDigits, MidpointRounding.ToEven);

    /// <summary>Adds a fill.</summary>
    /// <param name="quantity">Contracts bought (positive) or sold.</param>
    /// <param name="price">Quote per contract.</param>
    /// <param name="realized">Profit that turns to cash, a whole number of cents.</param>
    /// <returns>The position after it.</returns>
    /// <exception cref="OverflowException">An amount does not fit a decimal.</exception>
    public Holding After(decimal quantity, decimal price, out decimal realized)
    {
        realized = 0;
        if (Quantity == 0 || Math.Sign(Quantity) == Math.Sign(quantity))
        {
            return new(Quantity + quantity, Cost + (quantity * price));
        }

        decimal closed = Math.Min(Math.Abs(quantity), Math.Abs(Quantity)) * Math.Sign(Quantity);
        decimal proceeds = closed * price;
        decimal costOfClosed = closed == Quantity ? Cost : Cost * (closed / Quantity);
        realized = Money.RoundTo(proceeds - costOfClosed, Cent, MoneyRounding.Down);
        decimal rest = Quantity - closed;
        decimal opened = quantity + closed;

        // What rounding kept back stays in the cost of the rest; of a closed position it is below a cent, the venue's.
        decimal restCost = rest == 0 ? 0 : Cost - (proceeds - realized);
        return opened == 0 ? new(rest, restCost) : new(opened, opened * price);
    }

    /// <summary>The position as the margin engine takes it; the entry price's rounding is made good.</summary>
    public Position ToPosition(string instrument) =>
        new(instrument, Quantity, EntryPrice, (Quantity * EntryPrice) - Cost);
}
