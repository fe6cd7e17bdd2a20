using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Margin;

/// <summary>Sorts a few hundred numbers by counting, for each, how many are smaller: no branch to guess, eight or sixteen
/// comparisons at a time. Above <see cref="Most"/> the library's sort is faster.</summary>
internal static class RankSort
{
    /// <summary>Largest count for which counting is used.</summary>
    public const int Most = 192;

    /// <summary>Sorts ascending.</summary>
    /// <param name="values">Finite numbers; sorted on return.</param>
    /// <param name="space">Working space, at least as long.</param>
    public static void Sort(Span<float> values, Span<float> space)
    {
        if (values.Length > Most)
        {
            values.Sort();
            return;
        }

        // Equal numbers share a rank: the second of them takes the next place.
        Span<byte> taken = stackalloc byte[Most];
        taken[..values.Length].Clear();
        foreach (float value in values)
        {
            int rank = CountBelow(values, value);
            space[rank + taken[rank]++] = value;
        }

        space[..values.Length].CopyTo(values);
    }

    private static int CountBelow(ReadOnlySpan<float> values, float value)
    {
        Vector512<int> below = Vector512<int>.Zero;
        Vector512<float> limit = Vector512.Create(value);
        ref float first = ref MemoryMarshal.GetReference(values);
        int at = 0;
        for (; at + Vector512<float>.Count <= values.Length; at += Vector512<float>.Count)
        {
            below -= Vector512.LessThan(Vector512.LoadUnsafe(ref first, (nuint)at), limit).AsInt32();
        }

        int count = Vector512.Sum(below);
        for (; at < values.Length; at++)
        {
            count += values[at] < value ? 1 : 0;
        }

        return count;
    }
}
