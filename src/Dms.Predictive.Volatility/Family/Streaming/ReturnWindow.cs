namespace Dms.Predictive.Volatility;

/// <summary>The newest returns in a ring.</summary>
internal sealed class ReturnWindow(int size)
{
    private readonly WindowedReturn[] _ring = new WindowedReturn[size];
    private int _next;

    /// <summary>Returns kept.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a return; the oldest leaves when the ring is full.</summary>
    public void Add(in WindowedReturn value)
    {
        if (_ring.Length == 0)
        {
            return;
        }

        _ring[_next] = value;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
        Count = Math.Min(Count + 1, _ring.Length);
    }

    /// <summary>All, oldest first.</summary>
    public WindowedReturn[] ToArray()
    {
        WindowedReturn[] all = new WindowedReturn[Count];
        for (int i = 0; i < Count; i++)
        {
            all[i] = _ring[(_next - Count + i + _ring.Length) % _ring.Length];
        }

        return all;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => (_next, Count) = (0, 0);
}
