using System.Numerics;
using System.Runtime.InteropServices;

namespace Dms.Predictive.Margin;

/// <summary>Linear margin of many accounts in columns: Σ |quantity|·price·rate, 24 bytes per position.</summary>
/// <remarks>Products are elementwise and sums run in the order of the columns, so that the width of the processor's
/// vectors changes no bit: <see cref="SweepScalar"/> gives the same numbers.</remarks>
public static class LinearMarginKernel
{
    private const int Block = 1024;

    /// <summary>Margins all accounts.</summary>
    /// <param name="columns">Positions of account 0, then of account 1, and so on.</param>
    /// <param name="ends">Index after the last position of each account; not decreasing, the last one is the number of
    /// positions.</param>
    /// <param name="margins">Receives one margin per account, quote.</param>
    /// <exception cref="ArgumentException">Columns, ends and margins do not fit together.</exception>
    public static void Sweep(LinearColumns columns, ReadOnlySpan<int> ends, Span<double> margins)
    {
        Check(columns, ends, margins);
        Span<double> products = stackalloc double[Block];
        int start = 0;
        int account = 0;
        while (account < margins.Length)
        {
            int next = account;
            while (next < ends.Length && ends[next] - start <= Block)
            {
                next++;
            }

            if (next == account)
            {
                margins[account] = SumInBlocks(columns, (start, ends[account]), products);
                start = ends[account++];
                continue;
            }

            Multiply(columns, start, products[..(ends[next - 1] - start)]);
            int from = 0;
            for (; account < next; account++)
            {
                int end = ends[account] - start;
                double sum = 0;
                foreach (double product in products[from..end])
                {
                    sum += product;
                }

                margins[account] = sum;
                from = end;
            }

            start += from;
        }
    }

    /// <summary>The plain twin of <see cref="Sweep"/>.</summary>
    /// <inheritdoc cref="Sweep"/>
    public static void SweepScalar(LinearColumns columns, ReadOnlySpan<int> ends, Span<double> margins)
    {
        Check(columns, ends, margins);
        int i = 0;
        for (int account = 0; account < margins.Length; account++)
        {
            double sum = 0;
            for (; i < ends[account]; i++)
            {
                sum += Math.Abs(columns.Quantities[i]) * columns.Prices[i] * columns.Rates[i];
            }

            margins[account] = sum;
        }
    }

    private static double SumInBlocks(LinearColumns columns, (int Start, int End) range, Span<double> products)
    {
        double sum = 0;
        for (int start = range.Start; start < range.End; start += Block)
        {
            Span<double> block = products[..Math.Min(Block, range.End - start)];
            Multiply(columns, start, block);
            foreach (double product in block)
            {
                sum += product;
            }
        }

        return sum;
    }

    // The last vector overlaps the one before instead of leaving a scalar tail.
    private static void Multiply(LinearColumns columns, int start, Span<double> products)
    {
        int width = Vector<double>.Count;
        ref double q = ref MemoryMarshal.GetReference(columns.Quantities[start..]);
        ref double p = ref MemoryMarshal.GetReference(columns.Prices[start..]);
        ref double r = ref MemoryMarshal.GetReference(columns.Rates[start..]);
        ref double to = ref MemoryMarshal.GetReference(products);
        int last = products.Length - width;
        for (int i = 0; i <= last; i += width)
        {
            Store(ref q, ref p, ref r, ref to, i);
        }

        if (last >= 0)
        {
            Store(ref q, ref p, ref r, ref to, last);
            return;
        }

        for (int i = 0; i < products.Length; i++)
        {
            products[i] = Math.Abs(columns.Quantities[start + i]) * columns.Prices[start + i] * columns.Rates[start + i];
        }
    }

    private static void Store(ref double q, ref double p, ref double r, ref double to, int i)
    {
        nuint at = (nuint)i;
        Vector<double> product = Vector.Abs(Vector.LoadUnsafe(ref q, at)) * Vector.LoadUnsafe(ref p, at);
        (product * Vector.LoadUnsafe(ref r, at)).StoreUnsafe(ref to, at);
    }

    private static void Check(LinearColumns columns, ReadOnlySpan<int> ends, Span<double> margins)
    {
        int count = columns.Quantities.Length;
        if (columns.Prices.Length != count || columns.Rates.Length != count || ends.Length != margins.Length
            || (ends.Length == 0 ? count != 0 : ends[^1] != count))
        {
            throw new ArgumentException(
                $"Expected columns of one length and one end per margin, the last being {count}.", nameof(columns));
        }

        int before = 0;
        foreach (int end in ends)
        {
            if (end < before)
            {
                throw new ArgumentException($"Ends must not decrease; found {end} after {before}.", nameof(ends));
            }

            before = end;
        }
    }
}

/// <summary>Columns of linear positions, one element per position.</summary>
public readonly ref struct LinearColumns
{
    /// <summary>Signed contracts times multiplier.</summary>
    public required ReadOnlySpan<double> Quantities { get; init; }

    /// <summary>Prices, quote; ≥ 0.</summary>
    public required ReadOnlySpan<double> Prices { get; init; }

    /// <summary>Margin as a fraction of notional; ≥ 0.</summary>
    public required ReadOnlySpan<double> Rates { get; init; }
}
