using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>How far an account is from liquidation, and what to close when it is there. Adds no formula of margin of
/// its own.</summary>
public static class LiquidationPlanner
{
    private const double OneDay = 86_400;

    /// <summary>Answers a liquidation request.</summary>
    /// <param name="request">Account, prices and policy.</param>
    /// <param name="question">What is wanted.</param>
    /// <returns>Without requirement, prices and plan when observed prices forbid them: nobody is liquidated
    /// then.</returns>
    /// <exception cref="InputRefusedException">
    /// The request is refused, or the question is: codes <c>OutOfRange</c>, <c>UnknownUnderlying</c>,
    /// <c>UnknownInstrument</c>, <c>NotSupported</c>, with places under <c>liquidation</c>.
    /// </exception>
    public static LiquidationAnswer Plan(MarginRequest request, LiquidationQuestion question)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(question);
        (MarginRequirement? requirement, IReadOnlyList<FeedQuality>? refused) = MarginCalculator.ComputeOrHold(request);
        LiquidationRules.Check(question, request);
        return requirement is null
            ? new(null) { Quality = refused }
            : MarginCalculator.Guard(() => Answer(request, requirement, question));
    }

    private static LiquidationAnswer Answer(
        MarginRequest request, MarginRequirement requirement, LiquidationQuestion question) =>
        new(requirement)
        {
            Prices = question.Prices ? PricesOf(request, requirement) : null,
            Joint = question.Betas is null
                ? null
                : JointMoveSearch.Find(request, question.Betas) with { Deviation = OneDayDeviation(requirement, request) },
            Plan = question.Plan is null ? null : PartialCure.Of(request, requirement, question.Plan),
            AuctionProportion = question.Auction is null
                ? null
                : AuctionPortion.Of(question.Auction, (double)requirement.Equity, (double)requirement.Maintenance),
            CureAmount = (requirement.Details as DebtPoolDetails)?.CureAmount,
            Order = question.Order is null ? null : TieredPerpOrder.Of(request, question.Order),
        };

    private static IReadOnlyList<LiquidationPrices> PricesOf(MarginRequest request, MarginRequirement requirement) =>
        request.Policy.HasLiquidationPrices && requirement.LiquidationPrices.Count == 0
            ? LiquidationPriceSearch.Find(request)
            : requirement.LiquidationPrices;

    // Of the volatility that margin is charged for: the policy's baseline times the forecast's multiplier.
    private static double? OneDayDeviation(MarginRequirement requirement, MarginRequest request) =>
        requirement.Overlay is OverlayOutcome o && request.Overlay?.Forecast.SigmaReference is double sigma
            ? sigma * o.Multiplier * Math.Sqrt(OneDay / YearBasis.Calendar365.Length.TotalSeconds)
            : null;
}

/// <summary>Answer of the liquidation planner.</summary>
/// <param name="Requirement">The requirement at current prices; null when observed prices forbid it.</param>
public sealed record LiquidationAnswer(MarginRequirement? Requirement)
{
    /// <summary>Quality of the observed prices when they forbid an answer; else null.</summary>
    public IReadOnlyList<FeedQuality>? Quality { get; init; }

    /// <summary>Whether the account, or a position of it that stands alone, may be liquidated now.</summary>
    public bool IsLiquidatable => Requirement is { LiquidationAllowed: true } r
        && (r.Status == MarginStatus.Liquidatable
            || (r.Details is PoolDetails pool && pool.Positions.Any(p => p.IsLiquidatable)));

    /// <summary>One row per underlying of the market; null = not asked for.</summary>
    public IReadOnlyList<LiquidationPrices>? Prices { get; init; }

    /// <summary>Common move of all prices; null = not asked for.</summary>
    public JointMove? Joint { get; init; }

    /// <summary>What to close; null = not asked for.</summary>
    public CurePlan? Plan { get; init; }

    /// <summary>Debt to burn, quote; null unless debt is what is margined.</summary>
    public decimal? CureAmount { get; init; }

    /// <summary>A liquidation order in whole quantums; null = not asked for.</summary>
    public TieredPerpOrder? Order { get; init; }

    /// <summary>Largest part that an auction may sell, [0, 1]; null = not asked for.</summary>
    public double? AuctionProportion { get; init; }
}
