using System.Buffers;

namespace Dms.Predictive.Margin;

/// <summary>
/// Product of dense matrices in double precision: revalues accounts (rows of exposures) in scenarios (columns of moves).
/// One object per right-hand side, which is rearranged once.
/// </summary>
/// <remarks>
/// Every element is one chain of fused multiply-adds over the inner index, rising from 0, on any processor:
/// <see cref="MultiplyScalar"/> gives the same bits. Tiles of 8 × 24 elements stay in registers; the inner index runs in
/// stretches whose columns fit the nearest cache.
/// </remarks>
public sealed class DenseProduct
{
    private const int Stretch = 125;
    private const int BlockRows = 30 * DenseTile.Rows;
    private readonly int _inner;
    private readonly double[] _right;
    private readonly double[] _panels;

    /// <summary>Rearranges the right-hand side.</summary>
    /// <param name="right">Elements row by row.</param>
    /// <param name="inner">Number of its rows; ≥ 1.</param>
    /// <exception cref="ArgumentException">The elements are not a whole number ≥ 1 of columns.</exception>
    public DenseProduct(ReadOnlySpan<double> right, int inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inner, 1);
        if (right.Length == 0 || right.Length % inner != 0)
        {
            throw new ArgumentException(
                $"Expected {inner} rows of one length >= 1; found {right.Length} elements.", nameof(right));
        }

        (_inner, Columns, _right) = (inner, right.Length / inner, right.ToArray());
        int panels = (Columns + DenseTile.Columns - 1) / DenseTile.Columns;
        _panels = new double[checked(panels * DenseTile.Columns * inner)];
        for (int i = 0; i < right.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, Columns);
            (int panel, int at) = Math.DivRem(column, DenseTile.Columns);
            _panels[(((panel * inner) + row) * DenseTile.Columns) + at] = right[i];
        }
    }

    /// <summary>Number of columns of the right-hand side and of the product.</summary>
    public int Columns { get; }

    /// <summary>Multiplies from the left.</summary>
    /// <param name="left">Elements row by row; rows are as long as the right-hand side is high.</param>
    /// <param name="product">Receives the elements row by row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Multiply(ReadOnlySpan<double> left, Span<double> product)
    {
        int rows = RowsOf(left, product);
        // Whole tiles: what stands behind the last row is multiplied too, and dropped.
        double[] block = ArrayPool<double>.Shared.Rent(BlockRows * _inner);
        for (int row = 0; row < rows; row += BlockRows)
        {
            int count = Math.Min(BlockRows, rows - row);
            left.Slice(row * _inner, count * _inner).CopyTo(block);
            Span<double> to = product.Slice(row * Columns, count * Columns);
            to.Clear();
            for (int k = 0; k < _inner; k += Stretch)
            {
                for (int panel = 0; panel * DenseTile.Columns < Columns; panel++)
                {
                    Add(block, panel, (k, Math.Min(Stretch, _inner - k)), to);
                }
            }
        }

        ArrayPool<double>.Shared.Return(block);
    }

    /// <summary>The plain twin of <see cref="Multiply(ReadOnlySpan{double}, Span{double})"/>.</summary>
    /// <inheritdoc cref="Multiply(ReadOnlySpan{double}, Span{double})"/>
    public void MultiplyScalar(ReadOnlySpan<double> left, Span<double> product)
    {
        int rows = RowsOf(left, product);
        for (int i = 0; i < rows * Columns; i++)
        {
            (int row, int column) = Math.DivRem(i, Columns);
            double sum = 0;
            for (int k = 0; k < _inner; k++)
            {
                sum = Math.FusedMultiplyAdd(left[(row * _inner) + k], _right[(k * Columns) + column], sum);
            }

            product[i] = sum;
        }
    }

    // Adds a stretch of the inner index to the columns of a panel.
    private void Add(double[] block, int panel, (int Start, int Count) inner, Span<double> product)
    {
        ReadOnlySpan<double> right = _panels.AsSpan(
            ((panel * _inner) + inner.Start) * DenseTile.Columns, inner.Count * DenseTile.Columns);
        Span<double> edge = stackalloc double[DenseTile.Rows * DenseTile.Columns];
        MatrixRows part = new(edge, DenseTile.Columns);
        int column = panel * DenseTile.Columns;
        int rows = product.Length / Columns;
        int columns = Math.Min(DenseTile.Columns, Columns - column);
        for (int row = 0; row < rows; row += DenseTile.Rows)
        {
            MatrixRows left = new(block.AsSpan((row * _inner) + inner.Start), _inner);
            MatrixRows to = new(product[((row * Columns) + column)..], Columns);
            (int Rows, int Columns) size = (Math.Min(DenseTile.Rows, rows - row), columns);
            if (size == (DenseTile.Rows, DenseTile.Columns))
            {
                DenseTile.Add(left, right, to);
                continue;
            }

            to.CopyTo(part, size);
            DenseTile.Add(left, right, part);
            part.CopyTo(to, size);
        }
    }

    private int RowsOf(ReadOnlySpan<double> left, Span<double> product)
    {
        int rows = left.Length / _inner;
        return left.Length == rows * _inner && product.Length == rows * Columns
            ? rows
            : throw new ArgumentException(
                $"Expected rows of {_inner} elements and a product of as many rows of {Columns}; "
                + $"found {left.Length} and {product.Length}.", nameof(left));
    }
}
