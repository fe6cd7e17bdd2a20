using Dms.Predictive.Core;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.Variance;

/// <summary>Lee-Mykland (2008) test of each return against the bipower variation of the bars before it.</summary>
internal sealed class JumpDetector
{
    private const int BipowerBars = 270;
    private const double FalseAlarmsPerDay = 0.01;

    private readonly PrefixRing _bipower = new(BipowerBars, 40);
    private readonly LeeMyklandLimits _limits;
    private double _previous;
    private long _count;

    /// <param name="barsPerDay">Returns that share one false-alarm budget of 1 %.</param>
    public JumpDetector(int barsPerDay) =>
        _limits = LeeMyklandLimits.Of(Math.Max(3, barsPerDay), FalseAlarmsPerDay);

    /// <summary>Judges the next absolute return in percent; false while fewer than 270 bars or no movement came before.</summary>
    public bool IsJump(double absoluteReturn)
    {
        bool jump = false;
        if (_count >= BipowerBars)
        {
            double variance = _bipower.Sum(BipowerBars - 2) / (BipowerBars - 2);
            jump = variance > 0 && _limits.IsJump(absoluteReturn / Math.Sqrt(variance));
        }

        _bipower.Append(absoluteReturn * _previous);
        _previous = absoluteReturn;
        _count++;
        return jump;
    }
}
