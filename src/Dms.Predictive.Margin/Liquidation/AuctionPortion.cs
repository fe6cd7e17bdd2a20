namespace Dms.Predictive.Margin;

/// <summary>How much of a portfolio an auction may sell at once.</summary>
public static class AuctionPortion
{
    /// <summary>
    /// The smallest part p after which equity covers maintenance margin with its buffer:
    /// BM·(1 − p) + p·(E·d + reserved·(1 − d)) ≥ 0 for BM = E − MM·(1 + buffer), so
    /// p = BM / (BM − E·d − reserved·(1 − d)).
    /// </summary>
    /// <param name="terms">Buffer, price and reserved cash.</param>
    /// <param name="equity">Equity at the mark, quote.</param>
    /// <param name="maintenance">Maintenance margin, quote.</param>
    /// <returns>In [0, 1]: 0 when BM ≥ 0, 1 when no part would do.</returns>
    public static double Of(AuctionTerms terms, double equity, double maintenance)
    {
        ArgumentNullException.ThrowIfNull(terms);
        double buffered = equity - (maintenance * (1 + terms.BufferRate));
        if (buffered >= 0)
        {
            return 0;
        }

        double gap = buffered - (equity * terms.Discount) - (terms.ReservedCash * (1 - terms.Discount));
        return gap < 0 ? Math.Clamp(buffered / gap, 0, 1) : 1;
    }
}
