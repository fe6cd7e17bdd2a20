using System.Buffers.Binary;
using Dms.Predictive.Training.Onnx.Messages;
using Google.Protobuf;

namespace Dms.Predictive.Training.Tests;

/// <summary>Networks as a stranger would hand them over: ONNX bytes from raw weights, and the same mathematics in
/// double.</summary>
internal static class RawNetworks
{
    public const int Hidden = 5;

    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>Columns → Hidden, ReLU → 1.</summary>
    public static (byte[] Model, Func<double[], double> Truth) Perceptron(int columns, int seed)
    {
        Weights w = new(seed);
        (float[] first, float[] bias, float[] second) = (w.Take(columns * Hidden), w.Take(Hidden), w.Take(Hidden + 1));
        GraphProto graph = Graph([0, columns],
            Node("Gemm", ["features", "w1", "b1"], "h"), Node("Relu", ["h"], "r"), Node("Gemm", ["r", "w2", "b2"], "score"));
        graph.Initializer.Add([Floats("w1", first, columns, Hidden), Floats("b1", bias, Hidden),
            Floats("w2", second[..Hidden], Hidden, 1), Floats("b2", second[Hidden..], 1)]);

        double Truth(double[] row)
        {
            double score = second[Hidden];
            for (int j = 0; j < Hidden; j++)
            {
                double sum = bias[j];
                for (int i = 0; i < columns; i++)
                {
                    sum += (float)row[i] * (double)first[(i * Hidden) + j];
                }

                score += Math.Max(0, sum) * second[j];
            }

            return score;
        }

        return (Bytes(graph), Truth);
    }

    /// <summary>A GRU over a window, then a linear layer; the input is the window, or a flat row that the graph
    /// reshapes.</summary>
    public static (byte[] Model, Func<double[], double> Truth) Gru(int steps, int columns, int seed, bool flat)
    {
        Weights w = new(seed);
        float[] input = w.Take(3 * Hidden * columns);
        float[] recurrent = w.Take(3 * Hidden * Hidden);
        float[] bias = w.Take(6 * Hidden);
        float[] last = w.Take(Hidden + 1);
        List<NodeProto> nodes = flat ? [Node("Reshape", ["features", "window"], "x")] : [];
        nodes.AddRange(
        [
            Node("Transpose", [flat ? "x" : "features"], "t", Ints("perm", 1, 0, 2)),
            Node("GRU", ["t", "w", "r", "b"], ["", "state"], Int("hidden_size", Hidden), Int("linear_before_reset", 1)),
            Node("Squeeze", ["state", "axis"], "h"), Node("Gemm", ["h", "w2", "b2"], "score"),
        ]);
        GraphProto graph = Graph(flat ? [1, steps * columns] : [1, steps, columns], [.. nodes]);
        graph.Initializer.Add([Floats("w", input, 1, 3 * Hidden, columns), Floats("r", recurrent, 1, 3 * Hidden, Hidden),
            Floats("b", bias, 1, 6 * Hidden), Floats("w2", last[..Hidden], Hidden, 1), Floats("b2", last[Hidden..], 1),
            Longs("axis", 0)]);
        if (flat)
        {
            graph.Initializer.Add(Longs("window", 1, steps, columns));
        }

        return (Bytes(graph), row => GruTruth(row, (steps, columns), (input, recurrent, bias, last)));
    }

    /// <summary>A graph of one operator from features to score.</summary>
    public static byte[] Single(NodeProto node, params long[] shape) => Bytes(Graph(shape, node));

    public static NodeProto Node(string type, string[] inputs, string output, params AttributeProto[] attributes) =>
        Node(type, inputs, [output], attributes);

    public static byte[] Bytes(GraphProto graph)
    {
        ModelProto model = new() { IrVersion = 8, ProducerName = "elsewhere", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        return model.ToByteArray();
    }

    // Gates in ONNX order: update z, reset r, hidden h; the reset acts after the recurrent product.
    private static double GruTruth(
        double[] row, (int Steps, int Columns) shape, (float[] Input, float[] Recurrent, float[] Bias, float[] Last) w)
    {
        double[] state = new double[Hidden];
        for (int t = 0; t < shape.Steps; t++)
        {
            double[] next = new double[Hidden];
            for (int j = 0; j < Hidden; j++)
            {
                double Input(int gate) => w.Bias[(gate * Hidden) + j] + Enumerable.Range(0, shape.Columns).Sum(
                    i => (float)row[(t * shape.Columns) + i] * (double)w.Input[(((gate * Hidden) + j) * shape.Columns) + i]);
                double Recurrent(int gate) => w.Bias[((3 + gate) * Hidden) + j] + Enumerable.Range(0, Hidden).Sum(
                    i => state[i] * w.Recurrent[(((gate * Hidden) + j) * Hidden) + i]);
                double update = 1 / (1 + Math.Exp(-Input(0) - Recurrent(0)));
                double reset = 1 / (1 + Math.Exp(-Input(1) - Recurrent(1)));
                next[j] = ((1 - update) * Math.Tanh(Input(2) + (reset * Recurrent(2)))) + (update * state[j]);
            }

            state = next;
        }

        return w.Last[Hidden] + Enumerable.Range(0, Hidden).Sum(j => state[j] * w.Last[j]);
    }

    private static GraphProto Graph(long[] inputShape, params NodeProto[] nodes)
    {
        GraphProto graph = new() { Name = "foreign" };
        graph.Node.Add(nodes);
        graph.Input.Add(Value("features", inputShape));
        graph.Output.Add(Value("score", inputShape[0], 1));
        return graph;
    }

    private static NodeProto Node(string type, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        NodeProto node = new() { OpType = type };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes);
        return node;
    }

    private static ValueInfoProto Value(string name, params long[] shape)
    {
        TensorShapeProto dimensions = new();
        dimensions.Dim.Add(shape.Select(d => d == 0
            ? new TensorShapeProto.Types.Dimension { DimParam = "rows" }
            : new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = Float, Shape = dimensions } },
        };
    }

    private static TensorProto Floats(string name, float[] values, params long[] shape)
    {
        byte[] raw = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }

        TensorProto tensor = new() { Name = name, DataType = Float, RawData = ByteString.CopyFrom(raw) };
        tensor.Dims.Add(shape);
        return tensor;
    }

    private static TensorProto Longs(string name, params long[] values)
    {
        TensorProto tensor = new() { Name = name, DataType = Int64 };
        tensor.Int64Data.Add(values);
        tensor.Dims.Add(values.Length);
        return tensor;
    }

    private static AttributeProto Int(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static AttributeProto Ints(string name, params long[] values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }

    private sealed class Weights(int seed)
    {
        private readonly Random _random = new(seed);

        public float[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(_random.NextDouble() - 0.5))];
    }
}
