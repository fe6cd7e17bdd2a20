namespace Dms.Predictive.MarketData;

/// <summary>
/// One side of a limit order book, order by order: every level is a queue, the oldest order is filled first. Levels lie
/// in a ring by their tick; orders in a pool, so that nothing is allocated once the pool has grown.
/// </summary>
/// <param name="away">Ticks from a level to the next worse one: −1 for bids, +1 for asks.</param>
internal sealed class OrderQueues(int away)
{
    /// <summary>Ticks that the ring holds; a book never spans as many.</summary>
    public const int Ring = 4096;

    private const int Mask = Ring - 1;

    private readonly long[] _level = new long[Ring];
    private readonly int[] _first = Filled(Ring);
    private readonly int[] _last = Filled(Ring);
    private readonly bool[] _marked = new bool[Ring];
    private Order[] _orders = new Order[1024];
    private int[] _resting = new int[1024];
    private int[] _free = new int[1024];
    private long[] _changed = new long[256];
    private int _freeCount;
    private int _used;

    /// <summary>Ticks from a level to the next worse one.</summary>
    public int Away { get; } = away;

    /// <summary>Orders that rest.</summary>
    public int Count { get; private set; }

    /// <summary>Tick of the best level; meaningless when <see cref="Count"/> is 0.</summary>
    public long Best { get; private set; }

    /// <summary>Ticks whose level changed since <see cref="ClearChanged"/>, in the order of their first change.</summary>
    public ReadOnlySpan<long> Changed => _changed.AsSpan(0, ChangedCount);

    /// <summary>Number of <see cref="Changed"/>.</summary>
    public int ChangedCount { get; private set; }

    /// <summary>Quantity of a level, lots.</summary>
    public long QuantityAt(long tick) => _level[tick & Mask];

    /// <summary>An order by its place among those that rest, from 0; the places are in no order.</summary>
    public int RestingAt(int place) => _resting[place];

    /// <summary>Tick of an order.</summary>
    public long TickOf(int order) => _orders[order].Tick;

    /// <summary>Quantity of an order, lots.</summary>
    public long QuantityOf(int order) => _orders[order].Quantity;

    /// <summary>Number that no other order has had; tells whether an order is still the same.</summary>
    public int SerialOf(int order) => _orders[order].Serial;

    /// <summary>Oldest order of the best level.</summary>
    public int Front => _first[Best & Mask];

    /// <summary>Oldest order of a level; −1 when the level is empty.</summary>
    public int FirstAt(long tick) => _first[tick & Mask];

    /// <summary>Adds an order behind those of its level.</summary>
    /// <returns>The order.</returns>
    public int Add(long tick, long quantity)
    {
        int order = _freeCount > 0 ? _free[--_freeCount] : Grow();
        int slot = (int)(tick & Mask);
        ref Order o = ref _orders[order];
        o.Serial = unchecked(o.Serial + 1);
        (o.Tick, o.Quantity, o.Before, o.After, o.Place) = (tick, quantity, _last[slot], -1, Count);
        if (o.Before >= 0)
        {
            _orders[o.Before].After = order;
        }
        else
        {
            _first[slot] = order;
        }

        _last[slot] = order;
        _resting[Count++] = order;
        if (Count == 1 || (tick - Best) * Away < 0)
        {
            Best = tick;
        }

        Change(slot, tick, quantity);
        return order;
    }

    /// <summary>Removes an order.</summary>
    public void Remove(int order)
    {
        Order o = _orders[order];
        int slot = (int)(o.Tick & Mask);
        if (o.Before >= 0)
        {
            _orders[o.Before].After = o.After;
        }
        else
        {
            _first[slot] = o.After;
        }

        if (o.After >= 0)
        {
            _orders[o.After].Before = o.Before;
        }
        else
        {
            _last[slot] = o.Before;
        }

        int moved = _resting[--Count];
        _resting[o.Place] = moved;
        _orders[moved].Place = o.Place;
        _orders[order].Serial = unchecked(o.Serial + 1);
        _free[_freeCount++] = order;
        Change(slot, o.Tick, -o.Quantity);
        if (_first[slot] < 0 && o.Tick == Best && Count > 0)
        {
            FindBest();
        }
    }

    /// <summary>Makes an order smaller; it keeps its place in the queue.</summary>
    /// <param name="order">The order.</param>
    /// <param name="by">Lots, less than its quantity.</param>
    public void Reduce(int order, long by)
    {
        ref Order o = ref _orders[order];
        o.Quantity -= by;
        Change((int)(o.Tick & Mask), o.Tick, -by);
    }

    /// <summary>Forgets what changed.</summary>
    public void ClearChanged()
    {
        foreach (long tick in Changed)
        {
            _marked[tick & Mask] = false;
        }

        ChangedCount = 0;
    }

    private static int[] Filled(int size)
    {
        int[] filled = new int[size];
        Array.Fill(filled, -1);
        return filled;
    }

    private void Change(int slot, long tick, long by)
    {
        _level[slot] += by;
        if (_marked[slot])
        {
            return;
        }

        _marked[slot] = true;
        if (ChangedCount == _changed.Length)
        {
            Array.Resize(ref _changed, 2 * ChangedCount);
        }

        _changed[ChangedCount++] = tick;
    }

    private void FindBest()
    {
        long tick = Best;
        do
        {
            tick += Away;
        }
        while (_first[tick & Mask] < 0);

        Best = tick;
    }

    private int Grow()
    {
        if (_used == _orders.Length)
        {
            Array.Resize(ref _orders, 2 * _used);
            Array.Resize(ref _resting, 2 * _used);
            Array.Resize(ref _free, 2 * _used);
        }

        return _used++;
    }

    private struct Order
    {
        public long Tick;
        public long Quantity;
        public int Before;
        public int After;
        public int Place;
        public int Serial;
    }
}
