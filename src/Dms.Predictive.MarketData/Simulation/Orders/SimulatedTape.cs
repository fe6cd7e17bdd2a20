using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Events of one simulated second that wait to be delivered, and the bar that its executions make. The arrays are used
/// again every second.
/// </summary>
internal sealed class SimulatedTape(FixedScale scale)
{
    private Pending[] _pending = new Pending[256];
    private Trade[] _trades = new Trade[256];
    private BookUpdate[] _updates = new BookUpdate[64];
    private LevelChange[] _changes = new LevelChange[1024];
    private int _count;
    private int _next;
    private int _tradeCount;
    private int _updateCount;
    private int _changeCount;
    private int _changesClosed;
    private long _lastTradeId;
    private long _lastUpdateId;
    private (long Open, long High, long Low, long Close, long Lots) _bar;
    private Bar _closedBar;

    private enum Kind
    {
        Trade,
        Book,
        Bar,
    }

    /// <summary>Adds an execution.</summary>
    public void Print(Timestamp time, long price, long lots, AggressorSide aggressor)
    {
        _lastTradeId++;
        Add(ref _trades, ref _tradeCount, new(new(time, time, _lastTradeId), price, lots, aggressor, _lastTradeId));
        Add(ref _pending, ref _count, new(time.Nanoseconds, Kind.Trade, _tradeCount - 1, 0, 0));
        _bar = _bar.Lots == 0
            ? (price, price, price, price, lots)
            : (_bar.Open, Math.Max(_bar.High, price), Math.Min(_bar.Low, price), price, _bar.Lots + lots);
    }

    /// <summary>Adds a level to the group that <see cref="CloseGroup"/> closes.</summary>
    public void Change(in LevelChange change) => Add(ref _changes, ref _changeCount, change);

    /// <summary>Makes one update of the levels added since the last; nothing when there are none.</summary>
    public void CloseGroup(Timestamp time, bool isSnapshot)
    {
        int levels = _changeCount - _changesClosed;
        if (levels == 0)
        {
            return;
        }

        long before = _lastUpdateId;
        _lastUpdateId += levels;
        Add(ref _updates, ref _updateCount,
            new(new(time, time, _lastUpdateId), before + 1, _lastUpdateId, isSnapshot ? -1 : before, isSnapshot, 0));
        Add(ref _pending, ref _count, new(time.Nanoseconds, Kind.Book, _updateCount - 1, _changesClosed, levels));
        _changesClosed = _changeCount;
    }

    /// <summary>Closes the bar of a minute; a minute without a trade has none.</summary>
    public void CloseBar(Timestamp open, Timestamp close)
    {
        if (_bar.Lots > 0)
        {
            _closedBar = new(open, scale.Price(_bar.Open), scale.Price(_bar.High), scale.Price(_bar.Low),
                scale.Price(_bar.Close), scale.Quantity(_bar.Lots));
            Add(ref _pending, ref _count, new(close.Nanoseconds, Kind.Bar, 0, 0, 0));
            _bar = default;
        }
    }

    /// <summary>Delivers what was received by a time.</summary>
    /// <returns>Whether everything has been delivered; then the arrays begin anew.</returns>
    public bool Deliver(Timestamp asOf, IMarketEventSink sink)
    {
        for (; _next < _count && _pending[_next].Received <= asOf.Nanoseconds; _next++)
        {
            ref readonly Pending p = ref _pending[_next];
            switch (p.Kind)
            {
                case Kind.Trade:
                    sink.OnTrade(in _trades[p.Index]);
                    break;
                case Kind.Book:
                    sink.OnBook(in _updates[p.Index], _changes.AsSpan(p.First, p.Levels));
                    break;
                default:
                    sink.OnBar(in _closedBar, new Timestamp(p.Received));
                    break;
            }
        }

        if (_next < _count)
        {
            return false;
        }

        (_count, _next, _tradeCount, _updateCount, _changeCount, _changesClosed) = (0, 0, 0, 0, 0, 0);
        return true;
    }

    private static void Add<T>(ref T[] array, ref int count, in T value)
    {
        if (count == array.Length)
        {
            Array.Resize(ref array, 2 * count);
        }

        array[count++] = value;
    }

    private readonly record struct Pending(long Received, Kind Kind, int Index, int First, int Levels);
}
