using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Pools that charge price impact and ask for collateral as a fraction of size.</summary>
public sealed record PoolV2Parameters : PoolParameters
{
    /// <summary>Collateral to open, fraction of size, [0, 1].</summary>
    public required decimal MinCollateralFactor { get; init; }

    /// <summary>Collateral to stay open, fraction of size, [0, 1].</summary>
    public required decimal MinCollateralFactorForLiquidation { get; init; }

    /// <summary>Smallest collateral of any position, USD; ≥ 0.</summary>
    public required decimal MinCollateralUsd { get; init; }

    /// <summary>Largest impact that counts against a position, fraction of size, [0, 1].</summary>
    public required decimal MaxImpactFactorForLiquidation { get; init; }

    /// <summary>Collateral to open as a fraction of size per USD of the side's open interest; ≥ 0.</summary>
    public required double OpenInterestMultiplier { get; init; }

    /// <summary>Price of reducing the imbalance; ≥ 0.</summary>
    public required double PositiveImpactFactor { get; init; }

    /// <summary>Price of increasing it; ≥ 0.</summary>
    public required double NegativeImpactFactor { get; init; }

    /// <summary>Power of the imbalance; in (0, 10].</summary>
    public required double ImpactExponent { get; init; }

    internal override string Version => "v2";

    internal override void Check()
    {
        base.Check();
        Fraction(MinCollateralFactor, At + "minCollateralFactor");
        Fraction(MinCollateralFactorForLiquidation, At + "minCollateralFactorForLiquidation");
        NotNegative(MinCollateralUsd, At + "minCollateralUsd");
        Fraction(MaxImpactFactorForLiquidation, At + "maxImpactFactorForLiquidation");
        Refuse.UnlessAtLeastZero(OpenInterestMultiplier, At + "openInterestMultiplier");
        Refuse.UnlessAtLeastZero(PositiveImpactFactor, At + "positiveImpactFactor");
        Refuse.UnlessAtLeastZero(NegativeImpactFactor, At + "negativeImpactFactor");
        Refuse.Unless(ImpactExponent is > 0 and <= 10, At + "impactExponent", ImpactExponent, "in (0, 10]");
    }

    // What opening stored is settled together with what closing costs; gains from impact are not collateral, and the
    // bound keeps one large trade of others from liquidating everybody.
    internal override decimal? ImpactOf(PoolPosition position, bool isLong, TradingPool pool)
    {
        (double Long, double Short) before = ((double)pool.Long.OpenInterestUsd, (double)pool.Short.OpenInterestUsd);
        double size = (double)position.SizeUsd;
        double closing = PoolFormulas.PriceImpact(
            before,
            isLong ? (before.Long - size, before.Short) : (before.Long, before.Short - size),
            (PositiveImpactFactor, NegativeImpactFactor),
            ImpactExponent);
        decimal worst = -(position.SizeUsd * MaxImpactFactorForLiquidation);
        double total = closing + (double)position.PendingImpact;
        return total >= 0 ? 0 : total <= (double)worst ? worst : Math.Max(worst, (decimal)total);
    }

    internal override InitialAndMaintenance Require(PoolPosition position, PoolSide side, double scale)
    {
        double size = (double)position.SizeUsd;
        double factor = Math.Max(
            (double)MinCollateralFactor, (double)side.OpenInterestUsd * OpenInterestMultiplier);
        return new(
            Math.Max((double)MinCollateralUsd, size * Scaled(factor, scale)),
            Math.Max((double)MinCollateralUsd, size * Scaled((double)MinCollateralFactorForLiquidation, scale)));
    }

    internal override PoolDetailsRow Judge(ValuedPoolPosition position)
    {
        decimal remaining = position.Remaining;
        PoolReason reason = remaining <= 0 ? PoolReason.NotPositive
            : remaining < MinCollateralUsd ? PoolReason.MinCollateralUsd
            : remaining < position.Terms.SizeUsd * MinCollateralFactorForLiquidation
                ? PoolReason.MinCollateralForLeverage
            : PoolReason.None;
        return position.Row(reason) with { Impact = (double)(position.Impact ?? 0) };
    }

    private static double Scaled(double factor, double scale) => scale == 1 ? factor : factor * scale;
}
