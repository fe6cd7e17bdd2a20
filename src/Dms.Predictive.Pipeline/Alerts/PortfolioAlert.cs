namespace Dms.Predictive.Pipeline;

/// <summary>One level for many instruments.</summary>
public static class PortfolioAlert
{
    /// <summary>Share of gross notional that must stand at a level for the portfolio to stand there.</summary>
    public const double Share = 0.25;

    /// <summary>The highest level at which, or above, a quarter of the gross notional stands.</summary>
    /// <param name="instruments">Level and gross notional (≥ 0, quote currency) of each instrument held.</param>
    /// <exception cref="ArgumentException">A notional is negative or not finite.</exception>
    public static AlertLevel Of(IReadOnlyList<(AlertLevel Level, double GrossNotional)> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (instruments.Any(i => !double.IsFinite(i.GrossNotional) || i.GrossNotional < 0))
        {
            throw new ArgumentException("Expected finite notionals >= 0 in quote currency.", nameof(instruments));
        }

        double total = instruments.Sum(i => i.GrossNotional);
        for (AlertLevel level = AlertLevel.Cap; level > AlertLevel.Calm; level--)
        {
            double at = instruments.Where(i => i.Level >= level).Sum(i => i.GrossNotional);
            if (total > 0 && at >= Share * total)
            {
                return level;
            }
        }

        return AlertLevel.Calm;
    }
}
