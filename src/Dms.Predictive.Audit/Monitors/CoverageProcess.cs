namespace Dms.Predictive.Audit;

/// <summary>
/// Wealth of a bet that misses come more often than promised: M = max(M, 1)·(1 + λ(miss − α)), from 0. It may be looked
/// at after every decision without correction for looking often. Alarm when it reaches the threshold.
/// </summary>
/// <remarks>Shin, Ramdas and Rinaldo (2023), e-detectors.</remarks>
public sealed class CoverageProcess
{
    private readonly double _missRate;
    private readonly double _stake;
    private readonly double _threshold;

    /// <summary>Starts without evidence.</summary>
    /// <param name="missRate">α: promised rate of misses, in (0, 1).</param>
    /// <param name="stake">λ, in (0, 1/α).</param>
    /// <param name="threshold">c &gt; 1: wealth that raises the alarm.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public CoverageProcess(double missRate = 0.01, double stake = 8, double threshold = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(missRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(missRate, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stake);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stake, 1 / missRate);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(threshold, 1);
        (_missRate, _stake, _threshold) = (missRate, stake, threshold);
    }

    /// <summary>M: 0 before the first decision, then &gt; 0.</summary>
    public double Value { get; private set; }

    /// <summary>Takes the next decision.</summary>
    /// <param name="isMiss">Whether the loss exceeded the margin.</param>
    /// <returns>Whether the alarm is up; it stays up until the wealth falls below the threshold.</returns>
    public bool Add(bool isMiss)
    {
        Value = Math.Max(Value, 1) * (1 + (_stake * ((isMiss ? 1 : 0) - _missRate)));
        return Value >= _threshold;
    }
}
