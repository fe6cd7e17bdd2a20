using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Explanation;

/// <summary>Adds a leaf's interventional contributions to many rows: their pass patterns four at a time, then a look
/// into the leaf's table for each.</summary>
internal static class BackgroundRows
{
    /// <summary>Adds one leaf's contributions from its table.</summary>
    public static void FromTable(LeafBoxes leaves, int leaf, ReadOnlySpan<double> table, double scale, RowBlock block)
    {
        ReadOnlySpan<int> feature = leaves.FeaturesOf(leaf);
        Span<ulong> failed = FailedSets(block, feature.Length);
        for (int k = 0; k < feature.Length; k++)
        {
            Span<double> phi = MemoryMarshal.Cast<Vector256<double>, double>(block.Phi(feature[k]));
            uint bit = 1U << k;
            for (int r = 0; r < phi.Length; r++)
            {
                uint set = (uint)failed[r];
                phi[r] += Part(table, set, bit) * scale;
            }
        }
    }

    /// <summary>Adds the contributions of a leaf without a table, row by row.</summary>
    public static void OneByOne(LeafBoxes leaves, int leaf, BackgroundRule rule, RowBlock block)
    {
        ReadOnlySpan<int> feature = leaves.FeaturesOf(leaf);
        int words = LeafBoxes.WordsFor(feature.Length);
        double[] rented = ArrayPool<double>.Shared.Rent(words + feature.Length + rule.ScratchLength);
        Span<double> space = rented;
        Span<ulong> pattern = MemoryMarshal.Cast<double, ulong>(space[..words]);
        Span<double> parts = space.Slice(words, feature.Length);
        ReadOnlySpan<long> passes = MemoryMarshal.Cast<Vector256<double>, long>(block.AllPasses);
        for (int r = 0; r < block.Rows; r++)
        {
            pattern.Clear();
            for (int k = 0; k < feature.Length; k++)
            {
                pattern[k >> 6] |= (ulong)(passes[(k * block.Rows) + r] & 1L) << (k & 63);
            }

            rule.Values(leaf, pattern, parts, space[(words + feature.Length)..]);
            for (int k = 0; k < feature.Length; k++)
            {
                MemoryMarshal.Cast<Vector256<double>, double>(block.Phi(feature[k]))[r] += parts[k];
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    private static double Part(ReadOnlySpan<double> table, uint failed, uint bit)
    {
        unchecked
        {
            int own = BackgroundTable.Stride * (int)failed;
            return (failed & bit) == 0
                ? table[own] - table[(BackgroundTable.Stride * (int)(failed | bit)) + 1]
                : table[own + 2];
        }
    }

    private static Span<ulong> FailedSets(RowBlock block, int width)
    {
        Span<ulong> sets = MemoryMarshal.Cast<Vector256<double>, ulong>(block.Sums[..block.Vectors]);
        block.Patterns(width, sets);
        ulong all = (1UL << width) - 1;
        foreach (ref ulong set in sets)
        {
            set = all & ~set;
        }

        return sets;
    }
}
