namespace Dms.Predictive.Margin;

/// <summary>What may happen to a pool. Amounts in USD.</summary>
/// <param name="Markets">One row per market, ordinal by underlying.</param>
/// <param name="NetExposureUsd">Σ net exposure of the pool; signed.</param>
/// <param name="Tail">Loss over the forecast's horizon.</param>
/// <param name="Exhaustion">When funds may run out.</param>
public sealed record PoolRiskReport(
    IReadOnlyList<PoolMarketRisk> Markets, double NetExposureUsd, PoolTailRisk Tail, PoolExhaustion Exhaustion)
{
    /// <summary>Σ open interest of both sides ÷ Σ assets of both sides; +∞ without assets.</summary>
    public required double Leverage { get; init; }

    /// <summary>Σ squared shares in Σ |net exposure|: 1 = one market, 1/n = n alike; 0 without exposure.</summary>
    public required double Concentration { get; init; }

    /// <summary>Impact pool ÷ Σ open interest; 0 without open interest.</summary>
    public required double ImpactPoolToOpenInterest { get; init; }

    /// <summary>Factor on all exposures at which expected shortfall would fit the funds, at most 1. A recommendation:
    /// it is never applied by itself.</summary>
    public required double RecommendedExposureFactor { get; init; }
}

/// <summary>One market of a pool.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="NetExposureUsd">The pool's exposure; signed.</param>
/// <param name="Long">Longs.</param>
/// <param name="Short">Shorts.</param>
public sealed record PoolMarketRisk(string Underlying, double NetExposureUsd, PoolSideRisk Long, PoolSideRisk Short);

/// <summary>One side of a market.</summary>
/// <param name="ReserveUtilization">Reserved ÷ what may be reserved; above 1 = over the limit.</param>
/// <param name="OpenInterestUtilization">Open interest ÷ its limit; null without one.</param>
/// <param name="PnlToPool">Traders' gains ÷ assets; negative = they lose.</param>
/// <param name="MoveToAdl">Move of the price, a fraction, at which deleveraging starts; 0 = it has, null = it never
/// does.</param>
/// <param name="MoveToCap">Move at which gains are cut; 0 = they are, null = never.</param>
public sealed record PoolSideRisk(
    double ReserveUtilization, double? OpenInterestUtilization, double PnlToPool, double? MoveToAdl, double? MoveToCap)
{
    /// <summary>Gains that deleveraging would have to realize now, USD; 0 below its threshold.</summary>
    public required double PnlToDeleverageUsd { get; init; }
}

/// <summary>Loss of a pool over a horizon.</summary>
/// <param name="DeviationUsd">Standard deviation of its profit.</param>
/// <param name="ValueAtRisk">Loss quantile at the forecast's confidence.</param>
/// <param name="ExpectedShortfall">Mean loss beyond it.</param>
public sealed record PoolTailRisk(double DeviationUsd, double ValueAtRisk, double ExpectedShortfall);

/// <summary>When a pool's funds may run out, at the forecast's volatilities and today's exposures.</summary>
/// <param name="ChanceAtTheEnd">Chance that the loss at the end of the horizon exceeds the funds.</param>
/// <param name="ChanceAtAnyTime">Chance that it does at any time until then.</param>
/// <param name="DaysToOnePercent">Days after which that chance is 1 %; +∞ = nothing moves.</param>
/// <param name="DaysToHalf">Days after which it is one half.</param>
public sealed record PoolExhaustion(
    double ChanceAtTheEnd, double ChanceAtAnyTime, double DaysToOnePercent, double DaysToHalf);

/// <summary>A pool under stress.</summary>
/// <param name="LossUsd">What traders win more than before, gains cut to their part; 0 when the pool wins.</param>
/// <param name="Waterfall">What each layer pays.</param>
/// <param name="Socialized">What each member is charged.</param>
/// <param name="Unallocated">What nobody could bear.</param>
public sealed record PoolStressOutcome(
    decimal LossUsd,
    IReadOnlyList<Core.PoolLayerDraw> Waterfall,
    IReadOnlyList<Core.PoolMemberCharge> Socialized,
    decimal Unallocated);
