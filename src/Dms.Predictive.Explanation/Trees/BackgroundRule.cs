using System.Numerics;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Interventional value function: for a row pattern p and a background pattern q over a leaf's features, with
/// A = passed by the row alone (a of them) and B = by the background alone (b), the leaf adds c (a−1)! b! / (a+b)! to
/// each of A and −c a! (b−1)! / (a+b)! to each of B, averaged over the background; nothing if some feature fails both.
/// </summary>
/// <remarks>
/// With F the features that the row fails, N(F, a) counts the background rows that pass all of F and fail a others.
/// A feature outside F gets Σₐ w(a, |F|) [N(F, a) − N(F∪j, a)] and one of F gets −Σₐ w(|F|, a) N(F, a): sums that depend
/// on F alone, so three numbers per pattern make a table.
/// </remarks>
internal sealed class BackgroundRule : ILeafRule
{
    private readonly LeafBoxes _leaves;
    private readonly PatternCounts[] _background;
    private readonly int _rows;
    private readonly BackgroundWeights _weights;

    public BackgroundRule(LeafBoxes leaves, IReadOnlyList<double[]> background)
    {
        _leaves = leaves;
        _rows = background.Count;
        _weights = new BackgroundWeights(leaves.Widest);
        _background = new PatternCounts[leaves.Count];
        RowBlock block = RowBlock.Holding(background, leaves.Widest);
        ulong[] space = new ulong[block.Rows];
        for (int leaf = 0; leaf < _background.Length; leaf++)
        {
            _background[leaf] = PatternCounts.Of(leaves, leaf, background, block, space);
        }
    }

    public int ScratchLength => (_leaves.Widest + 1) * (_leaves.Widest + 1);

    public double Expected(int leaf)
    {
        int width = _leaves.WidthOf(leaf);
        PatternCounts seen = _background[leaf];
        for (int i = 0; i < seen.Distinct; i++)
        {
            if (Ones(seen.PatternAt(i)) == width)
            {
                return _leaves.ValueOf(leaf) * seen.CountAt(i) / _rows;
            }
        }

        return 0.0;
    }

    public void Values(int leaf, ReadOnlySpan<ulong> pattern, Span<double> parts, Span<double> scratch)
    {
        int width = _leaves.WidthOf(leaf);
        parts = parts[..width];
        int failed = width - Ones(pattern[..LeafBoxes.WordsFor(width)]);
        Span<double> counts = scratch[..((width + 1) * (width + 1))];
        Span<double> together = counts[..(width + 1)];
        CountByDifference(leaf, pattern, counts);
        double ofPassed = _weights.Sum(together, failed);
        double ofFailed = -_weights.SumSwapped(together, failed);
        double scale = _leaves.ValueOf(leaf) / _rows;
        for (int k = 0; k < width; k++)
        {
            bool passed = ((pattern[k >> 6] >> (k & 63)) & 1) != 0;
            double own = passed ? ofPassed - _weights.Sum(counts.Slice((k + 1) * (width + 1), width + 1), failed) : ofFailed;
            parts[k] = own * scale;
        }
    }

    public void Pairs(int leaf, ReadOnlySpan<ulong> pattern, Span<double> pairs, Span<double> scratch)
    {
        int width = _leaves.WidthOf(leaf);
        pairs = pairs[..(width * width)];
        pairs.Clear();
        PatternCounts seen = _background[leaf];
        for (int i = 0; i < seen.Distinct; i++)
        {
            ReadOnlySpan<ulong> other = seen.PatternAt(i);
            if (TryCompare(pattern, other, width, out int a, out int b))
            {
                int count = seen.CountAt(i);
                AddPairs(pattern, other, new PairWeights(
                    BothRow: a > 1 ? count * _weights[a - 1, b] : 0.0,
                    BothBackground: b > 1 ? count * _weights[b - 1, a] : 0.0,
                    Mixed: a > 0 && b > 0 ? -count * _weights[a, b - 1] : 0.0), pairs, width);
            }
        }

        Scale(pairs, 0.5 * _leaves.ValueOf(leaf) / _rows);
    }

    public long TableLength(int width) => width is 0 or > BackgroundTable.Widest ? 0 : BackgroundTable.LengthFor(width);

    public void FillTable(int leaf, Span<double> table)
    {
        int width = _leaves.WidthOf(leaf);
        BackgroundTable.Fill(_background[leaf], width, _weights, table);
    }

    public ReadOnlySpan<double> FromTable(int leaf, ReadOnlySpan<double> table, ulong pattern, Span<double> parts)
    {
        int width = _leaves.WidthOf(leaf);
        parts = parts[..width];
        BackgroundTable.Read(table, pattern, _leaves.ValueOf(leaf) / _rows, parts);
        return parts;
    }

    public void AddRows(int leaf, RowBlock block, LeafTables tables)
    {
        if (tables.TryGet(leaf, out ReadOnlySpan<double> table))
        {
            BackgroundRows.FromTable(_leaves, leaf, table, _leaves.ValueOf(leaf) / _rows, block);
        }
        else
        {
            BackgroundRows.OneByOne(_leaves, leaf, this, block);
        }
    }

    // Background rows that pass all that the row fails, by how many of the row's passes they fail: row 0 of the counts;
    // row 1 + k counts those among them that pass the k-th feature too. Counts are whole, so nothing is rounded.
    private void CountByDifference(int leaf, ReadOnlySpan<ulong> pattern, Span<double> counts)
    {
        counts.Clear();
        int width = _leaves.WidthOf(leaf);
        PatternCounts seen = _background[leaf];
        for (int i = 0; i < seen.Distinct; i++)
        {
            ReadOnlySpan<ulong> other = seen.PatternAt(i);
            if (TryCompare(pattern, other, width, out int a, out _))
            {
                int count = seen.CountAt(i);
                counts[a] += count;
                for (int w = 0; w < other.Length; w++)
                {
                    for (ulong both = pattern[w] & other[w]; both != 0; both &= both - 1)
                    {
                        int k = (w << 6) + BitOperations.TrailingZeroCount(both);
                        counts[((k + 1) * (width + 1)) + a] += count;
                    }
                }
            }
        }
    }

    private static bool TryCompare(
        ReadOnlySpan<ulong> pattern, ReadOnlySpan<ulong> other, int width, out int a, out int b)
    {
        (a, b) = (0, 0);
        for (int w = 0; w < other.Length; w++)
        {
            ulong all = ulong.MaxValue >> Math.Max(0, 64 * (w + 1) - width);
            if ((pattern[w] | other[w]) != all)
            {
                return false;
            }

            a += BitOperations.PopCount(pattern[w] & ~other[w]);
            b += BitOperations.PopCount(other[w] & ~pattern[w]);
        }

        return true;
    }

    private static void AddPairs(
        ReadOnlySpan<ulong> pattern, ReadOnlySpan<ulong> other, PairWeights weights, Span<double> pairs, int width)
    {
        for (int i = 0; i < width; i++)
        {
            int left = SideOf(pattern, other, i);
            for (int j = i + 1; left != 0 && j < width; j++)
            {
                int right = SideOf(pattern, other, j);
                pairs[i * width + j] += right == 0 ? 0.0
                    : left != right ? weights.Mixed
                    : left > 0 ? weights.BothRow : weights.BothBackground;
            }
        }
    }

    private static int SideOf(ReadOnlySpan<ulong> pattern, ReadOnlySpan<ulong> other, int k) =>
        (int)((pattern[k >> 6] >> (k & 63)) & 1) - (int)((other[k >> 6] >> (k & 63)) & 1);

    private static int Ones(ReadOnlySpan<ulong> pattern)
    {
        int ones = 0;
        foreach (ulong word in pattern)
        {
            ones += BitOperations.PopCount(word);
        }

        return ones;
    }

    private static void Scale(Span<double> numbers, double factor)
    {
        foreach (ref double number in numbers)
        {
            number *= factor;
        }
    }

    private readonly record struct PairWeights(double BothRow, double BothBackground, double Mixed);
}
