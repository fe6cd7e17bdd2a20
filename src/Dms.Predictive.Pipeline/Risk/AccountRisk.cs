using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>What may become of one account within the horizon, positions unchanged.</summary>
/// <param name="Horizon">Span looked over.</param>
/// <param name="BelowMaintenance">Probability that equity falls below maintenance margin at some time, in [0, 1].</param>
/// <param name="BelowZero">Probability that equity falls below zero at some time, in [0, 1].</param>
/// <param name="DistanceSigmas">Distance of the nearer liquidation price in forecast standard deviations, ≥ 0; null =
/// there is none.</param>
/// <param name="Outcomes">Past moves that the probabilities rest on; 0 = an assumed distribution.</param>
public sealed record AccountRisk(
    TimeSpan Horizon, double BelowMaintenance, double BelowZero, double? DistanceSigmas, int Outcomes)
{
    /// <summary>Reads the risk off a requirement's liquidation prices; maintenance margin as it stands now.</summary>
    /// <param name="request">Account and market, one underlying.</param>
    /// <param name="requirement">The answer to the request.</param>
    /// <param name="moves">Distribution of what may come; null gives null.</param>
    public static AccountRisk? Of(MarginRequest request, MarginRequirement requirement, MoveOutlook? moves)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(requirement);
        if (moves is null || request.Market.Underlyings is not [Underlying only] || requirement.LiquidationPrices is not [LiquidationPrices prices])
        {
            return null;
        }

        double spot = (double)only.Spot;
        double below = requirement.Status == MarginStatus.Liquidatable ? 1 : Reaches(moves, spot, prices.Down, prices.Up);
        double? distance = requirement.Status == MarginStatus.Liquidatable ? 0 : Nearer(moves, spot, prices);
        double zero = requirement.Equity < 0 ? 1 : Math.Min(below, Ruin(request, requirement, moves, spot));
        return new AccountRisk(moves.Horizon, below, zero, distance, Math.Min(moves.Falls.Outcomes, moves.Rises.Outcomes));
    }

    private static double Reaches(MoveOutlook moves, double spot, double? down, double? up) => Math.Min(
        1, (down is double d ? moves.Reaches(spot, d) : 0) + (up is double u ? moves.Reaches(spot, u) : 0));

    private static double? Nearer(MoveOutlook moves, double spot, LiquidationPrices prices)
    {
        double[] distances =
        [
            .. ((double?[])[prices.Down, prices.Up]).Where(p => p is > 0).Select(p => Math.Abs(moves.Distance(spot, p!.Value))),
        ];
        return distances.Length == 0 ? null : distances.Min();
    }

    // Linear contracts: equity falls by the net quantity for each unit of price.
    private static double Ruin(MarginRequest request, MarginRequirement requirement, MoveOutlook moves, double spot)
    {
        double slope = (double)request.Account.Positions.Sum(
            p => p.Quantity * request.Market.Instruments.First(i => i.Id == p.Instrument).Multiplier);
        return slope == 0 ? 0 : moves.Reaches(spot, spot - ((double)requirement.Equity / slope));
    }
}
