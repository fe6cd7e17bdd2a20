using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Holds a tree ensemble inside an ONNX file to being trees. The runtime follows whatever children the file names: with a
/// cycle it scores for ever, and no limit of time can end it.
/// </summary>
internal static class OnnxTreeInspection
{
    private const int AttributeOfNode = 5;
    private const int MostNodes = 1 << 20;

    /// <summary>Refuses an operator whose nodes are not trees.</summary>
    /// <param name="node">The bytes of a <c>TreeEnsembleRegressor</c>.</param>
    /// <exception cref="InputRefusedException"><c>tree-structure</c>.</exception>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static void Refuse(ReadOnlySpan<byte> node)
    {
        Dictionary<string, List<long>> numbers = [];
        List<bool> isLeaf = [];
        ProtobufCursor field = new(node);
        while (field.MoveNext())
        {
            if (field.Field == AttributeOfNode)
            {
                ReadAttribute(field.Content, numbers, isLeaf);
            }
        }

        Columns columns = new(
            Column(numbers, "nodes_treeids"), Column(numbers, "nodes_nodeids"), Column(numbers, "nodes_featureids"),
            Column(numbers, "nodes_truenodeids"), Column(numbers, "nodes_falsenodeids"));
        int count = columns.Tree.Count;
        if (count is 0 or > MostNodes || isLeaf.Count != count || columns.Node.Count != count || columns.Feature.Count != count
            || columns.WhenTrue.Count != count || columns.WhenFalse.Count != count)
        {
            throw Refusal($"Its arrays of nodes must have one length from 1 to {MostNodes}.");
        }

        RefuseTrees(columns, isLeaf);
    }

    private static void RefuseTrees(Columns columns, List<bool> isLeaf)
    {
        // The nodes of a tree follow each other, the root first: so the runtime finds the roots.
        HashSet<long> seen = [];
        for (int start = 0; start < columns.Tree.Count;)
        {
            long tree = columns.Tree[start];
            int end = start;
            while (end < columns.Tree.Count && columns.Tree[end] == tree)
            {
                end++;
            }

            if (!seen.Add(tree))
            {
                throw Refusal($"The nodes of tree {tree} do not stand together.");
            }

            TreeStructure.Refuse(ToTree(columns, isLeaf, start, end), int.MaxValue, $"{BundleFiles.Onnx}: tree {tree}");
            start = end;
        }
    }

    private static Tree ToTree(Columns columns, List<bool> isLeaf, int start, int end)
    {
        int count = end - start;
        Dictionary<long, int> places = [];
        for (int i = 0; i < count; i++)
        {
            if (!places.TryAdd(columns.Node[start + i], i))
            {
                throw Refusal($"Node {columns.Node[start + i]} of tree {columns.Tree[start]} is there twice.");
            }
        }

        int Place(long node) => places.TryGetValue(node, out int place) ? place : -1;
        int[] feature = [.. Enumerable.Range(start, count).Select(i => isLeaf[i] ? -1
            : columns.Feature[i] is >= 0 and < int.MaxValue and var f ? (int)f
            : throw Refusal($"Node {columns.Node[i]} of tree {columns.Tree[i]} splits on column {columns.Feature[i]}."))];
        return new Tree
        {
            Feature = feature,
            Left = [.. columns.WhenTrue.Skip(start).Take(count).Select(Place)],
            Right = [.. columns.WhenFalse.Skip(start).Take(count).Select(Place)],
            Threshold = new double[count],
            DefaultLeft = new bool[count],
            Value = new double[count],
            Cover = new double[count],
        };
    }

    private static void ReadAttribute(ReadOnlySpan<byte> attribute, Dictionary<string, List<long>> numbers, List<bool> isLeaf)
    {
        string name = "";
        ProtobufCursor field = new(attribute);
        while (field.MoveNext())
        {
            name = field.Field == 1 ? Encoding.UTF8.GetString(field.Content) : name;
        }

        List<long> found = [];
        field = new ProtobufCursor(attribute);
        while (field.MoveNext())
        {
            if (field.Field == 8)
            {
                AddNumbers(field, found);
            }
            else if (field.Field == 9 && name == "nodes_modes")
            {
                isLeaf.Add(IsLeaf(Encoding.UTF8.GetString(field.Content)));
            }
        }

        if (found.Count > 0 && !numbers.TryAdd(name, found))
        {
            throw Refusal($"{name} is there twice.");
        }
    }

    private static bool IsLeaf(string mode) => mode == "LEAF" || mode.StartsWith("BRANCH_", StringComparison.Ordinal)
        ? mode == "LEAF"
        : throw Refusal($"'{(mode.Length <= 20 ? mode : mode[..20])}' is no kind of node.");

    private static void AddNumbers(ProtobufCursor field, List<long> found)
    {
        if (!field.HasContent)
        {
            found.Add(unchecked((long)field.Number));
            return;
        }

        ReadOnlySpan<byte> packed = field.Content;
        while (!packed.IsEmpty)
        {
            found.Add(unchecked((long)ProtobufCursor.Varint(ref packed)));
        }
    }

    private static List<long> Column(Dictionary<string, List<long>> numbers, string name) => numbers.GetValueOrDefault(name) ?? [];

    private static InputRefusedException Refusal(string message) => new("tree-structure", message, BundleFiles.Onnx);

    private sealed record Columns(List<long> Tree, List<long> Node, List<long> Feature, List<long> WhenTrue, List<long> WhenFalse);
}
