namespace Dms.Predictive.Features.Rolling;

/// <summary>
/// Window sums that are exact: values are rounded once to a fixed-point grid and summed as integers, so a sum depends
/// only on the values inside its window, never on when the stream began or in which order sums were taken.
/// </summary>
/// <remarks>Keeps running totals modulo 2^64; the difference of two totals is right as long as the window's own sum
/// fits 63 bits. Append and query cost O(1).</remarks>
internal sealed class PrefixRing
{
    private readonly long[] _totals;
    private readonly int _mask;
    private readonly double _scale;
    private long _count;

    /// <param name="capacity">Longest window in values.</param>
    /// <param name="fractionBits">Binary digits kept after the point.</param>
    public PrefixRing(int capacity, int fractionBits)
    {
        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity + 2);
        _totals = new long[size];
        _mask = size - 1;
        _scale = Math.ScaleB(1, fractionBits);
    }

    /// <summary>Adds the next value.</summary>
    public void Append(double value)
    {
        long last = _totals[_count & _mask];
        _count++;
        _totals[_count & _mask] = unchecked(last + (long)Math.Round(value * _scale));
    }

    /// <summary>Sum of the last <paramref name="window"/> values.</summary>
    public double Sum(int window) => SumBefore(0, window);

    /// <summary>Sum of <paramref name="window"/> values that end <paramref name="lag"/> values ago.</summary>
    public double SumBefore(int lag, int window)
    {
        long end = _count - lag;
        return unchecked(_totals[end & _mask] - _totals[(end - window) & _mask]) / _scale;
    }
}
