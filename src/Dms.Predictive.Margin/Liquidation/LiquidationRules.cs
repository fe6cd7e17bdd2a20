using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Ranges of a liquidation question.</summary>
internal static class LiquidationRules
{
    private const string At = "liquidation.";
    private const string Fraction = "a fraction in [0, 1]";
    private const string NotNegative = "a finite number >= 0";

    public static void Check(LiquidationQuestion question, MarginRequest request)
    {
        if (question.Betas is not null)
        {
            CheckBetas(question.Betas, request.Market);
        }

        if (question.Plan is CureTerms plan)
        {
            Refuse.Unless(plan.Buffer >= 0, At + "plan.buffer", plan.Buffer, NotNegative);
            Refuse.Unless(plan.CostRate is >= 0 and <= 1, At + "plan.costRate", plan.CostRate, Fraction);
        }

        if (question.Auction is AuctionTerms auction)
        {
            Refuse.Unless(IsNotNegative(auction.BufferRate), At + "auction.bufferRate", auction.BufferRate, NotNegative);
            Refuse.Unless(auction.Discount is >= 0 and <= 1, At + "auction.discount", auction.Discount, Fraction);
            Refuse.Unless(
                IsNotNegative(auction.ReservedCash), At + "auction.reservedCash", auction.ReservedCash, NotNegative);
        }

        if (question.Betas is not null && !request.Policy.HasLiquidationPrices)
        {
            throw Refuse.NotSupported(At + "betas", $"The joint move of policy '{request.Policy.Kind}'");
        }

        if (question.Plan is not null && !(request.Policy.NetsPositions && request.Policy.MarginsPositions))
        {
            throw Refuse.NotSupported(At + "plan", $"A partial close of policy '{request.Policy.Kind}'");
        }
    }

    private static void CheckBetas(IReadOnlyDictionary<string, double> betas, MarginMarket market)
    {
        foreach ((string underlying, double beta) in betas)
        {
            Refuse.Unless(double.IsFinite(beta), $"{At}betas.{underlying}", beta, "a finite number");
            if (!market.Underlyings.Any(u => u.Id == underlying))
            {
                throw Refuse.Unknown("Underlying", underlying, $"{At}betas.{underlying}");
            }
        }
    }

    private static bool IsNotNegative(double value) => double.IsFinite(value) && value >= 0;
}
