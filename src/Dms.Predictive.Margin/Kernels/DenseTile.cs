using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Margin;

/// <summary>Rows of a matrix in memory.</summary>
/// <param name="elements">From the first element on.</param>
/// <param name="stride">Elements from one row to the next.</param>
internal readonly ref struct MatrixRows(Span<double> elements, int stride)
{
    /// <summary>From the first element on.</summary>
    public Span<double> Elements { get; } = elements;

    /// <summary>Elements from one row to the next.</summary>
    public int Stride { get; } = stride;

    /// <summary>Copies the upper left part.</summary>
    public void CopyTo(MatrixRows to, (int Rows, int Columns) size)
    {
        for (int row = 0; row < size.Rows; row++)
        {
            Elements.Slice(row * Stride, size.Columns).CopyTo(to.Elements[(row * to.Stride)..]);
        }
    }
}

/// <summary>Eight rows by 24 columns of a product, held in 24 registers.</summary>
internal static class DenseTile
{
    /// <summary>Rows.</summary>
    public const int Rows = 8;

    /// <summary>Columns.</summary>
    public const int Columns = 24;

    /// <summary>Adds left × panel to the tile, one fused multiply-add per row of the panel, in their order.</summary>
    /// <param name="left">Eight rows, each as long as the panel has rows.</param>
    /// <param name="panel">Rows of 24 elements.</param>
    /// <param name="to">The tile.</param>
    public static void Add(MatrixRows left, ReadOnlySpan<double> panel, MatrixRows to)
    {
        int count = panel.Length / Columns;
        Check(left, count);
        Check(to, Columns);
        ref double panelRow = ref MemoryMarshal.GetReference(panel);
        ref double l0 = ref left.Elements[0];
        ref double l1 = ref left.Elements[left.Stride];
        ref double l2 = ref left.Elements[2 * left.Stride];
        ref double l3 = ref left.Elements[3 * left.Stride];
        ref double l4 = ref left.Elements[4 * left.Stride];
        ref double l5 = ref left.Elements[5 * left.Stride];
        ref double l6 = ref left.Elements[6 * left.Stride];
        ref double l7 = ref left.Elements[7 * left.Stride];
        Row t0 = Row.Of(to, 0), t1 = Row.Of(to, 1), t2 = Row.Of(to, 2), t3 = Row.Of(to, 3);
        Row t4 = Row.Of(to, 4), t5 = Row.Of(to, 5), t6 = Row.Of(to, 6), t7 = Row.Of(to, 7);
        for (nint k = 0; k < count; k++)
        {
            Row right = Row.Load(ref panelRow);
            t0 = t0.Plus(Unsafe.Add(ref l0, k), right);
            t1 = t1.Plus(Unsafe.Add(ref l1, k), right);
            t2 = t2.Plus(Unsafe.Add(ref l2, k), right);
            t3 = t3.Plus(Unsafe.Add(ref l3, k), right);
            t4 = t4.Plus(Unsafe.Add(ref l4, k), right);
            t5 = t5.Plus(Unsafe.Add(ref l5, k), right);
            t6 = t6.Plus(Unsafe.Add(ref l6, k), right);
            t7 = t7.Plus(Unsafe.Add(ref l7, k), right);
            panelRow = ref Unsafe.Add(ref panelRow, Columns);
        }

        t0.Put(to, 0);
        t1.Put(to, 1);
        t2.Put(to, 2);
        t3.Put(to, 3);
        t4.Put(to, 4);
        t5.Put(to, 5);
        t6.Put(to, 6);
        t7.Put(to, 7);
    }

    // What is read and written below without further checks.
    private static void Check(MatrixRows rows, int columns) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(
            rows.Elements.Length, (rows.Stride * (Rows - 1)) + columns, nameof(rows));

    // 24 columns of one row. Three fields, which the compiler keeps in registers.
    private readonly struct Row(Vector512<double> a, Vector512<double> b, Vector512<double> c)
    {
        private readonly Vector512<double> _a = a;
        private readonly Vector512<double> _b = b;
        private readonly Vector512<double> _c = c;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Row Of(MatrixRows rows, int row) => Load(ref rows.Elements[row * rows.Stride]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Row Load(ref double from) =>
            new(Vector512.LoadUnsafe(ref from), Vector512.LoadUnsafe(ref from, 8), Vector512.LoadUnsafe(ref from, 16));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Row Plus(double factor, in Row right)
        {
            Vector512<double> f = Vector512.Create(factor);
            return new(
                Vector512.FusedMultiplyAdd(f, right._a, _a),
                Vector512.FusedMultiplyAdd(f, right._b, _b),
                Vector512.FusedMultiplyAdd(f, right._c, _c));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(MatrixRows rows, int row)
        {
            ref double to = ref rows.Elements[row * rows.Stride];
            _a.StoreUnsafe(ref to);
            _b.StoreUnsafe(ref to, 8);
            _c.StoreUnsafe(ref to, 16);
        }
    }
}
