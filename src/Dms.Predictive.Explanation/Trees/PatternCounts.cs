namespace Dms.Predictive.Explanation;

/// <summary>How often each pass pattern of a leaf occurs in the background; ascending, so the order is fixed.</summary>
internal sealed class PatternCounts
{
    private const int WidestHistogram = 12;
    private const int MostBits = 63;

    private readonly ulong[] _patterns;
    private readonly int[] _counts;
    private readonly int _words;

    private PatternCounts(ulong[] patterns, int[] counts, int words) =>
        (_patterns, _counts, _words) = (patterns, counts, words);

    /// <summary>Number of distinct patterns.</summary>
    public int Distinct => _counts.Length;

    /// <summary>Counts the patterns of one leaf.</summary>
    /// <param name="leaves">The boxes.</param>
    /// <param name="leaf">Which leaf.</param>
    /// <param name="background">The rows.</param>
    /// <param name="block">The same rows side by side, the last one repeated to a full vector.</param>
    /// <param name="space">Room for one word per row of the block.</param>
    public static PatternCounts Of(
        LeafBoxes leaves, int leaf, IReadOnlyList<double[]> background, RowBlock block, Span<ulong> space)
    {
        int width = leaves.WidthOf(leaf);
        if (width > MostBits)
        {
            return FromSorting(leaves, leaf, background);
        }

        leaves.MatchRows(leaf, block);
        block.Patterns(width, space);
        Span<ulong> patterns = space[..background.Count];
        return width <= WidestHistogram ? FromHistogram(width, patterns) : FromSorting(patterns);
    }

    public ReadOnlySpan<ulong> PatternAt(int index) => _patterns.AsSpan(index * _words, _words);

    public int CountAt(int index) => _counts[index];

    private static PatternCounts FromHistogram(int width, ReadOnlySpan<ulong> patterns)
    {
        int[] histogram = new int[1 << width];
        foreach (ulong pattern in patterns)
        {
            histogram[(int)pattern]++;
        }

        ulong[] seen = [.. Enumerable.Range(0, histogram.Length).Where(p => histogram[p] > 0).Select(p => (ulong)p)];
        return new(seen, [.. seen.Select(p => histogram[(int)p])], words: 1);
    }

    private static PatternCounts FromSorting(Span<ulong> patterns)
    {
        patterns.Sort();
        List<ulong> seen = [];
        List<int> counts = [];
        foreach (ulong pattern in patterns)
        {
            if (seen.Count > 0 && seen[^1] == pattern)
            {
                counts[^1]++;
            }
            else
            {
                seen.Add(pattern);
                counts.Add(1);
            }
        }

        return new([.. seen], [.. counts], words: 1);
    }

    private static PatternCounts FromSorting(LeafBoxes leaves, int leaf, IReadOnlyList<double[]> background)
    {
        int words = LeafBoxes.WordsFor(leaves.WidthOf(leaf));
        ulong[] all = new ulong[words * background.Count];
        for (int r = 0; r < background.Count; r++)
        {
            leaves.Match(leaf, background[r], all.AsSpan(r * words, words));
        }

        int[] order = [.. Enumerable.Range(0, background.Count)];
        Array.Sort(order, (a, b) => At(a).SequenceCompareTo(At(b)));
        List<ulong> patterns = [];
        List<int> counts = [];
        for (int i = 0; i < order.Length; i++)
        {
            if (i > 0 && At(order[i]).SequenceEqual(At(order[i - 1])))
            {
                counts[^1]++;
            }
            else
            {
                patterns.AddRange(At(order[i]));
                counts.Add(1);
            }
        }

        return new([.. patterns], [.. counts], words);

        ReadOnlySpan<ulong> At(int row) => all.AsSpan(row * words, words);
    }
}
