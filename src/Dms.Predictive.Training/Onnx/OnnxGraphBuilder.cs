using System.Buffers.Binary;
using Dms.Predictive.Training.Onnx.Messages;
using Google.Protobuf;

namespace Dms.Predictive.Training;

/// <summary>Collects operators, constants and outputs of one graph; names are numbered, so equal calls give equal
/// bytes.</summary>
internal sealed class OnnxGraphBuilder
{
    private const int Int64Element = 7;

    private readonly GraphProto _graph;
    private int _values;

    /// <summary>Starts a graph over rows of features.</summary>
    public OnnxGraphBuilder(string name, int columns)
    {
        _graph = new GraphProto { Name = name };
        _graph.Input.Add(OnnxDocument.FloatMatrix(OnnxForestWriter.InputName, columns));
    }

    /// <summary>The finished graph.</summary>
    public GraphProto Graph => _graph;

    /// <summary>Adds an operator of the default set with one output.</summary>
    /// <returns>Name of its output.</returns>
    public string Add(string type, string[] inputs, params AttributeProto[] attributes)
    {
        NodeProto node = new() { OpType = type, Name = type + _graph.Node.Count };
        node.Input.Add(inputs);
        node.Attribute.Add(attributes);
        return Add(node, Fresh());
    }

    /// <summary>Adds a forest; float [rows, 1].</summary>
    public string Add(OnnxForest forest)
    {
        NodeProto node = TreeEnsembleNode.From(forest);
        node.Name = "Trees" + _graph.Node.Count;
        node.Output.Clear();
        return Add(node, Fresh());
    }

    /// <summary>A constant matrix of doubles.</summary>
    public string Constant(IReadOnlyList<double> values, params long[] dimensions)
    {
        byte[] raw = new byte[values.Count * sizeof(double)];
        for (int i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(raw.AsSpan(i * sizeof(double)), values[i]);
        }

        return Constant(OnnxDocument.DoubleElement, raw, dimensions);
    }

    /// <summary>One column of the rows as double [rows, 1].</summary>
    public string Column(int column)
    {
        byte[] raw = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(raw, column);
        string index = Constant(Int64Element, raw, 1);
        return Cast(Add("Gather", [OnnxForestWriter.InputName, index], Int("axis", 1)), OnnxDocument.DoubleElement);
    }

    /// <summary>The value in another element type.</summary>
    public string Cast(string value, int element) => Add("Cast", [value], Int("to", element));

    /// <summary>Hands a value [rows, 1] out under a name, as float.</summary>
    /// <returns>The float value.</returns>
    public string Output(string name, string value, bool isDouble)
    {
        NodeProto node = new() { OpType = isDouble ? "Cast" : "Identity", Name = "Output" + _graph.Node.Count };
        node.Input.Add(value);
        if (isDouble)
        {
            node.Attribute.Add(Int("to", OnnxDocument.FloatElement));
        }

        _graph.Output.Add(OnnxDocument.FloatMatrix(name, 1));
        return Add(node, name);
    }

    /// <summary>Moves outputs to the front, in their present order.</summary>
    public void PutFirst(IReadOnlySet<string> names)
    {
        ValueInfoProto[] ordered = [.. _graph.Output.OrderBy(o => names.Contains(o.Name) ? 0 : 1)];
        _graph.Output.Clear();
        _graph.Output.Add(ordered);
    }

    private static AttributeProto Int(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private string Constant(int element, byte[] raw, params long[] dimensions)
    {
        TensorProto tensor = new() { Name = Fresh(), DataType = element, RawData = ByteString.CopyFrom(raw) };
        tensor.Dims.Add(dimensions);
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string Add(NodeProto node, string output)
    {
        node.Output.Add(output);
        _graph.Node.Add(node);
        return output;
    }

    private string Fresh() => $"v{_values++}";
}
