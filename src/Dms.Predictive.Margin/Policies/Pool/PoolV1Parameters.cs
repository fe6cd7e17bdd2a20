using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Pools that bound leverage and liquidate a position only when it cannot pay what it owes.</summary>
public sealed record PoolV1Parameters : PoolParameters
{
    /// <summary>Largest size per remaining collateral; &gt; 0.</summary>
    public required decimal MaxLeverage { get; init; }

    /// <summary>Cost of a liquidation, USD; ≥ 0.</summary>
    public required decimal LiquidationFeeUsd { get; init; }

    internal override string Version => "v1";

    internal override void Check()
    {
        base.Check();
        Refuse.Unless(MaxLeverage > 0, At + "maxLeverage", MaxLeverage, "> 0");
        NotNegative(LiquidationFeeUsd, At + "liquidationFeeUsd");
    }

    internal override decimal? ImpactOf(PoolPosition position, bool isLong, TradingPool pool) => null;

    internal override InitialAndMaintenance Require(PoolPosition position, PoolSide side, double scale)
    {
        double leverage = (double)MaxLeverage;
        return new(
            (double)position.SizeUsd / (scale == 1 ? leverage : leverage / scale), (double)LiquidationFeeUsd);
    }

    internal override PoolDetailsRow Judge(ValuedPoolPosition position)
    {
        decimal remaining = position.Remaining;
        decimal size = position.Terms.SizeUsd;
        decimal supported = remaining * MaxLeverage;
        PoolReason reason = remaining + position.Fees < 0 ? PoolReason.LossesExceedCollateral
            : remaining < 0 ? PoolReason.FeesExceedCollateral
            : remaining < LiquidationFeeUsd ? PoolReason.LiquidationFeesExceedCollateral
            : supported < size ? PoolReason.MaxLeverageExceeded
            : PoolReason.None;
        return position.Row(reason) with
        {
            ReducedSizeUsd = (double)(reason == PoolReason.MaxLeverageExceeded ? supported : size),
        };
    }
}
