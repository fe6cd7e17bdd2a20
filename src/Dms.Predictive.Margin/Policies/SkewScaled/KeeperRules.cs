namespace Dms.Predictive.Margin;

/// <summary>What a liquidator is paid.</summary>
public sealed record KeeperRules
{
    /// <summary>Cost of one execution, quote; ≥ 0.</summary>
    public required double ExecutionCost { get; init; }

    /// <summary>Smallest profit on top of the cost, quote; ≥ 0.</summary>
    public required double MinimumReward { get; init; }

    /// <summary>Smallest profit as a fraction of the cost; ≥ 0.</summary>
    public required double ProfitRatio { get; init; }

    /// <summary>Largest reward, quote; ≥ 0.</summary>
    public required double MaximumReward { get; init; }

    /// <summary>Share of available margin that the reward may take, [0, 1].</summary>
    public required double MarginScaling { get; init; }

    /// <summary>Reward as a fraction of cash and collateral at market prices; ≥ 0.</summary>
    public required double CollateralRatio { get; init; }

    /// <summary>Windows that a liquidation takes; ≥ 1.</summary>
    public required int Windows { get; init; }

    /// <summary>Cost of each further window, quote; ≥ 0.</summary>
    public required double WindowCost { get; init; }

    /// <summary>
    /// clamp(max(flags, ratio·collateral) + cost, max(cost + minimum, cost·(1 + profit)), min(available·scaling,
    /// maximum)) + (windows − 1)·cost of a window; where the bounds cross, the upper one holds.
    /// </summary>
    /// <param name="flags">Σ flag ratio · notional, quote.</param>
    /// <param name="collateral">Cash and collateral at market prices, quote.</param>
    /// <param name="available">Available margin, quote.</param>
    /// <returns>Reward, quote; ≥ 0.</returns>
    public double Reward(double flags, double collateral, double available)
    {
        double wanted = Math.Max(flags, CollateralRatio * Math.Max(0, collateral)) + ExecutionCost;
        double least = Math.Max(ExecutionCost + MinimumReward, ExecutionCost * (1 + ProfitRatio));
        double most = Math.Max(0, Math.Min(available * MarginScaling, MaximumReward));
        return Math.Min(Math.Max(wanted, least), most) + ((Windows - 1) * WindowCost);
    }

    internal void Check()
    {
        const string At = "policy.parameters.keeper.";
        Refuse.UnlessAtLeastZero(ExecutionCost, At + "executionCost");
        Refuse.UnlessAtLeastZero(MinimumReward, At + "minimumReward");
        Refuse.UnlessAtLeastZero(ProfitRatio, At + "profitRatio");
        Refuse.UnlessAtLeastZero(MaximumReward, At + "maximumReward");
        Refuse.Unless(MarginScaling is >= 0 and <= 1, At + "marginScaling", MarginScaling, "in [0, 1]");
        Refuse.UnlessAtLeastZero(CollateralRatio, At + "collateralRatio");
        Refuse.Unless(Windows >= 1, At + "windows", Windows, ">= 1");
        Refuse.UnlessAtLeastZero(WindowCost, At + "windowCost");
    }
}
