using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Margin;

/// <summary>
/// VaR or ES of accounts that hold few of many instruments: one single-precision column of price moves per instrument,
/// made once for all accounts. Holds its working space: one object per thread, no allocation per account.
/// </summary>
/// <remarks>
/// Losses are computed in vectors, elementwise. The largest loss of each block of 64 bounds the tail from below: with k
/// block maxima at or above a number there are k losses there. Only losses at or above the k-th largest maximum are
/// collected and sorted, a little more than k of 10,000; a floor kept from the last time saves looking for the bound.
/// The result has the bits of <see cref="MeasureBySorting"/>.
/// </remarks>
public sealed class SparseShortfall
{
    private const int BlockSize = 64;
    private const float FloorMargin = 0.02f;
    private readonly float[][] _moves;
    private readonly TailRisk _tail;
    private readonly int _count;
    private readonly float[] _losses;
    private readonly float[] _maxima;
    private readonly float[] _order;
    private readonly float[] _kept;

    /// <summary>Prepares the scenarios.</summary>
    /// <param name="moves">Relative price moves per instrument, all finite, all of one length ≥ 1.</param>
    /// <param name="confidence">Level in (0.5, 1).</param>
    /// <param name="measure">VaR or ES.</param>
    /// <exception cref="ArgumentException">There is no instrument, or columns differ in length.</exception>
    public SparseShortfall(IReadOnlyList<float[]> moves, double confidence, TailMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(moves);
        if (moves.Count == 0 || moves.Any(m => m.Length != moves[0].Length))
        {
            throw new ArgumentException("Expected at least one column, all of one length.", nameof(moves));
        }

        _count = moves[0].Length;
        _tail = TailRisk.For(_count, confidence, measure);
        int padded = (_count + BlockSize - 1) / BlockSize * BlockSize;
        _moves = [.. moves.Select(m => Padded(m, padded))];
        _losses = new float[padded];
        _maxima = new float[padded / BlockSize];
        _order = new float[_maxima.Length];
        _kept = new float[padded];
    }

    /// <summary>Measures one account.</summary>
    /// <param name="instruments">Which columns it holds; at least one.</param>
    /// <param name="exposures">Signed exposure to each, quote.</param>
    /// <returns>The measure, quote; negative = a profit even in the tail.</returns>
    public double Measure(ReadOnlySpan<int> instruments, ReadOnlySpan<float> exposures)
    {
        float floor = float.PositiveInfinity;
        return Measure(instruments, exposures, ref floor);
    }

    /// <summary>Measures one account that was measured before: fewer losses are looked at, the result is the
    /// same.</summary>
    /// <param name="instruments">Which columns it holds; at least one.</param>
    /// <param name="exposures">Signed exposure to each, quote.</param>
    /// <param name="floor">A loss just below the tail of the last time, +∞ at first; receives that of this time. A wrong
    /// one costs time and changes nothing.</param>
    /// <returns>The measure, quote; negative = a profit even in the tail.</returns>
    public double Measure(ReadOnlySpan<int> instruments, ReadOnlySpan<float> exposures, ref float floor)
    {
        Lose(instruments, exposures);
        int kept = float.IsFinite(floor) ? Collect(floor) : 0;
        if (kept <= _tail.Whole)
        {
            kept = Collect(LowerBound());
        }

        Span<float> tail = _kept.AsSpan(0, kept);
        tail.Sort();
        float last = tail[^(_tail.Whole + 1)];
        floor = last - (FloorMargin * Math.Abs(last));
        return OfAscending(tail);
    }

    /// <summary>The plain twin: scalar losses, all of them sorted.</summary>
    /// <param name="instruments">Which columns it holds; at least one.</param>
    /// <param name="exposures">Signed exposure to each, quote.</param>
    /// <returns>The measure, quote; negative = a profit even in the tail.</returns>
    public double MeasureBySorting(ReadOnlySpan<int> instruments, ReadOnlySpan<float> exposures)
    {
        float[] losses = new float[_count];
        for (int t = 0; t < losses.Length; t++)
        {
            float loss = -exposures[0] * _moves[instruments[0]][t];
            for (int k = 1; k < instruments.Length; k++)
            {
                loss += -exposures[k] * _moves[instruments[k]][t];
            }

            losses[t] = loss;
        }

        Array.Sort(losses);
        return OfAscending(losses);
    }

    private static float[] Padded(float[] column, int length)
    {
        float[] padded = new float[length];
        column.CopyTo(padded, 0);
        return padded;
    }

    private void Lose(ReadOnlySpan<int> instruments, ReadOnlySpan<float> exposures)
    {
        ref float losses = ref MemoryMarshal.GetArrayDataReference(_losses);
        for (int block = 0; block < _maxima.Length; block++)
        {
            nuint at = (nuint)(block * BlockSize);
            Vector512<float> e = Vector512.Create(-exposures[0]);
            ref float column = ref MemoryMarshal.GetArrayDataReference(_moves[instruments[0]]);
            Vector512<float> a = e * Vector512.LoadUnsafe(ref column, at);
            Vector512<float> b = e * Vector512.LoadUnsafe(ref column, at + 16);
            Vector512<float> c = e * Vector512.LoadUnsafe(ref column, at + 32);
            Vector512<float> d = e * Vector512.LoadUnsafe(ref column, at + 48);
            for (int k = 1; k < instruments.Length; k++)
            {
                e = Vector512.Create(-exposures[k]);
                column = ref MemoryMarshal.GetArrayDataReference(_moves[instruments[k]]);
                a += e * Vector512.LoadUnsafe(ref column, at);
                b += e * Vector512.LoadUnsafe(ref column, at + 16);
                c += e * Vector512.LoadUnsafe(ref column, at + 32);
                d += e * Vector512.LoadUnsafe(ref column, at + 48);
            }

            a.StoreUnsafe(ref losses, at);
            b.StoreUnsafe(ref losses, at + 16);
            c.StoreUnsafe(ref losses, at + 32);
            d.StoreUnsafe(ref losses, at + 48);
            _maxima[block] = Largest(Vector512.MaxNative(Vector512.MaxNative(a, b), Vector512.MaxNative(c, d)));
        }

        if (_count < _losses.Length)
        {
            _losses.AsSpan(_count).Fill(float.NegativeInfinity);
            float last = float.NegativeInfinity;
            foreach (float loss in _losses.AsSpan(_losses.Length - BlockSize))
            {
                last = Math.Max(last, loss);
            }

            _maxima[^1] = last;
        }
    }

    private static float Largest(Vector512<float> wide)
    {
        Vector256<float> v = Vector256.MaxNative(wide.GetLower(), wide.GetUpper());
        Vector128<float> half = Vector128.MaxNative(v.GetLower(), v.GetUpper());
        float one = half[0] > half[1] ? half[0] : half[1];
        float two = half[2] > half[3] ? half[2] : half[3];
        return one > two ? one : two;
    }

    // The k-th largest block maximum, k = losses that enter; with fewer blocks than that, no bound.
    private float LowerBound()
    {
        int k = _tail.Whole + 1;
        if (k > _maxima.Length)
        {
            return float.NegativeInfinity;
        }

        _maxima.CopyTo(_order, 0);
        int target = _order.Length - k;
        int low = 0;
        int high = _order.Length - 1;
        while (low < high)
        {
            float pivot = _order[(low + high) >>> 1];
            int i = low - 1;
            int j = high + 1;
            while (true)
            {
                do { i++; } while (_order[i] < pivot);
                do { j--; } while (_order[j] > pivot);
                if (i >= j)
                {
                    break;
                }

                (_order[i], _order[j]) = (_order[j], _order[i]);
            }

            (low, high) = target <= j ? (low, j) : (j + 1, high);
        }

        return _order[target];
    }

    private int Collect(float bound)
    {
        int kept = 0;
        Vector512<float> limit = Vector512.Create(bound);
        ref float losses = ref MemoryMarshal.GetArrayDataReference(_losses);
        for (int block = 0; block < _maxima.Length; block++)
        {
            if (_maxima[block] < bound)
            {
                continue;
            }

            int start = block * BlockSize;
            for (int at = start; at < start + BlockSize; at += Vector512<float>.Count)
            {
                ulong mask = Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref losses, (nuint)at), limit)
                    .ExtractMostSignificantBits();
                for (; mask != 0; mask &= mask - 1)
                {
                    _kept[kept++] = _losses[at + BitOperations.TrailingZeroCount(mask)];
                }
            }
        }

        return kept;
    }

    // Sums in double from the largest loss down, as TailRisk does.
    private double OfAscending(ReadOnlySpan<float> ascending)
    {
        double last = ascending[^(_tail.Whole + 1)];
        double sum = 0;
        for (int i = 1; i <= _tail.Whole && _tail.Measure == TailMeasure.ExpectedShortfall; i++)
        {
            sum += ascending[^i];
        }

        return (sum + (_tail.LastWeight * last)) / _tail.Divisor;
    }
}
