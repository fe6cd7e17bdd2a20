namespace Dms.Predictive.Learning;

/// <summary>Orders the nodes of a forest for <see cref="FlatForest"/>: level by level, right child before left.</summary>
internal sealed class FlatLayout
{
    private const int Lanes = 8;
    private readonly int _width;

    /// <summary>Lays out all trees.</summary>
    public FlatLayout(Forest forest)
    {
        _width = forest.FeatureNames.Count;
        List<int> depths = [];
        foreach (Tree tree in forest.Trees)
        {
            Roots.Add(Nodes.Count);
            depths.Add(Add(tree));
        }

        Depths = [.. depths.Chunk(Lanes).Select(group => group.Max())];
    }

    /// <summary>Threshold, column of the widened row, and the index of the right child.</summary>
    public List<(double Threshold, int Column, int First)> Nodes { get; } = [];

    /// <summary>Leaf value per node; 0 at inner nodes.</summary>
    public List<double> Values { get; } = [];

    /// <summary>First node of each tree.</summary>
    public List<int> Roots { get; } = [];

    /// <summary>Largest depth in each group of eight trees.</summary>
    public IReadOnlyList<int> Depths { get; }

    private int Add(Tree tree)
    {
        int deepest = 0;
        Queue<(int Node, int At, int Depth)> open = new([(0, Reserve(), 0)]);
        while (open.TryDequeue(out (int Node, int At, int Depth) next))
        {
            (int node, int at, int depth) = next;
            deepest = Math.Max(deepest, depth);
            if (tree.Feature[node] < 0)
            {
                // 0 ≤ ∞ always holds, so a leaf leads to itself.
                Nodes[at] = (double.PositiveInfinity, 2 * _width, at - 1);
                Values[at] = tree.Value[node];
                continue;
            }

            int right = Reserve();
            int left = Reserve();
            int column = tree.Feature[node] + (tree.DefaultLeft[node] ? _width : 0);
            Nodes[at] = (tree.Threshold[node], column, right);
            open.Enqueue((tree.Right[node], right, depth + 1));
            open.Enqueue((tree.Left[node], left, depth + 1));
        }

        return deepest;
    }

    private int Reserve()
    {
        Nodes.Add(default);
        Values.Add(0);
        return Nodes.Count - 1;
    }
}
