using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>
/// How fast the five best levels of both sides come back: from the moment at which they hold less than half of their
/// usual quantity until they hold three quarters of it. Given up after a minute.
/// </summary>
internal sealed class RefillMeter
{
    private const double Emptied = 0.5;
    private const double Refilled = 0.75;
    private const double LongestSeconds = 60;
    private const double UsualHalfLifeSeconds = 60;

    private double _usual = double.NaN;
    private double _wanted = double.NaN;
    private Timestamp _emptiedAt;
    private Timestamp _last;
    private double _seconds;
    private int _count;

    /// <summary>Takes the depth after a group of changes.</summary>
    /// <param name="depth">Quantity in the five best levels of both sides, base units; NaN = not known.</param>
    /// <param name="at">When.</param>
    public void Take(double depth, Timestamp at)
    {
        if (double.IsNaN(depth))
        {
            Forget();
            return;
        }

        if (!double.IsNaN(_wanted))
        {
            Watch(depth, at);
        }
        else if (depth < Emptied * _usual)
        {
            (_wanted, _emptiedAt) = (Refilled * _usual, at);
        }

        double kept = Math.Exp(-Math.Log(2) * ((at.Nanoseconds - _last.Nanoseconds) / 1e9) / UsualHalfLifeSeconds);
        _usual = double.IsNaN(_usual) ? depth : (kept * _usual) + ((1 - kept) * depth);
        _last = at;
    }

    /// <summary>The book is gone: what it held is no measure of what comes.</summary>
    public void Forget() => (_usual, _wanted) = (double.NaN, double.NaN);

    /// <summary>Writes the minute and begins the next.</summary>
    public void Seal(Span<double> values)
    {
        values[(int)FlowMeasure.RefillTime] = _seconds;
        values[(int)FlowMeasure.Refills] = _count;
        (_seconds, _count) = (0, 0);
    }

    private void Watch(double depth, Timestamp at)
    {
        double seconds = Math.Min(LongestSeconds, (at.Nanoseconds - _emptiedAt.Nanoseconds) / 1e9);
        if (depth >= _wanted || seconds >= LongestSeconds)
        {
            _seconds += seconds;
            _count++;
            _wanted = double.NaN;
        }
    }
}
