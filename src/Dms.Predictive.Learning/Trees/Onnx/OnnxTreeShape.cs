namespace Dms.Predictive.Learning;

/// <summary>Turns the nodes of one ONNX tree into the canonical form, once per target.</summary>
internal sealed class OnnxTreeShape
{
    private readonly OnnxOperator _from;
    private readonly List<OnnxTreeNode> _order = [];
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly bool _float32;

    /// <summary>Walks the tree from its root.</summary>
    /// <param name="from">The operator, for refusals.</param>
    /// <param name="nodes">All nodes that the tree may reach.</param>
    /// <param name="root">Place of its root.</param>
    /// <param name="float32">Whether comparisons are in float32.</param>
    /// <param name="seen">Inner nodes of all trees so far.</param>
    public OnnxTreeShape(OnnxOperator from, IReadOnlyList<OnnxTreeNode> nodes, int root, bool float32, HashSet<int> seen)
    {
        (_from, _float32) = (from, float32);
        Queue<(int Place, int At)> open = new([(root, Reserve(nodes, root))]);
        while (open.TryDequeue(out (int Place, int At) next))
        {
            OnnxTreeNode node = nodes[next.Place];
            if (node.Mode == "LEAF")
            {
                continue;
            }

            if (!seen.Add(next.Place))
            {
                throw from.Refusal("a node has two parents.", "tree-structure");
            }

            bool swapped = node.Mode is "BRANCH_GT" or "BRANCH_GTE";
            (int left, int right) = swapped ? (node.False, node.True) : (node.True, node.False);
            (_left[next.At], _right[next.At]) = (Reserve(nodes, left), Reserve(nodes, right));
            open.Enqueue((left, _left[next.At]));
            open.Enqueue((right, _right[next.At]));
        }
    }

    /// <summary>The canonical tree of one target.</summary>
    public Tree For(int target, double divisor) => new()
    {
        Feature = [.. _order.Select(n => n.Mode == "LEAF" ? -1 : n.Feature)],
        Threshold = [.. _order.Select(n => n.Mode == "LEAF" ? 0.0 : Threshold(n))],
        Left = [.. _left],
        Right = [.. _right],
        DefaultLeft = [.. _order.Select(n => n.Mode != "LEAF" && n.MissingIsTrue == (n.Mode is "BRANCH_LEQ" or "BRANCH_LT"))],
        Value = [.. _order.Select(n => n.Weights.GetValueOrDefault(target) / divisor)],
        Cover = [.. _order.Select(n => n.Cover)],
    };

    private int Reserve(IReadOnlyList<OnnxTreeNode> nodes, int place)
    {
        if (place < 0 || place >= nodes.Count)
        {
            throw _from.Refusal($"a branch leads to node {place} of {nodes.Count}.", "tree-structure");
        }

        _order.Add(nodes[place]);
        _left.Add(-1);
        _right.Add(-1);
        return _order.Count - 1;
    }

    // x < v is x ≤ the next number below v of the comparison's type; so is x ≥ v with the branches swapped.
    private double Threshold(OnnxTreeNode node)
    {
        double split = _float32 ? (float)node.Split : node.Split;
        switch (node.Mode)
        {
            case "BRANCH_LEQ" or "BRANCH_GT":
                return split;
            case "BRANCH_LT" or "BRANCH_GTE" when !double.IsNegativeInfinity(split):
                return _float32 ? MathF.BitDecrement((float)split) : Math.BitDecrement(split);
            case "BRANCH_LT" or "BRANCH_GTE":
                throw _from.Refusal("a comparison with -infinity has no next number below.", "onnx-threshold");
            default:
                throw _from.Refusal($"splits of mode {node.Mode} have no canonical form.", "onnx-mode");
        }
    }
}
