namespace Dms.Predictive.Features.Rolling;

/// <summary>Largest value of a sliding window and its age, by a monotone queue; O(1) amortised.</summary>
/// <remarks>For the smallest value, append negated values.</remarks>
internal sealed class ExtremeWindow
{
    private readonly double[] _values;
    private readonly long[] _positions;
    private readonly int _window;
    private readonly int _mask;
    private long _head;
    private long _tail;
    private long _count;

    /// <param name="window">Number of values in the window.</param>
    public ExtremeWindow(int window)
    {
        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)window + 1);
        (_window, _mask) = (window, size - 1);
        _values = new double[size];
        _positions = new long[size];
    }

    /// <summary>Largest value in the window; at least one value must have been appended.</summary>
    public double Maximum => _values[_head & _mask];

    /// <summary>How many values ago the maximum came; 0 = the newest. The latest of equal maxima counts.</summary>
    public long Age => _count - 1 - _positions[_head & _mask];

    /// <summary>Adds the next value and drops what left the window.</summary>
    public void Append(double value)
    {
        while (_tail > _head && _values[(_tail - 1) & _mask] <= value)
        {
            _tail--;
        }

        _values[_tail & _mask] = value;
        _positions[_tail & _mask] = _count;
        _tail++;
        _count++;
        if (_positions[_head & _mask] <= _count - 1 - _window)
        {
            _head++;
        }
    }
}
