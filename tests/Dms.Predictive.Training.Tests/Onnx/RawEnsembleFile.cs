using System.Runtime.InteropServices;
using Dms.Predictive.Training.Onnx.Messages;
using Google.Protobuf;

namespace Dms.Predictive.Training.Tests;

/// <summary>Writes a <see cref="RawEnsemble"/> as each of ONNX's tree operators; tree t speaks to target t.</summary>
internal static class RawEnsembleFile
{
    private static readonly string[] Modes =
        ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ", "BRANCH_MEMBER"];

    public static byte[] Of(RawEnsemble raw, string kind, Action<NodeProto>? more = null, int labels = 0)
    {
        bool classifier = kind == "TreeEnsembleClassifier";
        bool doubles = kind == "doubles";
        NodeProto node = new() { OpType = doubles ? "TreeEnsembleRegressor" : kind, Domain = "ai.onnx.ml" };
        node.Input.Add("features");
        if (classifier)
        {
            node.Output.Add("label");
        }

        node.Output.Add("score");
        node.Attribute.Add(kind == "TreeEnsemble" ? Tensors(raw) : Lists(raw, classifier, doubles, labels));
        more?.Invoke(node);
        GraphProto graph = new() { Name = "trees" };
        graph.Node.Add(node);
        graph.Input.Add(Matrix("features", doubles ? 11 : 1, raw.Columns));
        graph.Output.Add(Matrix("score", 1, Math.Max(labels, raw.Trees)));
        ModelProto model = new() { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = kind == "TreeEnsemble" ? 5 : 3 });
        return model.ToByteArray();
    }

    public static AttributeProto Text(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Floats(string name, double[] values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Floats };
        attribute.Floats.Add(values.Select(v => (float)v));
        return attribute;
    }

    private static IEnumerable<AttributeProto> Lists(RawEnsemble raw, bool classifier, bool doubles, int labels)
    {
        string leaf = classifier ? "class" : "target";
        RawEnsemble.Node[] leaves = [.. raw.Nodes.Where(n => n.Mode == "LEAF")];
        yield return Ints("nodes_treeids", raw.Nodes.Select(n => n.Tree));
        yield return Ints("nodes_nodeids", raw.Nodes.Select(n => n.Id));
        yield return Ints("nodes_featureids", raw.Nodes.Select(n => n.Feature));
        yield return Numbers("nodes_values", [.. raw.Nodes.Select(n => n.Split)], doubles);
        yield return Ints("nodes_truenodeids", raw.Nodes.Select(n => n.True));
        yield return Ints("nodes_falsenodeids", raw.Nodes.Select(n => n.False));
        yield return Ints("nodes_missing_value_tracks_true", raw.Nodes.Select(n => n.MissingIsTrue ? 1 : 0));
        yield return Ints($"{leaf}_treeids", leaves.Select(n => n.Tree));
        yield return Ints($"{leaf}_nodeids", leaves.Select(n => n.Id));
        yield return Ints($"{leaf}_ids", leaves.Select(n => labels == 2 ? 1 : n.Tree));
        yield return Numbers($"{leaf}_weights", [.. leaves.Select(n => n.Value)], doubles);
        AttributeProto modes = new() { Name = "nodes_modes", Type = AttributeProto.Types.AttributeType.Strings };
        modes.Strings.Add(raw.Nodes.Select(n => ByteString.CopyFromUtf8(n.Mode)));
        yield return modes;
        yield return classifier
            ? Ints("classlabels_int64s", Enumerable.Range(0, Math.Max(labels, raw.Trees)))
            : new() { Name = "n_targets", Type = AttributeProto.Types.AttributeType.Int, I = raw.Trees };
    }

    private static IEnumerable<AttributeProto> Tensors(RawEnsemble raw)
    {
        RawEnsemble.Node[] inner = [.. raw.Nodes.Where(n => n.Mode != "LEAF")];
        RawEnsemble.Node[] leaves = [.. raw.Nodes.Where(n => n.Mode == "LEAF")];
        int Place(RawEnsemble.Node[] list, int tree, int id) => Array.FindIndex(list, n => n.Tree == tree && n.Id == id);
        bool IsLeaf(int tree, int id) => Place(leaves, tree, id) >= 0;
        int Child(int tree, int id) => Math.Max(Place(leaves, tree, id), Place(inner, tree, id));
        yield return Ints("tree_roots", Enumerable.Range(0, raw.Trees).Select(t => Place(inner, t, 0)));
        yield return Ints("nodes_featureids", inner.Select(n => n.Feature));
        yield return Tensor("nodes_modes", 2, [.. inner.Select(n => (byte)Array.IndexOf(Modes, n.Mode))], inner.Length);
        yield return Tensor("nodes_splits", 1, Raw([.. inner.Select(n => (float)n.Split)]), inner.Length);
        yield return Ints("nodes_truenodeids", inner.Select(n => Child(n.Tree, n.True)));
        yield return Ints("nodes_trueleafs", inner.Select(n => IsLeaf(n.Tree, n.True) ? 1 : 0));
        yield return Ints("nodes_falsenodeids", inner.Select(n => Child(n.Tree, n.False)));
        yield return Ints("nodes_falseleafs", inner.Select(n => IsLeaf(n.Tree, n.False) ? 1 : 0));
        yield return Ints("nodes_missing_value_tracks_true", inner.Select(n => n.MissingIsTrue ? 1 : 0));
        yield return Ints("leaf_targetids", leaves.Select(n => n.Tree));
        yield return Tensor("leaf_weights", 1, Raw([.. leaves.Select(n => (float)n.Value)]), leaves.Length);
        yield return new() { Name = "n_targets", Type = AttributeProto.Types.AttributeType.Int, I = raw.Trees };
    }

    private static byte[] Raw<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes<T>(values).ToArray();

    private static AttributeProto Ints(string name, IEnumerable<int> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values.Select(v => (long)v));
        return attribute;
    }

    private static AttributeProto Numbers(string name, double[] values, bool doubles) => doubles
        ? Tensor(name + "_as_tensor", 11, Raw(values), values.Length)
        : Floats(name, values);

    private static AttributeProto Tensor(string name, int type, byte[] raw, int count)
    {
        TensorProto tensor = new() { DataType = type, RawData = ByteString.CopyFrom(raw) };
        tensor.Dims.Add(count);
        return new() { Name = name, Type = AttributeProto.Types.AttributeType.Tensor, T = tensor };
    }

    private static ValueInfoProto Matrix(string name, int type, int columns)
    {
        ValueInfoProto matrix = OnnxDocument.FloatMatrix(name, columns);
        matrix.Type.TensorType.ElemType = type;
        return matrix;
    }
}
