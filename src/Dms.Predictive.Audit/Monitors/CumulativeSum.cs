namespace Dms.Predictive.Audit;

/// <summary>Two-sided CUSUM for a change of the mean in either direction. One series; not for concurrent use.</summary>
/// <remarks>g⁺ = max(0, g⁺ + x − μ − k), g⁻ = max(0, g⁻ − x + μ − k); alarm above h. Page (1954), Biometrika
/// 41.</remarks>
/// <param name="mean">μ: mean without a change, in the series' unit.</param>
/// <param name="slack">k ≥ 0: deviation that is tolerated, in the series' unit.</param>
/// <param name="threshold">h &gt; 0: height of the alarm, in the series' unit.</param>
public sealed class CumulativeSum(double mean, double slack, double threshold)
{
    private double _up;
    private double _down;

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Finite.</param>
    /// <returns>Whether it raises the alarm; the test then starts anew.</returns>
    public bool Add(double value)
    {
        _up = Math.Max(0, _up + value - mean - slack);
        _down = Math.Max(0, _down - value + mean - slack);
        bool alarm = _up > threshold || _down > threshold;
        if (alarm)
        {
            (_up, _down) = (0, 0);
        }

        return alarm;
    }
}
