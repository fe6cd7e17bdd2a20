using System.Buffers;
using System.Numerics;

namespace Dms.Predictive.Explanation;

/// <summary>
/// The table of one leaf for interventional values: for every set F of failed features what a passed feature gets before
/// its own share of the background is taken off, what is taken off where F holds that feature, and what a failed one
/// gets. 24·2^d bytes, whatever the background.
/// </summary>
internal static class BackgroundTable
{
    /// <summary>Widest leaf that gets a table.</summary>
    public const int Widest = 16;

    /// <summary>Numbers per set.</summary>
    public const int Stride = 3;

    /// <summary>Numbers in the table of a leaf with so many features.</summary>
    public static long LengthFor(int width) => (long)Stride << width;

    /// <summary>Fills a table.</summary>
    /// <param name="seen">The leaf's background patterns.</param>
    /// <param name="width">Features of the leaf.</param>
    /// <param name="weights">Weights for this width and more.</param>
    /// <param name="table">Receives three numbers per set of failed features.</param>
    public static void Fill(PatternCounts seen, int width, BackgroundWeights weights, Span<double> table)
    {
        int row = width + 1;
        double[] rented = ArrayPool<double>.Shared.Rent(row << width);
        Span<double> counts = rented.AsSpan(0, row << width);
        counts.Clear();
        for (int i = 0; i < seen.Distinct; i++)
        {
            counts[(int)seen.PatternAt(i)[0] * row] = seen.CountAt(i);
        }

        for (int k = 0; k < width; k++)
        {
            Fold(counts, row, k);
        }

        for (int failed = 0; failed < 1 << width; failed++)
        {
            int b = BitOperations.PopCount((uint)failed);
            ReadOnlySpan<double> own = counts.Slice(failed * row, row);
            Span<double> into = table.Slice(Stride * failed, Stride);
            into[0] = weights.Sum(own, b);
            into[1] = b > 0 ? weights.Sum(own, b - 1) : 0.0;
            into[2] = -weights.SumSwapped(own, b);
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>Reads the contributions of one pattern.</summary>
    public static void Read(ReadOnlySpan<double> table, ulong pattern, double scale, Span<double> parts)
    {
        int all = (1 << parts.Length) - 1;
        int failed = all & ~(int)pattern;
        (double together, double ofFailed) = (table[Stride * failed], table[(Stride * failed) + 2]);
        for (int k = 0; k < parts.Length; k++)
        {
            bool passed = (failed & (1 << k)) == 0;
            parts[k] = (passed ? together - table[(Stride * (failed | (1 << k))) + 1] : ofFailed) * scale;
        }
    }

    // From counts by pattern to counts by failed set, one feature at a time: a background row that fails a feature that
    // the row passes counts one step further.
    private static void Fold(Span<double> counts, int row, int k)
    {
        unchecked
        {
            int bit = 1 << k;
            for (int set = 0; set < counts.Length / row; set++)
            {
                if ((set & bit) != 0)
                {
                    continue;
                }

                Span<double> without = counts.Slice(set * row, k + 2);
                ReadOnlySpan<double> with = counts.Slice((set | bit) * row, k + 2);
                for (int a = k + 1; a > 0; a--)
                {
                    without[a] = with[a] + without[a - 1];
                }

                without[0] = with[0];
            }
        }
    }
}
