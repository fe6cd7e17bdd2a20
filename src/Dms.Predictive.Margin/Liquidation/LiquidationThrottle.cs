namespace Dms.Predictive.Margin;

/// <summary>How fast positions of one market may be liquidated. Pure: time comes with the attempts.</summary>
public static class LiquidationThrottle
{
    /// <summary>Capacity of a window: (maker + taker fee) · skew scale · multiplier · seconds, in contracts.</summary>
    /// <param name="makerFee">Fraction of notional; ≥ 0.</param>
    /// <param name="takerFee">Fraction of notional; ≥ 0.</param>
    /// <param name="market">Skew scale in contracts and multiplier per second; ≥ 0.</param>
    /// <param name="windowSeconds">Length of the window; ≥ 0.</param>
    public static decimal Capacity(
        decimal makerFee, decimal takerFee, (decimal SkewScale, decimal Multiplier) market, decimal windowSeconds) =>
        (makerFee + takerFee) * market.SkewScale * market.Multiplier * windowSeconds;

    /// <summary>Runs attempts through a sliding window. An attempt exactly one window old is forgotten.</summary>
    /// <param name="capacity">Contracts per window; ≥ 0.</param>
    /// <param name="windowSeconds">Length of the window; &gt; 0.</param>
    /// <param name="attempts">In the order of time.</param>
    /// <returns>One row per attempt: what went through, what was held back.</returns>
    /// <exception cref="ArgumentException">Attempts are not in the order of time or have a negative size.</exception>
    public static IReadOnlyList<ThrottledAttempt> Run(
        decimal capacity, decimal windowSeconds, IReadOnlyList<LiquidationAttempt> attempts)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        List<ThrottledAttempt> results = new(attempts.Count);
        int first = 0;
        decimal used = 0;
        for (int i = 0; i < attempts.Count; i++)
        {
            (decimal now, decimal size) = (attempts[i].At, attempts[i].Size);
            if (size < 0 || (i > 0 && now < attempts[i - 1].At))
            {
                throw new ArgumentException(
                    $"Attempt {i} is {attempts[i]}; allowed are sizes >= 0 in the order of time.", nameof(attempts));
            }

            for (; first < i && now - attempts[first].At >= windowSeconds; first++)
            {
                used -= results[first].Liquidated;
            }

            decimal liquidated = Math.Min(size, Math.Max(0, capacity - used));
            used += liquidated;
            results.Add(new(liquidated, size - liquidated));
        }

        return results;
    }

    /// <summary>Whether an account may be liquidated again.</summary>
    /// <param name="now">Seconds.</param>
    /// <param name="last">Seconds of its last liquidation; null = never.</param>
    /// <param name="coolDownSeconds">Pause between two; exactly as long is enough.</param>
    public static bool HasCooledDown(decimal now, decimal? last, decimal coolDownSeconds) =>
        last is null || now - last >= coolDownSeconds;

    /// <summary>
    /// Which of the orders of one block go through, in their order: one per account and market, and no order that
    /// would take the losses of the insurance fund over the cap.
    /// </summary>
    /// <param name="orders">Orders of the block.</param>
    /// <param name="lossCap">Most that the fund may lose in the block, quote; ≥ 0.</param>
    public static IReadOnlyList<bool> AdmitBlock(IReadOnlyList<BlockOrder> orders, decimal lossCap)
    {
        ArgumentNullException.ThrowIfNull(orders);
        HashSet<(string Account, string Market)> seen = [];
        decimal lost = 0;
        List<bool> admitted = new(orders.Count);
        foreach (BlockOrder order in orders)
        {
            decimal loss = Math.Max(0, -order.InsuranceDelta);
            bool admit = !seen.Contains((order.Account, order.Market)) && lost + loss <= lossCap;
            if (admit)
            {
                seen.Add((order.Account, order.Market));
                lost += loss;
            }

            admitted.Add(admit);
        }

        return admitted;
    }
}

/// <summary>A wish to liquidate.</summary>
/// <param name="At">Seconds.</param>
/// <param name="Size">Contracts; ≥ 0.</param>
public sealed record LiquidationAttempt(decimal At, decimal Size);

/// <summary>What became of an attempt.</summary>
/// <param name="Liquidated">Contracts that went through.</param>
/// <param name="Remaining">Contracts held back.</param>
public sealed record ThrottledAttempt(decimal Liquidated, decimal Remaining);

/// <summary>A liquidation order within a block.</summary>
/// <param name="Account">Account id.</param>
/// <param name="Market">Market id.</param>
/// <param name="InsuranceDelta">What the insurance fund receives, quote; negative = loses.</param>
public sealed record BlockOrder(string Account, string Market, decimal InsuranceDelta);
