namespace Dms.Predictive.Margin;

/// <summary>Funding that grows while the imbalance lasts and shrinks when it has gone.</summary>
/// <param name="IncreasePerSecond">Growth per second at an imbalance of 1; ≥ 0.</param>
/// <param name="DecreasePerSecond">Decline per second; ≥ 0.</param>
/// <param name="StableThreshold">Imbalance above which funding grows, [0, 1].</param>
/// <param name="DecreaseThreshold">Imbalance below which it shrinks, [0, <paramref name="StableThreshold"/>].</param>
/// <param name="MinimumPerSecond">Smallest magnitude; ≥ 0.</param>
/// <param name="MaximumPerSecond">Largest magnitude; ≥ the smallest.</param>
public sealed record AdaptiveFunding(
    double IncreasePerSecond,
    double DecreasePerSecond,
    double StableThreshold,
    double DecreaseThreshold,
    double MinimumPerSecond,
    double MaximumPerSecond)
{
    /// <summary>
    /// Next rate. Where funding and imbalance point the same way it grows above the stable threshold and shrinks below
    /// the decrease threshold; where they point apart it moves toward the imbalance, through zero.
    /// </summary>
    /// <param name="longOpenInterest">USD; ≥ 0.</param>
    /// <param name="shortOpenInterest">USD; ≥ 0.</param>
    /// <param name="current">Signed rate per second; positive = longs pay.</param>
    /// <param name="seconds">Time since; ≥ 0.</param>
    /// <returns>Magnitude per second, and whether longs pay shorts.</returns>
    public (double PerSecond, bool LongsPayShorts) Next(
        double longOpenInterest, double shortOpenInterest, double current, double seconds)
    {
        double total = longOpenInterest + shortOpenInterest;
        double skew = total > 0 ? (longOpenInterest - shortOpenInterest) / total : 0;
        double next = current;
        if (current == 0 || Math.Sign(current) != Math.Sign(skew) || Math.Abs(skew) > StableThreshold)
        {
            next = current + (skew * IncreasePerSecond * seconds);
        }
        else if (Math.Abs(skew) < DecreaseThreshold)
        {
            next = Math.Sign(current) * Math.Max(0, Math.Abs(current) - (DecreasePerSecond * seconds));
        }

        bool longsPay = next > 0 || (next == 0 && current >= 0);
        return (Math.Clamp(Math.Abs(next), MinimumPerSecond, MaximumPerSecond), longsPay);
    }
}
