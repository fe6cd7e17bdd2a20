using System.Numerics;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Interventional value function: for a row pattern p and a background pattern q over a leaf's features, with
/// A = passed by the row alone (a of them) and B = by the background alone (b), the leaf adds c (a−1)! b! / (a+b)! to
/// each of A and −c a! (b−1)! / (a+b)! to each of B, averaged over the background; nothing if some feature fails both.
/// </summary>
internal sealed class BackgroundRule : ILeafRule
{
    private readonly LeafBoxes _leaves;
    private readonly PatternCounts[] _background;
    private readonly int _rows;
    private readonly double[] _weight;
    private readonly int _stride;

    public BackgroundRule(LeafBoxes leaves, IReadOnlyList<double[]> background)
    {
        _leaves = leaves;
        _rows = background.Count;
        _background = [.. Enumerable.Range(0, leaves.Count).Select(leaf => PatternCounts.Of(leaves, leaf, background))];
        _stride = leaves.Widest + 1;
        _weight = Weights(_stride);
    }

    public int ScratchLength => 0;

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
        parts.Clear();
        PatternCounts seen = _background[leaf];
        for (int i = 0; i < seen.Distinct; i++)
        {
            ReadOnlySpan<ulong> other = seen.PatternAt(i);
            if (TryCompare(pattern, other, width, out int a, out int b))
            {
                AddValues(pattern, other, seen.CountAt(i) * Weight(a, b), -seen.CountAt(i) * Weight(b, a), parts);
            }
        }

        Scale(parts, _leaves.ValueOf(leaf) / _rows);
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
                    BothRow: a > 1 ? count * Weight(a - 1, b) : 0.0,
                    BothBackground: b > 1 ? count * Weight(b - 1, a) : 0.0,
                    Mixed: a > 0 && b > 0 ? -count * Weight(a, b - 1) : 0.0), pairs, width);
            }
        }

        Scale(pairs, 0.5 * _leaves.ValueOf(leaf) / _rows);
    }

    public void FillTable(int leaf, Span<double> table)
    {
        int width = _leaves.WidthOf(leaf);
        ulong all = (1UL << width) - 1;
        PatternCounts seen = _background[leaf];
        for (int i = 0; i < seen.Distinct; i++)
        {
            // Only row patterns that pass whatever this background pattern fails can reach the leaf.
            ulong other = seen.PatternAt(i)[0];
            for (ulong shared = other; ; shared = unchecked(shared - 1) & other)
            {
                ulong pattern = (all & ~other) | shared;
                (int a, int b) = (width - Ones([other]), Ones([other]) - Ones([shared]));
                double count = seen.CountAt(i);
                Span<double> parts = table.Slice((int)pattern * width, width);
                AddValues([pattern], [other], count * Weight(a, b), -count * Weight(b, a), parts);
                if (shared == 0)
                {
                    break;
                }
            }
        }

        Scale(table, _leaves.ValueOf(leaf) / _rows);
    }

    private static double[] Weights(int stride)
    {
        double[] weight = new double[stride * stride];
        for (int a = 1; a < stride; a++)
        {
            double value = 1.0 / a;
            for (int b = 0; b < stride; b++)
            {
                value *= b == 0 ? 1.0 : (double)b / (a + b);
                weight[a * stride + b] = value;
            }
        }

        return weight;
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

    private static void AddValues(
        ReadOnlySpan<ulong> pattern, ReadOnlySpan<ulong> other, double toRow, double toBackground, Span<double> parts)
    {
        for (int w = 0; w < other.Length; w++)
        {
            for (ulong apart = pattern[w] ^ other[w]; apart != 0; apart &= apart - 1)
            {
                int bit = BitOperations.TrailingZeroCount(apart);
                parts[(w << 6) + bit] += ((pattern[w] >> bit) & 1) != 0 ? toRow : toBackground;
            }
        }
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

    // (a−1)! b! / (a+b)!; 0 for a = 0, where no feature asks for it.
    private double Weight(int a, int b) => _weight[a * _stride + b];

    private readonly record struct PairWeights(double BothRow, double BothBackground, double Mixed);
}
