namespace Dms.Predictive.Audit;

/// <summary>Page–Hinkley test for a rise of the mean. One series; not for concurrent use.</summary>
/// <remarks>mean_i runs over all values up to and including x_i; S += x − mean − δ; alarm when S exceeds its smallest
/// value so far (0 at the start) by more than λ. Page (1954), Biometrika 41.</remarks>
/// <param name="delta">δ ≥ 0: drift that is tolerated, in the series' unit.</param>
/// <param name="threshold">λ &gt; 0: height of the alarm, in the series' unit.</param>
/// <param name="minInstances">Values before the first alarm may come, ≥ 1.</param>
public sealed class PageHinkley(double delta, double threshold, int minInstances)
{
    private int _count;
    private double _mean;
    private double _sum;
    private double _lowest;

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Finite.</param>
    /// <returns>Whether it raises the alarm; the test then starts anew.</returns>
    public bool Add(double value)
    {
        _count++;
        _mean += (value - _mean) / _count;
        _sum += value - _mean - delta;
        _lowest = Math.Min(_lowest, _sum);
        bool alarm = _count >= minInstances && _sum - _lowest > threshold;
        if (alarm)
        {
            (_count, _mean, _sum, _lowest) = (0, 0, 0, 0);
        }

        return alarm;
    }
}
