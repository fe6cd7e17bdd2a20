using Dms.Predictive.Core;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>Watches the feed of the book: how long there was none, how late its changes come, how long nothing came.</summary>
internal sealed class PresenceMeter
{
    private const double LongestSilence = 86_400;

    private Timestamp _lastEvent;
    private Timestamp _lostSince;
    private bool _begun;
    private bool _live;
    private double _lost;
    private int _losses;
    private double _latency;
    private long _events;
    private double _silence;

    /// <summary>Whether a book is there.</summary>
    public bool IsLive => _live;

    /// <summary>Seconds since the last change, or since the feed began.</summary>
    public double SilentFor(Timestamp at) => _begun ? Math.Min(LongestSilence, Seconds(_lastEvent, at)) : 0;

    /// <summary>Begins the first minute of the feed.</summary>
    public void Begin(Timestamp at) => (_begun, _lastEvent, _lostSince) = (true, at, at);

    /// <summary>A change came.</summary>
    public void Take(in EventStamp stamp, Timestamp at)
    {
        _silence = Math.Max(_silence, SilentFor(at));
        _lastEvent = at;
        _latency += (stamp.ReceivedTime.Nanoseconds - stamp.EventTime.Nanoseconds) / 1e6;
        _events++;
    }

    /// <summary>A book is there from now on.</summary>
    public void Found(Timestamp at)
    {
        _lost += _live ? 0 : Seconds(_lostSince, at);
        _live = true;
    }

    /// <summary>There is none from now on.</summary>
    public void Lost(Timestamp at)
    {
        if (_live)
        {
            (_live, _lostSince) = (false, at);
            _losses++;
        }
    }

    /// <summary>Writes the minute that ends now and begins the next.</summary>
    public void Seal(Timestamp close, Span<double> values)
    {
        _lost += _live ? 0 : Seconds(_lostSince, close);
        _lostSince = close;
        values[(int)FlowMeasure.LostTime] = _lost;
        values[(int)FlowMeasure.Losses] = _losses;
        values[(int)FlowMeasure.Latency] = _events > 0 ? _latency / _events : double.NaN;
        values[(int)FlowMeasure.Silence] = Math.Max(_silence, SilentFor(close));
        (_lost, _losses, _latency, _events, _silence) = (0, 0, 0, 0, 0);
    }

    private static double Seconds(Timestamp from, Timestamp to) => (to.Nanoseconds - from.Nanoseconds) / 1e9;
}
