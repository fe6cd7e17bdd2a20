using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Margin of a short option alone; a long one needs none.</summary>
internal static class ShortOptionRules
{
    /// <summary>Requirement of one position, its mark included, quote.</summary>
    /// <param name="option">The position.</param>
    /// <param name="prices">Spot and forward.</param>
    /// <param name="p">Rates at their multiple.</param>
    public static InitialAndMaintenance Of(
        OptionHolding option, (double Spot, double Forward) prices, StandardOptionParameters p)
    {
        if (option.Size >= 0)
        {
            return default;
        }

        double size = -option.Size;
        double reference = p.IsStrategy ? prices.Spot : prices.Forward;
        double mark = option.PriceAt(prices.Forward) * size;
        double distance = option.IsCall ? option.Strike - reference : reference - option.Strike;
        double outside = Math.Max(0, distance) / reference;
        double initial = (Math.Max(p.MaximumSpotRate - outside, p.MinimumSpotRate) * reference * size) + mark;
        double maintenance = option.IsCall
            ? (p.CallMaintenanceRate * reference * size) + mark
            : Math.Max(p.PutMaintenanceRate * reference * size, p.PutMaintenanceMarkRate * mark) + mark;
        double least = !p.IsStrategy ? maintenance : option.IsCall ? 0 : maintenance * p.PutInitialFactor;
        return new(Math.Max(initial, least), maintenance);
    }
}
