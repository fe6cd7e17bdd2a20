using System.Numerics;
using System.Runtime.CompilerServices;
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
/// collected and sorted, a little more than k of 10,000. With a floor kept from the last time losses below it are not even
/// stored: one pass collects the tail. The result has the bits of <see cref="MeasureBySorting"/>.
/// </remarks>
public sealed class SparseShortfall
{
    private const int BlockSize = 64;
    private const float FloorMargin = 0.02f;
    private readonly float[] _moves;
    private readonly int _columns;
    private readonly int _padded;
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
        _padded = (_count + BlockSize - 1) / BlockSize * BlockSize;
        _columns = moves.Count;
        _moves = new float[checked(_columns * _padded)];
        for (int i = 0; i < _columns; i++)
        {
            moves[i].CopyTo(_moves, i * _padded);
        }

        _losses = new float[_padded];
        _maxima = new float[_padded / BlockSize];
        _order = new float[_maxima.Length];
        _kept = new float[_padded];
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
        int kept = float.IsFinite(floor) ? Sweep(instruments, exposures, floor) : 0;
        if (kept <= _tail.Whole)
        {
            Lose(instruments, exposures);
            kept = Collect(LowerBound());
        }

        Span<float> tail = _kept.AsSpan(0, kept);
        RankSort.Sort(tail, _losses);
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
            losses[t] = LossAt(t, instruments, exposures);
        }

        Array.Sort(losses);
        return OfAscending(losses);
    }

    private float LossAt(int scenario, ReadOnlySpan<int> instruments, ReadOnlySpan<float> exposures)
    {
        float loss = -exposures[0] * _moves[(instruments[0] * _padded) + scenario];
        for (int k = 1; k < instruments.Length; k++)
        {
            loss += -exposures[k] * _moves[(instruments[k] * _padded) + scenario];
        }

        return loss;
    }

    // One pass: losses at or above the floor are kept, all others are gone.
    private int Sweep(ReadOnlySpan<int> instruments, ReadOnlySpan<float> exposures, float floor)
    {
        RequireColumns(instruments, exposures);
        int kept = 0;
        Vector512<float> limit = Vector512.Create(floor);
        Span<float> losses = stackalloc float[BlockSize];
        int whole = _count / BlockSize * BlockSize;
        for (int start = 0; start < whole; start += BlockSize)
        {
            if (Vector512.GreaterThanOrEqualAny(LoseBlock(start, instruments, exposures, ref losses[0]), limit))
            {
                kept = Keep(losses, limit, kept);
            }
        }

        // Behind the last scenario a column holds zeros, which are no losses.
        for (int t = whole; t < _count; t++)
        {
            float loss = LossAt(t, instruments, exposures);
            _kept[kept] = loss;
            kept += loss >= floor ? 1 : 0;
        }

        return kept;
    }

    private void RequireColumns(ReadOnlySpan<int> instruments, ReadOnlySpan<float> exposures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instruments.Length, 1, nameof(instruments));
        ArgumentOutOfRangeException.ThrowIfLessThan(exposures.Length, instruments.Length, nameof(exposures));
        foreach (int instrument in instruments)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)instrument, (uint)_columns, nameof(instruments));
        }
    }

    // Stores a block of losses and gives the largest of its four vectors. The columns were checked.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> LoseBlock(
        int start, ReadOnlySpan<int> instruments, ReadOnlySpan<float> exposures, ref float losses)
    {
        ref float moves = ref MemoryMarshal.GetArrayDataReference(_moves);
        ref int instrument = ref MemoryMarshal.GetReference(instruments);
        ref float exposure = ref MemoryMarshal.GetReference(exposures);
        nuint at = (nuint)((instrument * _padded) + start);
        Vector512<float> e = Vector512.Create(-exposure);
        Vector512<float> a = e * Vector512.LoadUnsafe(ref moves, at);
        Vector512<float> b = e * Vector512.LoadUnsafe(ref moves, at + 16);
        Vector512<float> c = e * Vector512.LoadUnsafe(ref moves, at + 32);
        Vector512<float> d = e * Vector512.LoadUnsafe(ref moves, at + 48);
        for (int k = 1; k < instruments.Length; k++)
        {
            at = (nuint)((Unsafe.Add(ref instrument, k) * _padded) + start);
            e = Vector512.Create(-Unsafe.Add(ref exposure, k));
            a += e * Vector512.LoadUnsafe(ref moves, at);
            b += e * Vector512.LoadUnsafe(ref moves, at + 16);
            c += e * Vector512.LoadUnsafe(ref moves, at + 32);
            d += e * Vector512.LoadUnsafe(ref moves, at + 48);
        }

        a.StoreUnsafe(ref losses);
        b.StoreUnsafe(ref losses, 16);
        c.StoreUnsafe(ref losses, 32);
        d.StoreUnsafe(ref losses, 48);
        return Vector512.MaxNative(Vector512.MaxNative(a, b), Vector512.MaxNative(c, d));
    }

    private int Keep(ReadOnlySpan<float> losses, Vector512<float> limit, int kept)
    {
        for (int at = 0; at < losses.Length; at += Vector512<float>.Count)
        {
            ulong mask = Vector512.GreaterThanOrEqual(Vector512.Create(losses[at..]), limit).ExtractMostSignificantBits();
            for (; mask != 0; mask &= mask - 1)
            {
                _kept[kept++] = losses[at + BitOperations.TrailingZeroCount(mask)];
            }
        }

        return kept;
    }

    private void Lose(ReadOnlySpan<int> instruments, ReadOnlySpan<float> exposures)
    {
        RequireColumns(instruments, exposures);
        for (int block = 0; block < _maxima.Length; block++)
        {
            int start = block * BlockSize;
            _maxima[block] = Largest(LoseBlock(start, instruments, exposures, ref _losses[start]));
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
        for (int block = 0; block < _maxima.Length; block++)
        {
            kept = _maxima[block] < bound ? kept : Keep(_losses.AsSpan(block * BlockSize, BlockSize), limit, kept);
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
