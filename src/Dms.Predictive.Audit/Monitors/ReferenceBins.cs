namespace Dms.Predictive.Audit;

/// <summary>Bins between the quantiles of a reference sample; the outer edges are open, bin k is (e_k, e_k+1].</summary>
public sealed class ReferenceBins
{
    private readonly double[] _inner;

    private ReferenceBins(double[] edges)
    {
        Edges = edges;
        _inner = edges[1..^1];
    }

    /// <summary>Edges, ascending and distinct but for a reference of one value; the first and the last are the smallest
    /// and largest reference value and bound nothing.</summary>
    public IReadOnlyList<double> Edges { get; }

    /// <summary>Cuts at linearly interpolated quantiles. Equal edges merge, so there may be fewer bins.</summary>
    /// <param name="reference">Reference sample; NaN is missing and takes no part in the quantiles.</param>
    /// <param name="bins">Number of bins, ≥ 1.</param>
    /// <exception cref="ArgumentException">The reference holds no number, or an infinite one.</exception>
    public static ReferenceBins From(ReadOnlySpan<double> reference, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double[] sorted = Sorted.FiniteOf(reference, nameof(reference));
        List<double> edges = [sorted[0]];
        for (int k = 1; k < bins; k++)
        {
            double edge = Sorted.Quantile(sorted, (double)k / bins);
            if (edge > edges[^1])
            {
                edges.Add(edge);
            }
        }

        if (edges.Count == 1 || sorted[^1] > edges[^1])
        {
            edges.Add(sorted[^1]);
        }

        return new([.. edges]);
    }

    /// <summary>Bins with known edges.</summary>
    /// <param name="edges">As <see cref="Edges"/> gave them: at least two, finite, ascending and distinct but for a reference of
    /// one value.</param>
    /// <exception cref="ArgumentException">They are not such.</exception>
    public static ReferenceBins Of(IReadOnlyList<double> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        bool ascends = edges.Count >= 2 && edges.All(double.IsFinite)
            && (edges is [double only, double same] && only == same || edges.Zip(edges.Skip(1)).All(p => p.First < p.Second));
        return ascends ? new([.. edges]) : throw new ArgumentException("Expected at least two finite edges, ascending.", nameof(edges));
    }

    /// <summary>Counts a sample.</summary>
    /// <param name="sample">Values; NaN is missing.</param>
    public BinCounts Count(ReadOnlySpan<double> sample)
    {
        int[] counts = new int[Edges.Count - 1];
        int missing = 0;
        foreach (double value in sample)
        {
            if (double.IsNaN(value))
            {
                missing++;
            }
            else
            {
                counts[BinOf(value)]++;
            }
        }

        return new(counts, missing);
    }

    /// <summary>Bin of a value, from 0: the number of inner edges below it. A value on an edge belongs to the bin that ends
    /// there.</summary>
    /// <param name="value">Not NaN.</param>
    public int BinOf(double value)
    {
        (int low, int high) = (0, _inner.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _inner[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
