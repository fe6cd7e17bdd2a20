using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Draws, minute by minute of the feed, which fault begins and how long it lasts; one at a time.</summary>
internal sealed class FaultPlan(MarketFaults faults, ulong seed)
{
    private static readonly (FaultKind Kind, double Shortest, double Longest)[] Kinds =
    [
        (FaultKind.Stale, 10, 60),
        (FaultKind.Frozen, 60, 180),
        (FaultKind.Crossed, 1, 5),
        (FaultKind.FatFinger, 30, 60),
        (FaultKind.Outage, 60, 600),
        (FaultKind.Gap, 5, 20),
    ];

    private readonly SeededStream _stream = new(seed, SeededPurpose.Faults);
    private readonly List<InjectedFault> _injected = [];
    private long _minute = long.MinValue;
    private InjectedFault _now;
    private bool _once;

    /// <summary>Faults begun so far.</summary>
    public IReadOnlyList<InjectedFault> Injected => _injected;

    /// <summary>Factor of a fat finger's price.</summary>
    public double Size { get; private set; } = 1;

    /// <summary>The fault that is on.</summary>
    /// <param name="time">Received time of an event; never earlier than that of the call before.</param>
    public FaultKind At(Timestamp time)
    {
        if (_minute == long.MinValue)
        {
            _minute = time.Minutes;
        }

        while (_minute < time.Minutes)
        {
            _minute++;
            Draw(Timestamp.FromMinutes(_minute));
        }

        return _now.Kind != FaultKind.None && time >= _now.From && time < _now.To ? _now.Kind : FaultKind.None;
    }

    /// <summary>True at the first call within a fault.</summary>
    public bool TakeOnce()
    {
        bool first = _once;
        _once = false;
        return first;
    }

    private void Draw(Timestamp minute)
    {
        foreach ((FaultKind kind, double shortest, double longest) in Kinds)
        {
            bool begins = _stream.Chance(Math.Min(1, faults.RateOf(kind) / 1440));
            Timestamp from = minute + TimeSpan.FromSeconds(_stream.Between(0, 30));
            Timestamp to = from + TimeSpan.FromSeconds(_stream.Between(shortest, longest));
            double size = _stream.Between(0.05, 0.2) * (_stream.Chance(0.5) ? 1 : -1);
            if (begins && _now.To <= minute)
            {
                (_now, _once, Size) = (new(kind, from, to), true, 1 + size);
                _injected.Add(_now);
            }
        }
    }
}
