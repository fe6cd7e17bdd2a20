namespace Dms.Predictive.Learning;

/// <summary>Reads <c>TreeEnsemble</c> (ai.onnx.ml 5): inner nodes and leaves in lists of their own, roots by place.</summary>
internal static class OnnxTreeTensors
{
    private static readonly string[] Modes =
        ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ", "BRANCH_MEMBER"];

    private static readonly string[] Aggregates = ["AVERAGE", "SUM", "MIN", "MAX"];
    private static readonly string[] Links = ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"];

    public static OnnxEnsemble Read(OnnxOperator node, IReadOnlyList<string> names)
    {
        OnnxTensor splits = node.TensorOrNull("nodes_splits") ?? throw node.Refusal("nodes_splits is missing.");
        OnnxTensor weights = node.TensorOrNull("leaf_weights") ?? throw node.Refusal("leaf_weights is missing.");
        List<OnnxTreeNode> nodes = Inner(node, splits.Values);
        int inner = nodes.Count;
        int[] targets = Sized(node, node.Integers("leaf_targetids"), weights.Values.Length, "leaf_targetids");
        for (int i = 0; i < targets.Length; i++)
        {
            OnnxTreeNode leaf = new() { Mode = "LEAF" };
            leaf.Weights.Add(targets[i], weights.Values[i]);
            nodes.Add(leaf);
        }

        int[] roots = node.Integers("tree_roots");
        if (roots.Any(r => r >= inner))
        {
            throw node.Refusal("a root is no inner node.", "tree-structure");
        }

        HashSet<int> seen = [];
        return OnnxTrees.Assemble(node, names, new OnnxParts(
            [.. roots.Select(r => new OnnxTreeShape(node, nodes, r, !splits.IsDouble, seen))],
            OnnxTrees.Targets(node), [])
        {
            Aggregate = Word(node, Aggregates, node.IntegerOr("aggregate_function", 1)),
            PostTransform = Word(node, Links, node.IntegerOr("post_transform", 0)),
            ComparesFloat32 = !splits.IsDouble,
        });
    }

    private static List<OnnxTreeNode> Inner(OnnxOperator node, double[] splits)
    {
        int n = splits.Length;
        double[] modes = Sized(node, (node.TensorOrNull("nodes_modes") ?? throw node.Refusal("nodes_modes is missing.")).Values, n, "nodes_modes");
        int[] features = Sized(node, node.Integers("nodes_featureids"), n, "nodes_featureids");
        int[] whenTrue = Sized(node, node.Integers("nodes_truenodeids"), n, "nodes_truenodeids");
        int[] trueLeafs = Sized(node, node.Integers("nodes_trueleafs"), n, "nodes_trueleafs");
        int[] whenFalse = Sized(node, node.Integers("nodes_falsenodeids"), n, "nodes_falsenodeids");
        int[] falseLeafs = Sized(node, node.Integers("nodes_falseleafs"), n, "nodes_falseleafs");
        int[] missing = node.Integers("nodes_missing_value_tracks_true");
        double[] covers = node.TensorOrNull("nodes_hitrates")?.Values ?? [];
        if ((missing.Length != 0 && missing.Length != n) || (covers.Length != 0 && covers.Length != n))
        {
            throw node.Refusal("the lists of nodes differ in length.");
        }

        return [.. Enumerable.Range(0, n).Select(i => new OnnxTreeNode
        {
            Mode = Word(node, Modes, modes[i]),
            Feature = features[i],
            Split = splits[i],
            MissingIsTrue = missing.Length > 0 && missing[i] != 0,
            True = checked(trueLeafs[i] != 0 ? n + whenTrue[i] : Below(node, whenTrue[i], n)),
            False = checked(falseLeafs[i] != 0 ? n + whenFalse[i] : Below(node, whenFalse[i], n)),
            Cover = covers.Length > 0 ? covers[i] : 0.0,
        })];
    }

    private static int Below(OnnxOperator node, int place, int inner) => place < inner
        ? place
        : throw node.Refusal($"a branch leads to inner node {place} of {inner}.", "tree-structure");

    private static string Word(OnnxOperator node, string[] words, double index) => index >= 0 && index < words.Length
        ? words[(int)index]
        : throw node.Refusal($"{index} is none of {string.Join(", ", words)}.");

    private static T[] Sized<T>(OnnxOperator node, T[] list, int count, string name) => list.Length == count
        ? list
        : throw node.Refusal($"{name} has {list.Length} entries, not {count}.");
}
