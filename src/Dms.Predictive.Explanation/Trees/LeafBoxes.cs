using System.Runtime.Intrinsics;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Every leaf of a forest as a box: per distinct feature of its path one interval (lo, hi], whether a missing value
/// passes, and the share of cover that stays on the path. Leaves in (tree, left-to-right) order, features in path
/// order, all in flat arrays.
/// </summary>
internal sealed class LeafBoxes
{
    private readonly int[] _start;
    private readonly int[] _feature;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly bool[] _missingPasses;
    private readonly double[] _coverShare;
    private readonly double[] _value;

    private LeafBoxes(LeafBoxBuilder built)
    {
        _start = [.. built.Start];
        _feature = [.. built.Feature];
        _low = [.. built.Low];
        _high = [.. built.High];
        _missingPasses = [.. built.MissingPasses];
        _coverShare = [.. built.CoverShare];
        _value = [.. built.Value];
        Widest = Enumerable.Range(0, Count).Select(WidthOf).DefaultIfEmpty(0).Max();
    }

    /// <summary>Number of leaves.</summary>
    public int Count => _value.Length;

    /// <summary>Largest number of distinct features on one path.</summary>
    public int Widest { get; }

    public static LeafBoxes Of(Forest forest)
    {
        LeafBoxBuilder builder = new(forest.FeatureNames.Count);
        foreach (Tree tree in forest.Trees)
        {
            builder.Add(tree);
        }

        return new(builder);
    }

    public static int WordsFor(int width) => (width + 63) / 64;

    public int WidthOf(int leaf) => _start[leaf + 1] - _start[leaf];

    public double ValueOf(int leaf) => _value[leaf];

    public ReadOnlySpan<int> FeaturesOf(int leaf) => _feature.AsSpan(_start[leaf], WidthOf(leaf));

    public ReadOnlySpan<double> CoverSharesOf(int leaf) => _coverShare.AsSpan(_start[leaf], WidthOf(leaf));

    /// <summary>Sets bit k of the pattern where the row's value of the leaf's k-th feature passes.</summary>
    public void Match(int leaf, ReadOnlySpan<double> row, Span<ulong> pattern)
    {
        int start = _start[leaf];
        int width = WidthOf(leaf);
        ReadOnlySpan<int> feature = _feature.AsSpan(start, width);
        ReadOnlySpan<double> low = _low.AsSpan(start, width);
        ReadOnlySpan<double> high = _high.AsSpan(start, width);
        ReadOnlySpan<bool> missingPasses = _missingPasses.AsSpan(start, width);
        ulong word = 0;
        for (int k = 0; k < feature.Length; k++)
        {
            double x = row[feature[k]];

            // No lower bound is NaN, so that −∞ passes it; a missing x fails the comparison and takes its own flag.
            bool passes = (x <= high[k] & !(x <= low[k])) | (missingPasses[k] & double.IsNaN(x));
            word |= (passes ? 1UL : 0UL) << (k & 63);
            if ((k & 63) == 63)
            {
                pattern[k >> 6] = word;
                word = 0;
            }
        }

        if ((width & 63) != 0)
        {
            pattern[width >> 6] = word;
        }
    }

    /// <summary>Sets the masks of a block of rows: the same decisions as <see cref="Match"/>.</summary>
    public void MatchRows(int leaf, RowBlock block)
    {
        for (int k = 0, at = _start[leaf]; at < _start[leaf + 1]; k++, at++)
        {
            ReadOnlySpan<Vector256<double>> column = block.Column(_feature[at]);
            Span<Vector256<double>> passes = block.Passes(k)[..column.Length];
            Vector256<double> low = Vector256.Create(_low[at]);
            Vector256<double> high = Vector256.Create(_high[at]);
            if (_missingPasses[at])
            {
                for (int r = 0; r < column.Length; r++)
                {
                    passes[r] = ~(Vector256.GreaterThan(column[r], high) | Vector256.LessThanOrEqual(column[r], low));
                }
            }
            else
            {
                for (int r = 0; r < column.Length; r++)
                {
                    passes[r] = Vector256.AndNot(
                        Vector256.LessThanOrEqual(column[r], high), Vector256.LessThanOrEqual(column[r], low));
                }
            }
        }
    }
}
