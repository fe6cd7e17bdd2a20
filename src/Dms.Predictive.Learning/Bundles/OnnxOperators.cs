using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Allows only operators that compute the same number from the same row: no control flow, no random draws, no
/// strings, nothing that reads from outside.</summary>
internal static class OnnxOperators
{
    /// <summary>Largest file, bytes.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    private const int MostNodes = 10_000;
    private const int GraphOfModel = 7;
    private const int NodeOfGraph = 1;
    private const int AttributeOfNode = 5;

    /// <summary>What a bundle's own <c>model.onnx</c> is written with: nothing in it can make a large value of a small one.</summary>
    public static IReadOnlySet<string> OfBundles { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Abs", "Add", "Cast", "Concat", "Constant", "Div", "Exp", "Gather", "Identity", "IsNaN", "Log", "MatMul", "Max", "Min",
        "Mul", "Neg", "Sigmoid", "Sub", "Sum", "Where", "ai.onnx.ml.TreeEnsembleRegressor",
    };

    /// <summary>What a network trained elsewhere may use.</summary>
    public static IReadOnlySet<string> OfNetworks { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Abs", "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Constant", "Conv", "Div", "Elu",
        "Equal", "Erf", "Exp", "Expand", "Flatten", "GRU", "Gather", "Gelu", "Gemm", "GlobalAveragePool",
        "GlobalMaxPool", "Greater", "HardSigmoid", "Identity", "IsNaN", "LSTM", "LayerNormalization", "LeakyRelu",
        "Less", "Log", "MatMul", "Max", "MaxPool", "Min", "Mul", "Neg", "PRelu", "Pad", "Pow", "RNN", "ReduceMax",
        "ReduceMean", "ReduceMin", "ReduceSum", "Relu", "Reshape", "Selu", "Sigmoid", "Slice", "Softmax", "Softplus",
        "Split", "Sqrt", "Squeeze", "Sub", "Sum", "Tanh", "Transpose", "Unsqueeze", "Where",
        "ai.onnx.ml.Imputer", "ai.onnx.ml.LinearRegressor", "ai.onnx.ml.Scaler", "ai.onnx.ml.TreeEnsembleRegressor",
    };

    /// <summary>Refuses a file with anything else.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="allowed">Operators, those of <c>ai.onnx.ml</c> with their domain in front.</param>
    /// <exception cref="InputRefusedException"><c>onnx-operator</c>, <c>onnx-depth</c>, <c>onnx-size</c> or <c>tree-structure</c>; what
    /// <see cref="OnnxInspection"/> refuses.</exception>
    public static void Refuse(ReadOnlySpan<byte> model, IReadOnlySet<string> allowed)
    {
        if (model.Length > MostBytes)
        {
            throw Refusal("onnx-size", $"The file has {model.Length} bytes; at most {MostBytes} are served.");
        }

        OnnxInspection.Refuse(model);
        try
        {
            RefuseModel(model, allowed);
        }
        catch (FormatException e)
        {
            throw new InputRefusedException("onnx-malformed", $"Not an ONNX file: {e.Message}", BundleFiles.Onnx, e);
        }
    }

    private static void RefuseModel(ReadOnlySpan<byte> model, IReadOnlySet<string> allowed)
    {
        int nodes = 0;
        ProtobufCursor field = new(model);
        while (field.MoveNext())
        {
            if (field.Field == GraphOfModel)
            {
                RefuseGraph(field.Content, allowed, ref nodes);
            }
        }
    }

    private static void RefuseGraph(ReadOnlySpan<byte> graph, IReadOnlySet<string> allowed, ref int nodes)
    {
        ProtobufCursor field = new(graph);
        while (field.MoveNext())
        {
            if (field.Field != NodeOfGraph)
            {
                continue;
            }

            if (++nodes > MostNodes)
            {
                throw Refusal("onnx-depth", $"The graph has more than {MostNodes} operators.");
            }

            RefuseNode(field.Content, allowed);
        }
    }

    private static void RefuseNode(ReadOnlySpan<byte> node, IReadOnlySet<string> allowed)
    {
        (string type, string domain) = ("", "");
        ProtobufCursor field = new(node);
        while (field.MoveNext())
        {
            type = field.Field == 4 ? Encoding.UTF8.GetString(field.Content) : type;
            domain = field.Field == 7 ? Encoding.UTF8.GetString(field.Content) : domain;
            if (field.Field == AttributeOfNode && HasGraph(field.Content))
            {
                throw Refusal("onnx-operator", "An operator carries a graph of its own; control flow is not served.");
            }
        }

        string name = domain is "" or "ai.onnx" ? type : $"{domain}.{type}";
        if (!allowed.Contains(name))
        {
            throw Refusal("onnx-operator", $"The operator {name} is not served; allowed are {string.Join(", ", allowed.Order(StringComparer.Ordinal))}.");
        }

        if (type.StartsWith("TreeEnsemble", StringComparison.Ordinal))
        {
            OnnxTreeInspection.Refuse(node);
        }
    }

    private static bool HasGraph(ReadOnlySpan<byte> attribute)
    {
        ProtobufCursor field = new(attribute);
        while (field.MoveNext())
        {
            if (field.Field is 6 or 11)
            {
                return true;
            }
        }

        return false;
    }

    private static InputRefusedException Refusal(string code, string message) => new(code, message, "model.onnx");
}
