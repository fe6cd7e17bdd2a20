using Dms.Predictive.Core;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Dms.Predictive.Learning;

/// <summary>Holds a foreign network's input and output to its contract.</summary>
internal static class ForeignSignature
{
    /// <summary>Shape in which one row goes in.</summary>
    /// <exception cref="InputRefusedException"><c>onnx-io</c>.</exception>
    public static long[] Input(InferenceSession session, ForeignContract contract)
    {
        int[] found = Only(session.InputNames, session.InputMetadata, contract.Input, "input");
        long[][] shapes = contract.Steps == 1
            ? [[1, contract.Columns], [1, 1, contract.Columns]]
            : [[1, contract.Steps, contract.Columns], [1, contract.RowLength]];
        return Matching(found, shapes)
            ?? throw Refusal($"The input has shape {Text(found)}; expected {string.Join(" or ", shapes.Select(Text))}, the first "
                + "length 1 or free.");
    }

    /// <summary>Shape in which one score comes out.</summary>
    /// <exception cref="InputRefusedException"><c>onnx-io</c>.</exception>
    public static long[] Output(InferenceSession session, ForeignContract contract)
    {
        int[] found = Only(session.OutputNames, session.OutputMetadata, contract.Output, "output");
        return Matching(found, [[1], [1, 1], [1, 1, 1]])
            ?? throw Refusal($"The output has shape {Text(found)}; expected a single value.");
    }

    private static int[] Only(
        IReadOnlyList<string> names, IReadOnlyDictionary<string, NodeMetadata> metadata, string name, string what)
    {
        if (names.Count != 1 || names[0] != name)
        {
            throw Refusal($"The {what}s are '{string.Join(", ", names)}'; expected only '{name}'.");
        }

        NodeMetadata node = metadata[name];
        return node is { IsTensor: true, ElementDataType: TensorElementType.Float }
            ? node.Dimensions
            : throw Refusal($"The {what} '{name}' is not a float32 tensor.");
    }

    // A free length (−1) may stand only for the row that is scored.
    private static long[]? Matching(int[] found, long[][] shapes) => shapes.FirstOrDefault(s =>
        s.Length == found.Length && s.Zip(found).Select((p, i) => p.Second == p.First || (i == 0 && p.Second == -1)).All(ok => ok));

    private static string Text(int[] shape) => Text([.. shape.Select(d => (long)d)]);

    private static string Text(long[] shape) => $"[{string.Join(", ", shape.Select(d => d < 0 ? "free" : $"{d}"))}]";

    private static InputRefusedException Refusal(string message) => new("onnx-io", message, "model.onnx");
}
