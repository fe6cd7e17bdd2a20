using System.Runtime.InteropServices;

namespace Dms.Predictive.Volatility;

/// <summary>The last values of a series, kept in rising order besides. O(window) moves of memory a value.</summary>
internal sealed class RollingOrder(int window)
{
    private readonly Queue<double> _recent = new();
    private readonly List<double> _ordered = [];

    /// <summary>Values as they came, oldest first.</summary>
    public IReadOnlyCollection<double> Recent => _recent;

    /// <summary>Values in rising order; valid until the next one is added.</summary>
    public ReadOnlySpan<double> Ordered => CollectionsMarshal.AsSpan(_ordered);

    /// <summary>Adds a value; the oldest leaves a full window.</summary>
    public void Add(double value)
    {
        _recent.Enqueue(value);
        int at = _ordered.BinarySearch(value);
        _ordered.Insert(at < 0 ? ~at : at, value);
        if (_recent.Count > window)
        {
            _ordered.RemoveAt(_ordered.BinarySearch(_recent.Dequeue()));
        }
    }
}
