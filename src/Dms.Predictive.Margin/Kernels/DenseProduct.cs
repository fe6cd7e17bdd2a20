using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Margin;

/// <summary>Product of two matrices: exposures of accounts × price moves in scenarios.</summary>
/// <remarks>Every element is Σ a·b in the order of the inner index, one fused multiply-add per term: the bits of
/// <see cref="MultiplyScalar"/> whatever the width of the processor. Four rows and 32 columns are held in registers.</remarks>
public static class DenseProduct
{
    private const int Lanes = 8;
    private const int PanelColumns = 4 * Lanes;
    private const int RowsAtOnce = 4;

    /// <summary>Multiplies.</summary>
    /// <param name="left">Rows × inner, row after row.</param>
    /// <param name="right">Inner × columns, row after row.</param>
    /// <param name="inner">Columns of the left and rows of the right matrix; ≥ 1.</param>
    /// <param name="result">Receives rows × columns, row after row; overlaps neither input.</param>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    public static void Multiply(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int inner, Span<double> result)
    {
        (int rows, int columns) = Check(left, right, inner, result);
        double[] panel = new double[inner * PanelColumns];
        double[] last = new double[RowsAtOnce * inner];
        Span<double> block = stackalloc double[RowsAtOnce * PanelColumns];
        for (int column = 0; column < columns; column += PanelColumns)
        {
            int width = Math.Min(PanelColumns, columns - column);
            Pack(right, columns, (column, width), panel);
            for (int row = 0; row < rows; row += RowsAtOnce)
            {
                int height = Math.Min(RowsAtOnce, rows - row);
                ReadOnlySpan<double> strip = left[(row * inner)..((row + height) * inner)];
                if (height < RowsAtOnce)
                {
                    strip.CopyTo(last);                              // the rows below stay 0 and are not stored
                    strip = last;
                }

                Block(strip, panel, inner, block);
                for (int r = 0; r < height; r++)
                {
                    block.Slice(r * PanelColumns, width).CopyTo(result[(((row + r) * columns) + column)..]);
                }
            }
        }
    }

    /// <summary>The plain twin of <see cref="Multiply"/>.</summary>
    /// <inheritdoc cref="Multiply"/>
    public static void MultiplyScalar(ReadOnlySpan<double> left, ReadOnlySpan<double> right, int inner, Span<double> result)
    {
        (int rows, int columns) = Check(left, right, inner, result);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double sum = 0;
                for (int k = 0; k < inner; k++)
                {
                    sum = Math.FusedMultiplyAdd(left[(row * inner) + k], right[(k * columns) + column], sum);
                }

                result[(row * columns) + column] = sum;
            }
        }
    }

    private static void Pack(ReadOnlySpan<double> right, int columns, (int From, int Width) part, double[] panel)
    {
        int inner = panel.Length / PanelColumns;
        for (int k = 0; k < inner; k++)
        {
            right.Slice((k * columns) + part.From, part.Width).CopyTo(panel.AsSpan(k * PanelColumns));
        }
    }

    // Sixteen sums in named variables: the compiler keeps them in registers, an array it would not.
    private static void Block(ReadOnlySpan<double> strip, double[] panel, int inner, Span<double> block)
    {
        ref double a = ref MemoryMarshal.GetReference(strip);
        ref double b = ref MemoryMarshal.GetArrayDataReference(panel);
        Vector512<double> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<double> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<double> s30 = default, s31 = default, s32 = default, s33 = default;
        for (nuint k = 0; k < (nuint)inner; k++)
        {
            nuint at = k * PanelColumns;
            Vector512<double> b0 = Vector512.LoadUnsafe(ref b, at), b1 = Vector512.LoadUnsafe(ref b, at + Lanes);
            Vector512<double> b2 = Vector512.LoadUnsafe(ref b, at + (2 * Lanes)), b3 = Vector512.LoadUnsafe(ref b, at + (3 * Lanes));
            Vector512<double> r = Vector512.Create(Unsafe.Add(ref a, k));
            (s00, s01) = (Vector512.FusedMultiplyAdd(r, b0, s00), Vector512.FusedMultiplyAdd(r, b1, s01));
            (s02, s03) = (Vector512.FusedMultiplyAdd(r, b2, s02), Vector512.FusedMultiplyAdd(r, b3, s03));
            r = Vector512.Create(Unsafe.Add(ref a, k + (nuint)inner));
            (s10, s11) = (Vector512.FusedMultiplyAdd(r, b0, s10), Vector512.FusedMultiplyAdd(r, b1, s11));
            (s12, s13) = (Vector512.FusedMultiplyAdd(r, b2, s12), Vector512.FusedMultiplyAdd(r, b3, s13));
            r = Vector512.Create(Unsafe.Add(ref a, k + (2 * (nuint)inner)));
            (s20, s21) = (Vector512.FusedMultiplyAdd(r, b0, s20), Vector512.FusedMultiplyAdd(r, b1, s21));
            (s22, s23) = (Vector512.FusedMultiplyAdd(r, b2, s22), Vector512.FusedMultiplyAdd(r, b3, s23));
            r = Vector512.Create(Unsafe.Add(ref a, k + (3 * (nuint)inner)));
            (s30, s31) = (Vector512.FusedMultiplyAdd(r, b0, s30), Vector512.FusedMultiplyAdd(r, b1, s31));
            (s32, s33) = (Vector512.FusedMultiplyAdd(r, b2, s32), Vector512.FusedMultiplyAdd(r, b3, s33));
        }

        Store(block, 0, s00, s01, s02, s03);
        Store(block, PanelColumns, s10, s11, s12, s13);
        Store(block, 2 * PanelColumns, s20, s21, s22, s23);
        Store(block, 3 * PanelColumns, s30, s31, s32, s33);
    }

    private static void Store(
        Span<double> block, int at, Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        a.CopyTo(block[at..]);
        b.CopyTo(block[(at + Lanes)..]);
        c.CopyTo(block[(at + (2 * Lanes))..]);
        d.CopyTo(block[(at + (3 * Lanes))..]);
    }

    private static (int Rows, int Columns) Check(
        ReadOnlySpan<double> left, ReadOnlySpan<double> right, int inner, Span<double> result)
    {
        if (inner < 1 || left.Length % inner != 0 || right.Length % inner != 0
            || result.Length != (long)(left.Length / inner) * (right.Length / inner))
        {
            throw new ArgumentException(
                $"Found {left.Length}, {right.Length} and {result.Length} elements with {inner} inside; they do not fit.", nameof(inner));
        }

        return (left.Length / inner, right.Length / inner);
    }
}
