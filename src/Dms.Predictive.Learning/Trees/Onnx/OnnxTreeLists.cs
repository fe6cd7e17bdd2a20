namespace Dms.Predictive.Learning;

/// <summary>Reads <c>TreeEnsembleRegressor</c> and <c>TreeEnsembleClassifier</c>: parallel lists over all nodes of all
/// trees, leaves named by tree and node id.</summary>
internal static class OnnxTreeLists
{
    public static OnnxEnsemble Read(OnnxOperator node, IReadOnlyList<string> names)
    {
        bool classifier = node.Type == "TreeEnsembleClassifier";
        string leaf = classifier ? "class" : "target";
        int[] trees = node.Integers("nodes_treeids");
        bool float32 = !node.Has("nodes_values_as_tensor");
        Dictionary<(int Tree, int Node), int> places = Places(node, trees);
        OnnxTreeNode[] nodes = Nodes(node, trees, places);
        int[] leafTargets = AddWeights(node, leaf, places, nodes);
        List<int> roots = [.. Enumerable.Range(0, trees.Length).Where(i => i == 0 || trees[i] != trees[i - 1])];
        if (roots.Select(r => trees[r]).Distinct().Count() != roots.Count)
        {
            throw node.Refusal("the nodes of a tree do not lie together.");
        }

        HashSet<int> seen = [];
        return OnnxTrees.Assemble(node, names, new OnnxParts(
            [.. roots.Select(r => new OnnxTreeShape(node, nodes, r, float32, seen))],
            classifier ? Classes(node, leafTargets) : OnnxTrees.Targets(node),
            node.Numbers("base_values"))
        {
            Aggregate = classifier ? "SUM" : node.TextOr("aggregate_function", "SUM"),
            PostTransform = node.TextOr("post_transform", "NONE"),
            ComparesFloat32 = float32,
        });
    }

    // Two classes may be told apart by one score.
    private static int[] Classes(OnnxOperator node, int[] used)
    {
        int classes = node.Count("classlabels_strings") + node.Count("classlabels_int64s");
        int[] distinct = [.. used.Distinct()];
        return classes == 2 && distinct.Length == 1 ? distinct : [.. Enumerable.Range(0, classes)];
    }

    private static Dictionary<(int Tree, int Node), int> Places(OnnxOperator node, int[] trees)
    {
        int[] ids = Sized(node, node.Integers("nodes_nodeids"), trees.Length, "nodes_nodeids");
        Dictionary<(int Tree, int Node), int> places = [];
        for (int i = 0; i < ids.Length; i++)
        {
            if (!places.TryAdd((trees[i], ids[i]), i))
            {
                throw node.Refusal($"tree {trees[i]} has two nodes {ids[i]}.");
            }
        }

        return places;
    }

    private static OnnxTreeNode[] Nodes(OnnxOperator node, int[] trees, Dictionary<(int Tree, int Node), int> places)
    {
        int n = trees.Length;
        string[] modes = Sized(node, node.Strings("nodes_modes"), n, "nodes_modes");
        int[] features = Sized(node, node.Integers("nodes_featureids"), n, "nodes_featureids");
        double[] splits = Sized(node, node.Numbers("nodes_values"), n, "nodes_values");
        int[] whenTrue = Sized(node, node.Integers("nodes_truenodeids"), n, "nodes_truenodeids");
        int[] whenFalse = Sized(node, node.Integers("nodes_falsenodeids"), n, "nodes_falsenodeids");
        int[] missing = SizedOrEmpty(node, node.Integers("nodes_missing_value_tracks_true"), n, "nodes_missing_value_tracks_true");
        double[] covers = SizedOrEmpty(node, node.Numbers("nodes_hitrates"), n, "nodes_hitrates");
        return [.. Enumerable.Range(0, n).Select(i => new OnnxTreeNode
        {
            Mode = modes[i],
            Feature = features[i],
            Split = splits[i],
            MissingIsTrue = missing.Length > 0 && missing[i] != 0,
            True = modes[i] == "LEAF" ? -1 : Place(whenTrue[i], i),
            False = modes[i] == "LEAF" ? -1 : Place(whenFalse[i], i),
            Cover = covers.Length > 0 ? covers[i] : 0.0,
        })];

        int Place(int id, int i) => places.TryGetValue((trees[i], id), out int place)
            ? place
            : throw node.Refusal($"tree {trees[i]} has no node {id}.", "tree-structure");
    }

    private static int[] AddWeights(
        OnnxOperator node, string leaf, Dictionary<(int Tree, int Node), int> places, OnnxTreeNode[] nodes)
    {
        int[] trees = node.Integers($"{leaf}_treeids");
        int[] ids = Sized(node, node.Integers($"{leaf}_nodeids"), trees.Length, $"{leaf}_nodeids");
        int[] targets = Sized(node, node.Integers($"{leaf}_ids"), trees.Length, $"{leaf}_ids");
        double[] weights = Sized(node, node.Numbers($"{leaf}_weights"), trees.Length, $"{leaf}_weights");
        for (int i = 0; i < ids.Length; i++)
        {
            if (!places.TryGetValue((trees[i], ids[i]), out int place) || !nodes[place].Weights.TryAdd(targets[i], weights[i]))
            {
                throw node.Refusal($"tree {trees[i]} has no node {ids[i]}, or it has two weights for {targets[i]}.");
            }
        }

        return targets;
    }

    private static T[] Sized<T>(OnnxOperator node, T[] list, int count, string name) => list.Length == count
        ? list
        : throw node.Refusal($"{name} has {list.Length} entries, not {count}.");

    private static T[] SizedOrEmpty<T>(OnnxOperator node, T[] list, int count, string name) =>
        list.Length == 0 ? list : Sized(node, list, count, name);
}
