namespace Dms.Predictive.Explanation;

/// <summary>How often each pass pattern of a leaf occurs in the background; ascending, so the order is fixed.</summary>
internal sealed class PatternCounts
{
    private const int WidestHistogram = 12;

    private readonly ulong[] _patterns;
    private readonly int[] _counts;
    private readonly int _words;

    private PatternCounts(ulong[] patterns, int[] counts, int words) =>
        (_patterns, _counts, _words) = (patterns, counts, words);

    /// <summary>Number of distinct patterns.</summary>
    public int Distinct => _counts.Length;

    public static PatternCounts Of(LeafBoxes leaves, int leaf, IReadOnlyList<double[]> background)
    {
        int width = leaves.WidthOf(leaf);
        return width <= WidestHistogram
            ? FromHistogram(leaves, leaf, background)
            : FromSorting(leaves, leaf, background);
    }

    public ReadOnlySpan<ulong> PatternAt(int index) => _patterns.AsSpan(index * _words, _words);

    public int CountAt(int index) => _counts[index];

    private static PatternCounts FromHistogram(LeafBoxes leaves, int leaf, IReadOnlyList<double[]> background)
    {
        int[] histogram = new int[1 << leaves.WidthOf(leaf)];
        Span<ulong> pattern = [0UL];
        for (int r = 0; r < background.Count; r++)
        {
            leaves.Match(leaf, background[r], pattern);
            histogram[(int)pattern[0]]++;
        }

        ulong[] seen = [.. Enumerable.Range(0, histogram.Length).Where(p => histogram[p] > 0).Select(p => (ulong)p)];
        return new(seen, [.. seen.Select(p => histogram[(int)p])], words: 1);
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
        if (words == 1)
        {
            Array.Sort(all);
        }
        else
        {
            Array.Sort(order, (a, b) => At(a).SequenceCompareTo(At(b)));
        }

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
