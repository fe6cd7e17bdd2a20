using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Charges of markets in which traders trade against a pool. Amounts in USD.</summary>
public static class PoolFormulas
{
    /// <summary>
    /// Price impact of a change of open interest with D = |long − short|: f₊·(D0^e − D1^e) when the imbalance shrinks,
    /// −f₋·(D1^e − D0^e) when it grows, f₊·D0^e − f₋·D1^e when it changes sides.
    /// </summary>
    /// <param name="before">Long and short open interest before, USD; ≥ 0.</param>
    /// <param name="after">The same afterwards.</param>
    /// <param name="factors">For the better, for the worse; ≥ 0.</param>
    /// <param name="exponent">Power of the imbalance; &gt; 0.</param>
    /// <returns>USD; negative = the trader pays.</returns>
    public static double PriceImpact(
        (double Long, double Short) before,
        (double Long, double Short) after,
        (double Positive, double Negative) factors,
        double exponent)
    {
        double was = Power(Math.Abs(before.Long - before.Short), exponent);
        double becomes = Power(Math.Abs(after.Long - after.Short), exponent);
        bool sameSide = (before.Long <= before.Short) == (after.Long <= after.Short);
        return !sameSide ? (factors.Positive * was) - (factors.Negative * becomes)
            : becomes < was ? factors.Positive * (was - becomes)
            : factors.Negative * (was - becomes);
    }

    /// <summary>Borrowing fee: size·seconds·factor·reserved^e / pool.</summary>
    /// <param name="sizeUsd">Size of the position; ≥ 0.</param>
    /// <param name="pool">Reserved and whole pool, USD; the latter &gt; 0.</param>
    /// <param name="factorPerSecond">Rate at full use for an exponent of 1; ≥ 0.</param>
    /// <param name="exponent">Power of what is reserved; &gt; 0.</param>
    /// <param name="seconds">Time; ≥ 0.</param>
    public static double BorrowingFee(
        double sizeUsd, (double Reserved, double Whole) pool, double factorPerSecond, double exponent, double seconds) =>
        sizeUsd * seconds * (factorPerSecond * Power(pool.Reserved, exponent) / pool.Whole);

    /// <summary>Borrowing rate per second with a kink: base·u + (above − base)·max(0, u − optimal)/(1 − optimal).
    /// </summary>
    /// <param name="utilization">u, [0, 1].</param>
    /// <param name="rates">Per second at full use below and above the kink; ≥ 0.</param>
    /// <param name="optimal">Where the kink is, [0, 1).</param>
    public static double KinkedBorrowing(double utilization, (double Base, double Above) rates, double optimal) =>
        (rates.Base * utilization)
        + (utilization > optimal ? (rates.Above - rates.Base) * (utilization - optimal) / (1 - optimal) : 0);

    /// <summary>Profit of a position when gains are paid up to a part of the pool.</summary>
    /// <param name="poolUsd">Worth of the pool; ≥ 0.</param>
    /// <param name="maxPnlFactor">Largest part of it that traders may win together; ≥ 0.</param>
    /// <param name="tradersPnlUsd">What they have won together.</param>
    /// <param name="positionPnlUsd">What this position has won; losses are not cut.</param>
    public static double CappedPnl(double poolUsd, double maxPnlFactor, double tradersPnlUsd, double positionPnlUsd)
    {
        double cap = poolUsd * maxPnlFactor;
        return positionPnlUsd > 0 && tradersPnlUsd > cap ? positionPnlUsd * (cap / tradersPnlUsd) : positionPnlUsd;
    }

    internal static double Power(double value, double exponent) => exponent switch
    {
        _ when value == 0 => 0,
        1 => value,
        2 => value * value,
        _ => PinnedMath.Pow(value, exponent),
    };
}
