namespace Dms.Predictive.Margin;

/// <summary>Amounts that change hands when an account is liquidated.</summary>
public static class LiquidationAmounts
{
    private const int CureDigits = 18;

    /// <summary>Reward of whoever liquidates: flag reward + cost, at least max(cost + minimum, cost·(1 + profit)), at
    /// most the maximum.</summary>
    /// <param name="executionCost">What it costs to liquidate, quote; ≥ 0.</param>
    /// <param name="flagReward">Reward for finding the account, quote; ≥ 0.</param>
    /// <param name="floor">Smallest gain, quote and as a part of the cost; ≥ 0.</param>
    /// <param name="maximum">Largest reward, quote.</param>
    public static decimal KeeperReward(
        decimal executionCost, decimal flagReward, (decimal Minimum, decimal ProfitRatio) floor, decimal maximum)
    {
        decimal least = Math.Max(executionCost + floor.Minimum, executionCost * (1 + floor.ProfitRatio));
        return Math.Min(maximum, Math.Max(least, flagReward + executionCost));
    }

    /// <summary>Debt to burn so that debt and penalty fit the collateral again: (D − C·r)/(1 − (1 + p)·r).</summary>
    /// <param name="debt">D, quote; ≥ 0.</param>
    /// <param name="collateral">C, quote; ≥ 0.</param>
    /// <param name="issuanceRatio">r, debt per collateral, with (1 + p)·r &lt; 1.</param>
    /// <param name="penalty">p, part of the burnt debt that is taken from collateral on top; ≥ 0.</param>
    /// <returns>Quote, cut to 18 decimals; 0 when the debt fits already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No amount would do: (1 + p)·r ≥ 1.</exception>
    public static decimal Cure(decimal debt, decimal collateral, decimal issuanceRatio, decimal penalty)
    {
        decimal part = 1 - ((1 + penalty) * issuanceRatio);
        if (part <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(issuanceRatio), issuanceRatio, "Burning debt cures only while (1 + penalty)·ratio < 1.");
        }

        decimal excess = debt - (collateral * issuanceRatio);
        return excess <= 0 ? 0 : decimal.Round(excess / part, CureDigits, MidpointRounding.ToZero);
    }

    /// <summary>Trade of a bankrupt position with an opposite one at the bankruptcy price −quote/quantity.</summary>
    /// <param name="bankrupt">Contracts and quote of the bankrupt side.</param>
    /// <param name="offset">Contracts and quote of the other side.</param>
    /// <exception cref="ArgumentException">Both sides are long or short, or one is flat.</exception>
    public static AdlSettlement Deleverage(
        (decimal Quantity, decimal Quote) bankrupt, (decimal Quantity, decimal Quote) offset)
    {
        if (Math.Sign(bankrupt.Quantity) * Math.Sign(offset.Quantity) >= 0)
        {
            throw new ArgumentException(
                $"Found quantities {bankrupt.Quantity} and {offset.Quantity}; allowed are opposite signs.", nameof(offset));
        }

        decimal size = Math.Abs(bankrupt.Quantity);
        decimal quantity = Math.Min(size, Math.Abs(offset.Quantity));
        decimal moved = bankrupt.Quote * quantity / size;
        return new(-bankrupt.Quote / bankrupt.Quantity, quantity, bankrupt.Quote - moved, offset.Quote + moved);
    }
}

/// <summary>Outcome of one forced trade.</summary>
/// <param name="Price">Bankruptcy price, quote.</param>
/// <param name="Quantity">Contracts traded.</param>
/// <param name="BankruptQuoteAfter">Quote left to the bankrupt side.</param>
/// <param name="OffsetQuoteAfter">Quote of the other side afterwards.</param>
public sealed record AdlSettlement(
    decimal Price, decimal Quantity, decimal BankruptQuoteAfter, decimal OffsetQuoteAfter);
