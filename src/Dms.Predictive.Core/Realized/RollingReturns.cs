namespace Dms.Predictive.Core;

/// <summary>The last returns as one span, so that every measure of a horizon also rolls: O(1) per return and
/// O(window) per measure, with the bits of the batch measure over the same window.</summary>
public sealed class RollingReturns
{
    private readonly double[] _twice;
    private readonly int _window;
    private int _next;

    /// <param name="window">Returns in the window; ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public RollingReturns(int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        (_window, _twice) = (window, new double[2 * window]);
    }

    /// <summary>Returns held, at most the window.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the window is full.</summary>
    public bool IsFull => Count == _window;

    /// <summary>The returns held, oldest first; valid until the next <see cref="Append"/>.</summary>
    public ReadOnlySpan<double> Values => _twice.AsSpan(IsFull ? _next : 0, Count);

    /// <summary>Takes the next return and lets the oldest go once the window is full.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public void Append(double value)
    {
        // Written twice, a window apart: any window is then one contiguous span.
        _twice[_next] = _twice[_next + _window] = FiniteReturn.Of(value, Count);
        _next = (_next + 1) % _window;
        Count = Math.Min(Count + 1, _window);
    }
}
