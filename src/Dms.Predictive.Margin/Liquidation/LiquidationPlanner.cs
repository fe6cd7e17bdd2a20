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
    /// <exception cref="InputRefusedException">
    /// The request is refused, or the question is: codes <c>OutOfRange</c>, <c>UnknownUnderlying</c>,
    /// <c>UnknownInstrument</c>, <c>NotSupported</c>, with places under <c>liquidation</c>.
    /// </exception>
    public static LiquidationAnswer Plan(MarginRequest request, LiquidationQuestion question)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(question);
        MarginRequirement requirement = MarginCalculator.Compute(request);
        LiquidationRules.Check(question, request);
        return new(requirement)
        {
            Prices = question.Prices ? requirement.LiquidationPrices : null,
            Joint = question.Betas is null
                ? null
                : JointMoveSearch.Find(request, question.Betas) with { Deviation = OneDayDeviation(requirement, request) },
            Plan = question.Plan is null ? null : PartialCure.Of(request, requirement, question.Plan),
            AuctionProportion = question.Auction is null
                ? null
                : AuctionPortion.Of(question.Auction, (double)requirement.Equity, (double)requirement.Maintenance),
        };
    }

    // Of the volatility that margin is charged for: the policy's baseline times the forecast's multiplier.
    private static double? OneDayDeviation(MarginRequirement requirement, MarginRequest request) =>
        requirement.Overlay is OverlayOutcome o && request.Overlay?.Forecast.SigmaReference is double sigma
            ? sigma * o.Multiplier * Math.Sqrt(OneDay / YearBasis.Calendar365.Length.TotalSeconds)
            : null;
}

/// <summary>Answer of the liquidation planner.</summary>
/// <param name="Requirement">The requirement at current prices.</param>
public sealed record LiquidationAnswer(MarginRequirement Requirement)
{
    /// <summary>Whether the account may be liquidated now.</summary>
    public bool IsLiquidatable =>
        Requirement.LiquidationAllowed && Requirement.Status == MarginStatus.Liquidatable;

    /// <summary>One row per underlying of the market; null = not asked for.</summary>
    public IReadOnlyList<LiquidationPrices>? Prices { get; init; }

    /// <summary>Common move of all prices; null = not asked for.</summary>
    public JointMove? Joint { get; init; }

    /// <summary>What to close; null = not asked for.</summary>
    public CurePlan? Plan { get; init; }

    /// <summary>Largest part that an auction may sell, [0, 1]; null = not asked for.</summary>
    public double? AuctionProportion { get; init; }
}
