namespace Dms.Predictive.Margin;

/// <summary>Funding whose rate moves in proportion to the imbalance: clamp(skew / scale, ±1)·maximum per day.</summary>
public static class FundingVelocity
{
    /// <summary>Follows a path of the imbalance; the rate starts at 0 and funding accrues by the trapezoid rule, exact
    /// for a rate that moves in straight lines.</summary>
    /// <param name="skew">Imbalance at the start and the scale at which velocity is full, contracts; scale &gt; 0.</param>
    /// <param name="maximumVelocity">Change of the daily rate per day at full imbalance.</param>
    /// <param name="position">Signed contracts, and price in quote.</param>
    /// <param name="path">Steps: their length in days, ≥ 0, and the change of imbalance at their end.</param>
    /// <returns>Funding accrued after each step, quote, and the last daily rate.</returns>
    public static (IReadOnlyList<double> Accrued, double Rate) Run(
        (double Now, double Scale) skew,
        double maximumVelocity,
        (double Size, double Price) position,
        IReadOnlyList<(double Days, double SkewChange)> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        List<double> accrued = new(path.Count);
        (double imbalance, double rate, double sum) = (skew.Now, 0, 0);
        foreach ((double days, double change) in path)
        {
            double next = rate + (Math.Clamp(imbalance / skew.Scale, -1, 1) * maximumVelocity * days);
            sum += 0.5 * (rate + next) * days;
            (rate, imbalance) = (next, imbalance + change);
            accrued.Add(position.Size * position.Price * sum);
        }

        return (accrued, rate);
    }
}
