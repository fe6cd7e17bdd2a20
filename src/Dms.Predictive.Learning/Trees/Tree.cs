namespace Dms.Predictive.Learning;

/// <summary>One binary regression tree as parallel arrays; node 0 is the root.</summary>
public sealed record Tree
{
    /// <summary>Split feature per node; −1 marks a leaf.</summary>
    public required int[] Feature { get; init; }

    /// <summary>Split threshold per node: x ≤ threshold goes left. Unused at leaves.</summary>
    public required double[] Threshold { get; init; }

    /// <summary>Left child per node; −1 at leaves.</summary>
    public required int[] Left { get; init; }

    /// <summary>Right child per node; −1 at leaves.</summary>
    public required int[] Right { get; init; }

    /// <summary>Whether a missing value (NaN) goes left.</summary>
    public required bool[] DefaultLeft { get; init; }

    /// <summary>Leaf value after shrinkage; unused at inner nodes.</summary>
    public required double[] Value { get; init; }

    /// <summary>Weight of the reference rows that reach the node; ≥ 0.</summary>
    public required double[] Cover { get; init; }

    /// <summary>Number of nodes.</summary>
    public int Count => Feature.Length;

    /// <summary>Walks one row to its leaf and returns the leaf's index.</summary>
    /// <param name="row">One value per feature; NaN is missing.</param>
    public int LeafOf(ReadOnlySpan<double> row)
    {
        int node = 0;
        while (Feature[node] >= 0)
        {
            double x = row[Feature[node]];
            bool left = double.IsNaN(x) ? DefaultLeft[node] : x <= Threshold[node];
            node = left ? Left[node] : Right[node];
        }

        return node;
    }
}
