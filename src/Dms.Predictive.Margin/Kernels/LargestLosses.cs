namespace Dms.Predictive.Margin;

/// <summary>Selects the k largest of n numbers in one pass over them.</summary>
internal static class LargestLosses
{
    /// <summary>Fills <paramref name="heap"/> with the largest numbers, in no particular order.</summary>
    /// <param name="values">At least as many as the heap holds, all finite.</param>
    /// <param name="heap">Receives the largest; its length is k ≥ 1.</param>
    public static void Select(ReadOnlySpan<double> values, Span<double> heap)
    {
        values[..heap.Length].CopyTo(heap);
        for (int i = (heap.Length / 2) - 1; i >= 0; i--)
        {
            Sink(heap, i);
        }

        for (int i = heap.Length; i < values.Length; i++)
        {
            if (values[i] > heap[0])
            {
                heap[0] = values[i];
                Sink(heap, 0);
            }
        }
    }

    // Restores the smallest number at the top.
    private static void Sink(Span<double> heap, int at)
    {
        double value = heap[at];
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= heap.Length)
            {
                break;
            }

            child = child + 1 < heap.Length && heap[child + 1] < heap[child] ? child + 1 : child;
            if (heap[child] >= value)
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = value;
    }
}
