using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Bars;

/// <summary>
/// Turns bars as they come into a gap-free grid: an absent bar carries the close, returns 0 and trades 0.
/// Ten minutes without any bar (at least one bar) are an outage.
/// </summary>
public sealed class BarGrid
{
    /// <summary>Largest return, in percent per bar, that enters models; margins see unclipped prices.</summary>
    public const double ReturnLimitPercent = 10;

    private const int OutageMinutes = 10;

    private readonly int _barMinutes;
    private readonly int _outageBars;
    private readonly Action<GridBar> _next;
    private double _close;
    private long _nextMinute;
    private int _missingRun;

    /// <summary>Starts an empty grid.</summary>
    /// <param name="barMinutes">Bar length in minutes; ≥ 1.</param>
    /// <param name="next">Receives each grid bar in order.</param>
    public BarGrid(int barMinutes, Action<GridBar> next)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(barMinutes, 1);
        ArgumentNullException.ThrowIfNull(next);
        (_barMinutes, _next) = (barMinutes, next);
        _outageBars = Math.Max(1, OutageMinutes / barMinutes);
    }

    /// <summary>Number of bars on the grid so far.</summary>
    public long Count { get; private set; }

    /// <summary>End of the last grid bar: everything before it is known. Meaningless while <see cref="Count"/> is 0.</summary>
    public Timestamp KnownUntil => Timestamp.FromMinutes(_nextMinute);

    /// <summary>Whether the newest bar and the nine minutes before it were all missing.</summary>
    public bool InOutage => _missingRun >= _outageBars;

    /// <summary>Number of returns that were cut to the limit.</summary>
    public long ClippedReturns { get; private set; }

    /// <summary>Last price on the grid.</summary>
    public double LastClose => _close;

    /// <summary>Takes the next bar of the feed and fills the grid up to it.</summary>
    /// <exception cref="ArgumentException">The bar is not later than the grid, or not on it.</exception>
    public void Append(in Bar bar)
    {
        long minute = bar.OpenTime.Minutes;
        if (Count == 0)
        {
            _nextMinute = minute;
            _close = bar.Close;
        }

        if (minute < _nextMinute || (minute - _nextMinute) % _barMinutes != 0)
        {
            throw new ArgumentException($"The bar at {bar.OpenTime} does not follow the grid, which is known until {KnownUntil}.");
        }

        AdvanceTo(bar.OpenTime);
        double raw = bar.Close == _close ? 0 : 100 * Math.Log(bar.Close / _close);
        double kept = Math.Clamp(raw, -ReturnLimitPercent, ReturnLimitPercent);
        ClippedReturns += kept == raw ? 0 : 1;
        _close = bar.Close;
        Emit(new GridBar(bar.OpenTime, bar.High, bar.Low, bar.Close, bar.VolumeBase, kept, false, kept != raw));
    }

    /// <summary>Declares that every bar known by <paramref name="asOf"/> has come; absent ones become missing.</summary>
    public void AdvanceTo(Timestamp asOf)
    {
        while (Count > 0 && _nextMinute + _barMinutes <= asOf.Minutes)
        {
            Emit(new GridBar(Timestamp.FromMinutes(_nextMinute), _close, _close, _close, 0, 0, true, false));
        }
    }

    private void Emit(GridBar bar)
    {
        Count++;
        _nextMinute += _barMinutes;
        _missingRun = bar.Missing ? _missingRun + 1 : 0;
        _next(bar);
    }
}
