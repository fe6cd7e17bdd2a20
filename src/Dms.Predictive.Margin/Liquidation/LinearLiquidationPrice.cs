namespace Dms.Predictive.Margin;

/// <summary>Closed form of the liquidation price where equity and maintenance margin are linear in one price.</summary>
public static class LinearLiquidationPrice
{
    /// <summary>Solves equity = maintenance margin: (q·P − E + other)/(q − |q|·rate).</summary>
    /// <param name="position">Signed size and current price.</param>
    /// <param name="equity">Equity at that price, quote.</param>
    /// <param name="maintenanceRate">Maintenance margin as a fraction of notional; ≥ 0.</param>
    /// <param name="otherMaintenance">Maintenance margin of other positions, quote.</param>
    /// <returns>The price, or null when no positive price solves it.</returns>
    public static double? Solve(
        (double Size, double Price) position, double equity, double maintenanceRate, double otherMaintenance = 0)
    {
        double slope = position.Size - (Math.Abs(position.Size) * maintenanceRate);
        if (slope == 0)
        {
            return null;
        }

        double price = ((position.Size * position.Price) - equity + otherMaintenance) / slope;
        return double.IsFinite(price) && price > 0 ? price : null;
    }
}
